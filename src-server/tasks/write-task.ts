import type { JsonObject, Task } from '../../src-shared/schema/task.ts';
import { TASK_LIMITS } from '../../src-shared/schema/task-limits.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { applyAction, type Step } from '../../src-shared/task/apply-action.ts';
import type { Refusal } from '../../src-shared/task/refusal.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Clock } from '../clock.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Sql } from '../store/database.ts';
import { RowBatch } from '../store/row-batch.ts';
import { drawFeedPlace, isFeedEndAtHand, readFeedEnd } from '../sync/feed-position.ts';
import { visibilityTokens } from '../sync/scope.ts';
import { enqueueDeliveries } from '../webhooks/enqueue-deliveries.ts';
import { findHooksAtHand, readHooks } from '../webhooks/hook-book.ts';
import { fieldsProblem } from './check-fields.ts';
import { insertHistory } from './insert-history.ts';
import type { StoredTask } from './stored-task.ts';
import { insertTask, updateTask } from './task-row.ts';

/** `"":0,`: most tasks are too short to have too many keys, and need no counting. */
const KEY_CHARACTERS_MINIMUM = 5;

export interface WriteDependencies {
  clock: Clock;
  queues: QueueBook;
}

export interface TaskWrite {
  /** The task as it stands in this transaction, a deleted one too. */
  before: StoredTask | null;
  action: TaskAction;
  actor: Actor;
  /** When it happens, where what it says was counted from a moment; else now. */
  atMicros?: number;
  /** A queue chosen by hand; null clears it, absent leaves it. Counts for actions that route. */
  queueOverride?: string | null;
  /** Replaces what the sources sent last. */
  sourceState?: StoredTask['sourceState'];
  /** The device's operation that asked for this, for the audit. */
  operation?: { opId: string; deviceAt: string };
}

export type TaskWriteResult =
  | { ok: true; result: 'created' | 'updated' | 'unchanged'; after: StoredTask; steps: Step[] }
  | { ok: false; refusal: Refusal; before: StoredTask | null };

/**
 * The one way to change a task, inside the caller's transaction: decides with `applyAction`, then draws
 * the feed number and writes history, deliveries, the task and what it left. A refusal writes nothing; neither does a write that changes
 * nothing, except for what the source sent last.
 */
export async function writeTask(sql: Sql, dependencies: WriteDependencies, write: TaskWrite): Promise<TaskWriteResult> {
  await prepareWrites(sql);
  const rows = new RowBatch(sql);
  const result = writePreparedTask(sql, dependencies, write, rows);
  rows.send();
  return result;
}

/** Reads what the first write of a transaction would read, beside whatever else there is to look up. */
export async function prepareWrites(sql: Sql): Promise<void> {
  // In a group the first one has asked for all of them.
  if (!isFeedEndAtHand(sql) || !findHooksAtHand(sql)) await Promise.all([readHooks(sql), readFeedEnd(sql)]);
}

/**
 * The same for one of many, where `prepareWrites` was called in this transaction: nothing is waited for. What it writes may
 * wait in `rows`: nobody reads the task before these are sent.
 */
export function writePreparedTask(sql: Sql, dependencies: WriteDependencies, write: TaskWrite, rows: RowBatch): TaskWriteResult {
  const { before, atMicros = dependencies.clock.nowMicros() } = write;
  const decided = decide(dependencies, write, atMicros);
  if (!decided.ok) return { ...decided, before };
  const { steps } = decided;
  const last = steps.at(-1);
  if (!last) return keepTask(sql, write);

  // What is the same object is not written again, and was looked at when it was.
  const isKept = before?.task.fields === last.task.fields && before.task.integrations === last.task.integrations;
  const fieldsJson = isKept ? '' : JSON.stringify(last.task.fields);
  const integrationsJson = isKept ? '' : JSON.stringify(last.task.integrations);
  if (isTooLarge(fieldsJson, integrationsJson)) return { ok: false, refusal: tooLarge, before };
  const isNewContent = last.task.fields !== before?.task.fields;
  if (isNewContent && hasTooManyKeys(last.task.fields, fieldsJson)) return { ok: false, refusal: tooManyKeys, before };

  const { seq, feedAt } = drawFeedPlace(sql, atMicros);
  sql.notify('feed');
  insertHistory(rows, { before, steps, seq, actor: write.actor, atMicros, operation: write.operation });
  const hooks = findHooksAtHand(sql);
  if (!hooks) throw new Error('a task was written before anybody read who has to hear of it');
  if (hooks.length > 0) enqueueDeliveries(sql, hooks, { before, task: last.task, steps, atMicros });
  const after: StoredTask = {
    task: last.task,
    seq,
    deleted: last.name === 'delete',
    queueOverride: write.queueOverride === undefined ? (before?.queueOverride ?? null) : write.queueOverride,
    sourceState: write.sourceState ?? before?.sourceState ?? {},
  };
  const row = { stored: after, feedAt, fieldsJson, integrationsJson };
  if (before) updateTask(rows, before, row);
  else insertTask(rows, row);
  if (before) writeExits(sql, before, after);
  return { ok: true, result: before === null || before.deleted ? 'created' : 'updated', after, steps };
}

function decide(dependencies: WriteDependencies, write: TaskWrite, atMicros: number) {
  const { before, action, actor } = write;
  const { queues } = dependencies;
  const override = write.queueOverride === undefined ? (before?.queueOverride ?? null) : write.queueOverride;
  if (before?.deleted && (action.type !== 'create' || write.operation)) return { ok: false, refusal: deleted } as const;
  const queue = queues.find(before?.task.queue_uid ?? null);
  const result = applyAction(before?.deleted ? null : (before?.task ?? null), action, {
    actor,
    now: formatTimestamp(atMicros),
    queueSkills: queue?.enabled ? queue.skills : null,
    route: (task) => queues.route(task, override),
    dueTarget: queues.dueTarget,
  });
  if (!result.ok || !before?.deleted) return result;
  // A source made its deleted task anew: versions go on, so that feeds and webhooks keep their order.
  const { version } = before.task;
  return {
    ok: true,
    steps: result.steps.map((step) => ({ ...step, task: { ...step.task, version: step.task.version + version } })),
  } as const;
}

/** Nothing changed in the task itself: no version, no feed number, no event. */
function keepTask(sql: Sql, write: TaskWrite): TaskWriteResult {
  const { before } = write;
  if (!before) throw new Error('a write without steps needs a task');
  const sourceState = write.sourceState ?? before.sourceState;
  const queueOverride = write.queueOverride === undefined ? before.queueOverride : write.queueOverride;
  const after = { ...before, sourceState, queueOverride };
  const sourceJson = JSON.stringify(sourceState);
  if (queueOverride !== before.queueOverride || sourceJson !== JSON.stringify(before.sourceState)) {
    sql.send('UPDATE tasks SET source_state = ?, queue_override = ? WHERE uid = ?', [sourceJson, queueOverride, before.task.uid]);
  }
  return { ok: true, result: 'unchanged', after, steps: [] };
}

/** Writes down which callers could see the task before and cannot by the same token now. */
function writeExits(sql: Sql, before: StoredTask, after: StoredTask): void {
  if (sameVisibility(before.task, after.task) && before.deleted === after.deleted) return;
  const kept = visibilityTokens(after.task, after.deleted);
  for (const token of visibilityTokens(before.task, before.deleted)) {
    if (kept.includes(token)) continue;
    sql.send(
      'INSERT INTO task_exits (token, task_uid, seq) VALUES (?, ?, ?) ON CONFLICT (token, task_uid) DO UPDATE SET seq = excluded.seq',
      [token, after.task.uid, after.seq],
    );
  }
}

function sameVisibility(a: Task, b: Task): boolean {
  return a.status === b.status && a.queue_uid === b.queue_uid && a.assignee_uid === b.assignee_uid;
}

function isTooLarge(fieldsJson: string, integrationsJson: string): boolean {
  // A UTF-16 unit takes at most three bytes: most tasks need no counting.
  const units = fieldsJson.length + integrationsJson.length;
  return units * 3 > TASK_LIMITS.taskBytes && Buffer.byteLength(fieldsJson) + Buffer.byteLength(integrationsJson) > TASK_LIMITS.taskBytes;
}

/** What is merged into a task is within the limit by itself; what comes of it must be too. */
function hasTooManyKeys(fields: JsonObject, fieldsJson: string): boolean {
  return fieldsJson.length > TASK_LIMITS.fieldsKeys * KEY_CHARACTERS_MINIMUM && fieldsProblem(fields) !== null;
}

const tooManyKeys: Refusal = {
  reason: 'invalid_payload',
  message: `A task holds at most ${TASK_LIMITS.fieldsKeys} keys in fields.`,
};
const tooLarge: Refusal = {
  reason: 'invalid_payload',
  message: `A task holds at most ${TASK_LIMITS.taskBytes / 1024} KiB of fields and integrations.`,
};
const deleted: Refusal = { reason: 'deleted', message: 'The task was deleted.' };
