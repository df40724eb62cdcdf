import { parseMoment } from '../../src-shared/time/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Database, Sql } from '../store/database.ts';
import { armSome, clearSome, type DueAlarm, findDueAlarms, isDueWanted, removeAlarm } from '../webhooks/due-alarms.ts';
import { wants } from '../webhooks/enqueue-deliveries.ts';
import { readHooks } from '../webhooks/hook-book.ts';
import type { GroupCommit } from './group-commit.ts';
import { findTask } from './task-store.ts';
import { type WriteDependencies, writeTask } from './write-task.ts';

export interface DueWatchDependencies {
  database: Database;
  groupCommit: GroupCommit;
  clock: Clock;
  queues: QueueBook;
  /** Told of what went wrong; the watch goes on. */
  onError: (error: unknown) => void;
  lookEveryMs?: number;
}

export interface DueWatch {
  start(): void;
  /** Does all that there is to do now. */
  runDue(): Promise<void>;
  /** Settles when the piece that is being done is done. */
  stop(): Promise<void>;
}

type WatchState = 'off' | 'arming' | 'on' | 'clearing';

const ALARMS_AT_A_TIME = 50;
const PAUSE_MS = 5;

/**
 * Tells of due dates that pass, once each, while some endpoint wants `task.due`. The alarms and how far they are set
 * stand in the database: any number of processes may watch, and a restart goes on with what passed meanwhile.
 */
export function createDueWatch(dependencies: DueWatchDependencies): DueWatch {
  const { database, groupCommit, clock, onError, lookEveryMs = 1_000 } = dependencies;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  async function runDue(): Promise<void> {
    while (!isStopped && (await database.read((sql) => isWorkLeft(sql, clock.nowMicros())))) {
      await groupCommit.submit((sql) => doPiece(sql, dependencies));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  function look(): void {
    working = runDue()
      .catch(onError)
      .finally(() => {
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

async function isWorkLeft(sql: Sql, nowMicros: number): Promise<boolean> {
  const isWanted = isDueWanted(await readHooks(sql));
  const { state } = await readWatch(sql);
  if (!isWanted) return state !== 'off';
  return state !== 'on' || (await findDueAlarms(sql, nowMicros, 1)).length > 0;
}

/** Looks anew at what there is to do: another process may have done it meanwhile. */
async function doPiece(sql: Sql, dependencies: WriteDependencies): Promise<void> {
  const nowMicros = dependencies.clock.nowMicros();
  const isWanted = isDueWanted(await readHooks(sql));
  const { state, position } = await readWatch(sql);
  if (!isWanted) {
    if (state === 'off') return;
    await setWatch(sql, (await clearSome(sql)) > 0 ? 'clearing' : 'off', '');
  } else if (state === 'on') {
    for (const alarm of await findDueAlarms(sql, nowMicros, ALARMS_AT_A_TIME)) {
      await removeAlarm(sql, alarm.taskUid);
      await tellDue(sql, dependencies, alarm);
    }
  } else {
    const last = await armSome(sql, state === 'arming' ? position : '', nowMicros);
    await setWatch(sql, last === null ? 'on' : 'arming', last ?? '');
  }
}

/**
 * What is done or deleted is due no more, nor at a date that changed while nobody wanted to hear of any. A task that nobody
 * wants to hear of gets no version for it.
 */
async function tellDue(sql: Sql, dependencies: WriteDependencies, { taskUid, dueAtMicros }: DueAlarm): Promise<void> {
  const before = await findTask(sql, taskUid);
  if (!before || before.deleted || before.task.status === 'DONE' || parseMoment(before.task.due_at) !== dueAtMicros) return;
  const hooks = await readHooks(sql);
  if (!hooks.some((hook) => wants(hook, 'task.due', before.task))) return;
  await writeTask(sql, dependencies, { before, action: { type: 'due' }, actor: { kind: 'system', name: 'Due date' } });
}

async function readWatch(sql: Sql): Promise<{ state: WatchState; position: string }> {
  const row = await sql.get<{ state: WatchState; position: string }>('SELECT state, position FROM due_watch WHERE id = 1');
  if (!row) throw new Error('the database was not migrated: it watches no due dates');
  return row;
}

async function setWatch(sql: Sql, state: WatchState, position: string): Promise<void> {
  await sql.run('UPDATE due_watch SET state = ?, position = ? WHERE id = 1', [state, position]);
}
