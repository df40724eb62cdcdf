import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { TestClock } from '../sync/engine-fixture.ts';
import { createGroupCommit } from '../tasks/group-commit.ts';
import { createMaintenance, type MaintenanceJob } from './create-maintenance.ts';
import { claimJob, LEASE_MICROS } from './job-lease.ts';

const HOUR = 3_600_000_000;

describe('maintenance', () => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;
  let errors: unknown[];

  beforeEach(async () => {
    store = await openTestStore();
    database = store.open();
    await database.migrate();
    clock = new TestClock();
    errors = [];
  });
  afterEach(async () => {
    await database.close();
    await store.remove();
  });

  /** As one more process on the same database. */
  const open = (...jobs: MaintenanceJob[]) => {
    const groupCommit = createGroupCommit(database, { onCommitted: () => undefined });
    return createMaintenance({ database, groupCommit, clock, jobs, onError: (error) => errors.push(error), pauseMs: 0 });
  };

  function counting(pieces: number, everyMs = 3_600_000) {
    const job = { name: 'count', everyMs, runs: 0, runPiece: async () => ++job.runs % pieces !== 0 };
    return job;
  }

  it('does all pieces of a job, and again when its time has come', async () => {
    const job = counting(3);
    const maintenance = open(job);
    await maintenance.runDue();
    expect(job.runs).toBe(3);
    await maintenance.runDue();
    expect(job.runs).toBe(3);
    clock.micros += HOUR;
    await maintenance.runDue();
    expect(job.runs).toBe(6);
  });

  it('lets one process do what several could', async () => {
    const job = counting(4);
    await Promise.all([open(job).runDue(), open(job).runDue(), open(job).runDue()]);
    await open(job).runDue();
    expect(job.runs).toBe(4);
  });

  it('takes over from a process that died, once its lease is over', async () => {
    const job = counting(1);
    await database.write((sql) => claimJob(sql, { name: 'count', owner: 'the dead one', nowMicros: clock.nowMicros(), everyMicros: HOUR }));
    await open(job).runDue();
    expect(job.runs).toBe(0);
    clock.micros += LEASE_MICROS;
    await open(job).runDue();
    expect(job.runs).toBe(1);
  });

  it('writes nothing for a job that another process has taken over', async () => {
    const slow = {
      name: 'count',
      everyMs: 1,
      async runPiece({ write }: Parameters<MaintenanceJob['runPiece']>[0]) {
        clock.micros += 2 * LEASE_MICROS;
        await open({ ...slow, runPiece: async () => false }).runDue();
        await write((sql) => sql.run('UPDATE feed SET seq = 99'));
        return false;
      },
    };
    await open(slow).runDue();
    expect(await database.read((sql) => sql.get('SELECT seq FROM feed'))).toEqual({ seq: 0 });
    expect(errors).toEqual([]);
  });

  it('tells of a job that fails, does the others, and tries it again after a while', async () => {
    let failures = 0;
    const failing = {
      name: 'fail',
      everyMs: 1,
      async runPiece(): Promise<boolean> {
        failures += 1;
        throw new Error('disk full');
      },
    };
    const job = counting(1);
    const maintenance = open(failing, job);
    await maintenance.runDue();
    await maintenance.runDue();
    expect([failures, job.runs]).toEqual([1, 1]);
    expect(errors).toMatchObject([{ message: 'the job fail failed', cause: { message: 'disk full' } }]);
    clock.micros += LEASE_MICROS;
    await maintenance.runDue();
    expect(failures).toBe(2);
  });

  it('stops after a piece and leaves the rest to another process', async () => {
    let isStopping: Promise<void> | null = null;
    const job = counting(5);
    const stopping = open({
      ...job,
      runPiece: async () => {
        isStopping = maintenance.stop();
        return job.runPiece();
      },
    });
    const maintenance = stopping;
    await maintenance.runDue();
    await isStopping;
    expect(job.runs).toBe(1);
    await open(job).runDue();
    expect(job.runs).toBe(5);
  });

  it('still does its jobs after a clock that was ahead was set right', async () => {
    const job = counting(1);
    clock.micros += 1_000 * HOUR;
    await open(job).runDue();
    clock.micros -= 1_000 * HOUR;
    await open(job).runDue();
    expect(job.runs).toBe(2);
  });
});
