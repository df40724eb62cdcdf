import { Check } from 'typebox/value';
import type { NewQueue, QueueChange } from '../../src-shared/http/queue-endpoints.ts';
import { checkCondition, normalizeCondition } from '../../src-shared/queue/condition.ts';
import { lastPriority } from '../../src-shared/queue/routing-rules.ts';
import { Identifier } from '../../src-shared/schema/identifier.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import { equalJson } from '../../src-shared/task/merge-json.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { refuseIfChanged } from '../http/refuse-if-changed.ts';
import { findSchedule } from '../schedules/schedule-rows.ts';
import type { Sql } from '../store/database.ts';
import { findQueue, listQueues, removeQueue, saveQueue } from './queue-rows.ts';
import { noteQueueChange } from './routing-work.ts';

/** Every write tries the queues one after the other. */
const QUEUES_MAXIMUM = 1_000;
const CONDITION_CHARACTERS = 128 * 1024;
/** `GET /queues/routing` is another endpoint. */
const RESERVED_IDS = ['routing'];

/** Throws ApiErrors: already_exists, conflict, validation_failed. */
export async function createQueue(sql: Sql, clock: Clock, id: string, body: NewQueue): Promise<Queue> {
  if (await findQueue(sql, id)) throw new ApiError('already_exists', `There is a queue ${id} already.`);
  return addQueue(sql, clock, id, body);
}

/** Throws ApiErrors: not_found, validation_failed, version_mismatch. */
export async function changeQueue(sql: Sql, clock: Clock, id: string, body: QueueChange): Promise<Queue> {
  const before = (await findQueue(sql, id)) ?? noSuchQueue(id);
  const { expected, ...change } = body;
  refuseIfChanged(`The queue ${before.name}`, before, expected);
  const condition = change.condition === undefined ? before.condition : readQueueCondition(change.condition);
  return keepQueue(sql, clock, before, { ...before, ...change, condition });
}

/** What the body leaves out becomes what a new queue has, but for the priority, which stays. Throws as `createQueue` does. */
export async function replaceQueue(sql: Sql, clock: Clock, id: string, body: NewQueue): Promise<Queue> {
  if (body.id !== undefined && body.id !== id) throw new ApiError('validation_failed', 'body.id names another queue than the path does.');
  const before = await findQueue(sql, id);
  if (!before) return addQueue(sql, clock, id, body);
  return keepQueue(sql, clock, before, queueOf(id, body, before.priority));
}

/** Throws an ApiError `not_found`. */
export async function deleteQueue(sql: Sql, clock: Clock, id: string): Promise<void> {
  if (!(await findQueue(sql, id))) noSuchQueue(id);
  await removeQueue(sql, id);
  await noteQueueChange(sql, { movesTasks: true, nowMicros: clock.nowMicros() });
}

export function noSuchQueue(id: string): never {
  throw new ApiError('not_found', `There is no queue ${id.slice(0, 128)}.`);
}

/** A condition that routing can use, as it is kept. Throws an ApiError `validation_failed` that names every mistake. */
export function readQueueCondition(condition: JsonObject): JsonObject {
  const issues = checkCondition(condition, 'routing').map(({ path, message }) => ({
    path: path === '' ? 'body.condition' : `body.condition.${path}`,
    message,
  }));
  const [first] = issues;
  if (first) throw new ApiError('validation_failed', `${first.path} ${first.message}.`, { details: { issues } });
  const normal = normalizeCondition(condition);
  if (JSON.stringify(normal).length > CONDITION_CHARACTERS) {
    throw new ApiError('validation_failed', `body.condition must have at most ${CONDITION_CHARACTERS} characters.`);
  }
  return normal;
}

async function addQueue(sql: Sql, clock: Clock, id: string, body: NewQueue): Promise<Queue> {
  if (!Check(Identifier, id)) throw new ApiError('validation_failed', "A queue's id has 1 to 128 characters out of A-Za-z0-9._:~@-.");
  if (RESERVED_IDS.includes(id)) throw new ApiError('validation_failed', `body.id must not be ${id}: a path has this name.`);
  const queues = await listQueues(sql);
  if (queues.length >= QUEUES_MAXIMUM)
    throw new ApiError('conflict', `There are ${QUEUES_MAXIMUM} queues already, and no more can be made.`);
  const queue = queueOf(id, body, lastPriority(queues));
  await refuseUnknownSchedule(sql, queue);
  // A queue of this name may have been deleted a moment ago: nobody chose this one yet.
  await sql.run('UPDATE tasks SET queue_override = NULL WHERE queue_override = ?', [id]);
  const nowMicros = clock.nowMicros();
  await saveQueue(sql, queue, nowMicros);
  await noteQueueChange(sql, { movesTasks: queue.enabled, nowMicros });
  return queue;
}

async function keepQueue(sql: Sql, clock: Clock, before: Queue, after: Queue): Promise<Queue> {
  if (equalJson(before, after)) return before;
  await refuseUnknownSchedule(sql, after);
  const nowMicros = clock.nowMicros();
  await saveQueue(sql, after, nowMicros);
  await noteQueueChange(sql, { movesTasks: movesTasks(before, after), nowMicros });
  return after;
}

async function refuseUnknownSchedule(sql: Sql, { schedule_uid = null }: Queue): Promise<void> {
  if (schedule_uid === null || (await findSchedule(sql, schedule_uid))) return;
  throw new ApiError('validation_failed', `body.schedule_uid names no schedule: ${schedule_uid}.`);
}

function movesTasks(before: Queue, after: Queue): boolean {
  if (before.enabled !== after.enabled) return true;
  return after.enabled && (before.priority !== after.priority || !equalJson(before.condition, after.condition));
}

function queueOf(id: string, body: NewQueue, priority: number): Queue {
  return {
    id,
    name: body.name,
    priority: body.priority ?? priority,
    condition: readQueueCondition(body.condition ?? {}),
    skills: [...new Set(body.skills ?? [])],
    enabled: body.enabled ?? true,
    release_on_skip: body.release_on_skip ?? false,
    schedule_uid: body.schedule_uid ?? null,
    target_minutes: body.target_minutes ?? null,
  };
}
