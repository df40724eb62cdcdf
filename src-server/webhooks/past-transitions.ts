import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { JsonObject, TaskStatus } from '../../src-shared/schema/task.ts';
import type { StepName } from '../../src-shared/task/apply-action.ts';
import { TRANSITIONS } from '../../src-shared/task/transitions.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql, SqlValue } from '../store/database.ts';
import { promoteHead } from './claim-deliveries.ts';
import { RETENTION_MICROS } from './clean-up-deliveries.ts';
import { insertDelivery } from './enqueue-deliveries.ts';
import type { RegisteredHook } from './hook-book.ts';
import { placeholders } from './in-slices.ts';
import { eventData, webhookBody } from './webhook-body.ts';

interface TransitionRow {
  task_uid: string;
  version: number;
  step: StepName;
  status: TaskStatus;
  /** Whom the event names. */
  user_id: string | null;
  status_at: number | null;
  at: number;
  integrations: string;
}

/** Where a page of transitions ended. */
export interface TransitionPosition {
  at: number;
  taskUid: string;
  version: number;
}

const EVENT_OF_STEP: ReadonlyMap<string, TaskEvent> = new Map<string, TaskEvent>([
  ['create', 'task.created'],
  ['update', 'task.updated'],
  ['due', 'task.due'],
  ...Object.entries(TRANSITIONS).map(([step, { event }]): [string, TaskEvent] => [step, event]),
]);

/** `userId` of an unassignment is whom the version before named; an update's status is as old as the last transition. */
const selectTransitions = (history: string): string => `SELECT h.task_uid, h.version, h.step, h.status, h.at, t.integrations,
    CASE WHEN h.step = 'unassign'
      THEN (SELECT p.assignee_uid FROM history p WHERE p.task_uid = h.task_uid AND p.version = h.version - 1)
      ELSE h.assignee_uid END AS user_id,
    CASE WHEN h.step IN ('update', 'due')
      THEN (SELECT MAX(p.at) FROM history p WHERE p.task_uid = h.task_uid AND p.version < h.version AND p.step NOT IN ('update', 'comment', 'due'))
      ELSE h.at END AS status_at
  FROM (${history}) h JOIN tasks t ON t.uid = h.task_uid`;

/** Of the history, wanted or not: a piece is short, however rare what is wanted is. */
const ROWS_AT_A_TIME = 500;
/** Samples are looked for among so many of the newest entries. */
const SAMPLED_ROWS = 20_000;

/**
 * Queues the transitions of a range that an endpoint would have got, had it been registered then. `info` is what the
 * task says today. Does some at a time: call it with `next` until that is null.
 */
export async function queueMissedTransitions(
  sql: Sql,
  range: { hook: RegisteredHook; sinceMicros: number; untilMicros: number; nowMicros: number },
  after: TransitionPosition | null,
): Promise<{ replayed: number; next: TransitionPosition | null }> {
  const { hook, sinceMicros, untilMicros, nowMicros } = range;
  const steps = stepsOf(hook.events);
  const piece = `FROM history WHERE at >= ? AND at <= ? ${after ? 'AND (at, task_uid, version) > (?, ?, ?)' : ''} ORDER BY at, task_uid, version`;
  const bounds: SqlValue[] = [Math.max(sinceMicros, after?.at ?? 0), untilMicros];
  if (after) bounds.push(after.at, after.taskUid, after.version);
  const last = await sql.get<{ at: number; task_uid: string; version: number }>(
    `SELECT at, task_uid, version ${piece} LIMIT 1 OFFSET ${ROWS_AT_A_TIME - 1}`,
    bounds,
  );
  const rows = await sql.all<TransitionRow>(
    `${selectTransitions(`SELECT * ${piece} LIMIT ${ROWS_AT_A_TIME}`)} WHERE h.step IN (${placeholders(steps.length)})
     ORDER BY h.at, h.task_uid, h.version`,
    [...bounds, ...steps],
  );
  let replayed = 0;
  for (const row of rows) {
    // Of the time before the retention, what has no delivery row may well have been delivered, unless there was no hook yet.
    if (row.at < nowMicros - RETENTION_MICROS && row.at >= hook.createdAtMicros) continue;
    if (await queueMissed(sql, hook, row, nowMicros)) replayed += 1;
  }
  return { replayed, next: last ? { at: last.at, taskUid: last.task_uid, version: last.version } : null };
}

async function queueMissed(sql: Sql, hook: RegisteredHook, row: TransitionRow, nowMicros: number): Promise<boolean> {
  const type = EVENT_OF_STEP.get(row.step);
  const integrations = JSON.parse(row.integrations) as JsonObject;
  const isTagged = Object.hasOwn(integrations, hook.id);
  if (!type || (hook.scope === 'tagged' && !isTagged)) return false;
  const data = dataOf(row, isTagged ? (integrations[hook.id] ?? {}) : {});
  const isNew = await insertDelivery(sql, {
    hookKey: hook.key,
    taskUid: row.task_uid,
    version: row.version,
    type,
    data,
    atMicros: nowMicros,
  });
  if (isNew) await promoteHead(sql, { hookKey: hook.key, taskUid: row.task_uid, nowMicros });
  return isNew;
}

export interface EventSample {
  id: string;
  /** A body as it would be sent. */
  body: string;
}

/** The newest real transitions of a type, newest first, as their bodies would be. */
export async function listSamples(sql: Sql, event: TaskEvent, limit: number): Promise<EventSample[]> {
  const steps = stepsOf(new Set([event]));
  if (steps.length === 0) return [];
  const rows = await sql.all<TransitionRow>(
    `${selectTransitions(`SELECT * FROM history ORDER BY at DESC LIMIT ${SAMPLED_ROWS}`)}
     WHERE h.step IN (${placeholders(steps.length)}) AND t.deleted = 0 ORDER BY h.at DESC, h.version DESC LIMIT ?`,
    [...steps, limit],
  );
  return rows.map((row) => ({
    id: `${row.task_uid}:${row.version}`,
    body: webhookBody(event, dataOf(row, {}), formatTimestamp(row.at)),
  }));
}

function dataOf(row: TransitionRow, info: JsonObject[string]): string {
  const at = formatTimestamp(row.status_at ?? row.at);
  return eventData({ taskUid: row.task_uid, status: row.status, userId: row.user_id, at, info });
}

function stepsOf(events: ReadonlySet<TaskEvent>): string[] {
  return [...EVENT_OF_STEP].filter(([, event]) => events.has(event)).map(([step]) => step);
}
