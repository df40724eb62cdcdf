import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import { claimJob, extendLease, finishJob, isJobDue, releaseJob } from './job-lease.ts';

/** What a piece of a job works with. */
export interface JobWork {
  database: Database;
  nowMicros: number;
  /** A write that takes effect only while this process has the job. */
  write<Value>(command: (sql: Sql) => Promise<Value>): Promise<Value>;
}

export interface MaintenanceJob {
  name: string;
  everyMs: number;
  /** Does a short piece, and gives back whether there is more to do. */
  runPiece(work: JobWork): Promise<boolean>;
}

export interface MaintenanceDependencies {
  database: Database;
  groupCommit: GroupCommit;
  clock: Clock;
  jobs: readonly MaintenanceJob[];
  /** Told of a job that failed; it is tried again. */
  onError: (error: unknown) => void;
  /** How often this process looks whether a job is due. */
  lookEveryMs?: number;
  /** Between two pieces of a job, so that requests come first. */
  pauseMs?: number;
}

export interface Maintenance {
  start(): void;
  /** Does all that is due, one job after the other. */
  runDue(): Promise<void>;
  /** Stops after the piece that is being done; the rest is for another process, or for the next start. */
  stop(): Promise<void>;
}

class LeaseLost extends Error {}

/** Does the jobs of the database in the background. Any number of processes may: each job is done by one at a time. */
export function createMaintenance(dependencies: MaintenanceDependencies): Maintenance {
  const { database, groupCommit, clock, jobs, onError, lookEveryMs = 5_000, pauseMs = 20 } = dependencies;
  const owner = randomUUID();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  async function runDue(): Promise<void> {
    for (const job of jobs) {
      if (isStopped) return;
      try {
        await attempt(job);
      } catch (error) {
        onError(error);
      }
    }
  }

  async function attempt(job: MaintenanceJob): Promise<void> {
    const everyMicros = job.everyMs * 1_000;
    if (!(await database.read((sql) => isJobDue(sql, job.name, everyMicros, clock.nowMicros())))) return;
    if (!(await groupCommit.submit((sql) => claimJob(sql, { ...holderOf(job), everyMicros })))) return;
    try {
      let isMore = true;
      while (isMore && !isStopped) {
        isMore = await job.runPiece({ database, nowMicros: clock.nowMicros(), write: (command) => writeAsHolder(job, command) });
        if (isMore) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      await groupCommit.submit((sql) => (isMore ? releaseJob : finishJob)(sql, holderOf(job)));
    } catch (error) {
      if (error instanceof LeaseLost) return;
      // A job that fails keeps its lease: nobody tries it again at once, over and over.
      throw new Error(`the job ${job.name} failed`, { cause: error });
    }
  }

  async function writeAsHolder<Value>(job: MaintenanceJob, command: (sql: Sql) => Promise<Value>): Promise<Value> {
    const outcome = await groupCommit.submit(async (sql) => {
      if (!(await extendLease(sql, holderOf(job)))) return null;
      return { value: await command(sql) };
    });
    if (!outcome) throw new LeaseLost(`another process took ${job.name} over`);
    return outcome.value;
  }

  function holderOf({ name }: MaintenanceJob) {
    return { name, owner, nowMicros: clock.nowMicros() };
  }

  function look(): void {
    working = runDue().finally(() => {
      if (!isStopped) timer = setTimeout(look, lookEveryMs);
    });
  }

  return {
    start: look,
    runDue,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}
