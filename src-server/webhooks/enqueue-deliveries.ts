import { randomBytes } from 'node:crypto';
import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { Task } from '../../src-shared/schema/task.ts';
import type { Step } from '../../src-shared/task/apply-action.ts';
import type { Sql, SqlValue } from '../store/database.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import { armDueDate, isDueWanted } from './due-alarms.ts';
import type { RegisteredHook } from './hook-book.ts';
import { eventData } from './webhook-body.ts';

/**
 * Writes one delivery row per event of `write.steps` and endpoint that wants it, of all that there are. Runs in the
 * transaction of the transition; `atMicros` is that write's time. Endpoints that are paused or disabled get their rows too:
 * they are held.
 */
export function enqueueDeliveries(
  sql: Sql,
  hooks: readonly RegisteredHook[],
  write: { before: StoredTask | null; task: Task; steps: readonly Step[]; atMicros: number },
): void {
  if (isDueWanted(hooks)) armDueDate(sql, write);
  for (const step of write.steps) {
    if (step.event === null) continue;
    for (const hook of hooks) {
      if (wants(hook, step.event, step.task)) enqueueDelivery(sql, hook, step.event, step, write.atMicros);
    }
  }
}

export function wants(hook: RegisteredHook, event: TaskEvent, task: Task): boolean {
  return hook.events.has(event) && (hook.scope === 'all' || Object.hasOwn(task.integrations, hook.id));
}

function enqueueDelivery(sql: Sql, hook: RegisteredHook, event: TaskEvent, step: Pick<Step, 'task' | 'userId'>, atMicros: number): void {
  const { task, userId } = step;
  const info = Object.hasOwn(task.integrations, hook.id) ? task.integrations[hook.id] : {};
  const data = eventData({ taskUid: task.uid, status: task.status, userId, at: task.status_at, info: info ?? {} });
  // A version that was just made has no row yet: nobody need wait for the answer.
  sql.send(INSERT, insertValues({ hookKey: hook.key, taskUid: task.uid, version: task.version, type: event, data, atMicros }));
  sql.notify('deliveries');
}

export interface NewDelivery {
  hookKey: string;
  taskUid: string;
  version: number;
  type: TaskEvent;
  /** JSON text. */
  data: string;
  atMicros: number;
}

/**
 * There is one row per transition and endpoint. The order by version makes PostgreSQL take the index of transitions: a plan
 * that was made while the table was empty would else read all that the endpoint ever got.
 */
const INSERT = `INSERT INTO deliveries (id, hook_key, task_uid, version, type, state, due_at, data, attempts, tries, created_at)
  SELECT ?, ?, ?, ?, ?,
    CASE WHEN (SELECT version FROM deliveries WHERE hook_key = ? AND task_uid = ? AND state IN ('ready', 'waiting')
        ORDER BY version LIMIT 1) IS NULL THEN 'ready' ELSE 'waiting' END,
    ?, ?, 0, 0, ?
  WHERE true
  ON CONFLICT (hook_key, task_uid, version) DO NOTHING`;

function insertValues({ hookKey, taskUid, version, type, data, atMicros }: NewDelivery): SqlValue[] {
  return [newDeliveryId(atMicros), hookKey, taskUid, version, type, hookKey, taskUid, atMicros, data, atMicros];
}

/** Gives back whether the row is new. */
export async function insertDelivery(sql: Sql, delivery: NewDelivery): Promise<boolean> {
  const inserted = await sql.run(INSERT, insertValues(delivery));
  if (inserted > 0) sql.notify('deliveries');
  return inserted > 0;
}

/** Starts with the time, so that new rows go to the end of the index. No dot: the signature joins its parts with dots. */
function newDeliveryId(atMicros: number): string {
  return `msg_${Math.floor(atMicros / 1000)
    .toString(16)
    .padStart(12, '0')}${randomBytes(10).toString('hex')}`;
}
