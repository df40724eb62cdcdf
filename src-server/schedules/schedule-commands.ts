import { Check } from 'typebox/value';
import type { NewSchedule, ScheduleChange } from '../../src-shared/http/schedule-endpoints.ts';
import { checkSchedule, normalizeSchedule } from '../../src-shared/schedule/check-schedule.ts';
import { Identifier } from '../../src-shared/schema/identifier.ts';
import type { Schedule } from '../../src-shared/schema/schedule.ts';
import { equalJson } from '../../src-shared/task/merge-json.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { refuseIfChanged } from '../http/refuse-if-changed.ts';
import { noSuchQueue } from '../queues/queue-commands.ts';
import { findQueue, listQueues } from '../queues/queue-rows.ts';
import { noteQueueChange } from '../queues/routing-work.ts';
import type { Sql } from '../store/database.ts';
import { countSchedules, findSchedule, removeSchedule, saveSchedule } from './schedule-rows.ts';
import { requestTargets, type TargetWork } from './target-work.ts';

/** All of them go to every console. */
const SCHEDULES_MAXIMUM = 200;
const NAMED_QUEUES = 3;
/** `GET /schedules/due-dates` is another endpoint. */
const RESERVED_IDS = ['due-dates'];

/** Throws ApiErrors: already_exists, conflict, validation_failed. */
export async function createSchedule(sql: Sql, clock: Clock, id: string, body: NewSchedule): Promise<Schedule> {
  if (!Check(Identifier, id)) throw new ApiError('validation_failed', "A schedule's id has 1 to 128 characters out of A-Za-z0-9._:~@-.");
  if (RESERVED_IDS.includes(id)) throw new ApiError('validation_failed', `body.id must not be ${id}: a path has this name.`);
  if (await findSchedule(sql, id)) throw new ApiError('already_exists', `There is a schedule ${id} already.`);
  if ((await countSchedules(sql)) >= SCHEDULES_MAXIMUM) {
    throw new ApiError('conflict', `There are ${SCHEDULES_MAXIMUM} schedules already, and no more can be made.`);
  }
  const { name, time_zone, week = {}, holidays = [] } = body;
  return keepSchedule(sql, clock, null, { id, name, ...readTimes({ time_zone, week, holidays }) });
}

/** Throws ApiErrors: not_found, validation_failed, version_mismatch. */
export async function changeSchedule(sql: Sql, clock: Clock, id: string, body: ScheduleChange): Promise<Schedule> {
  const before = (await findSchedule(sql, id)) ?? noSuchSchedule(id);
  const { expected, ...change } = body;
  refuseIfChanged(`The schedule ${before.name}`, before, expected);
  return keepSchedule(sql, clock, before, { ...before, ...change, ...readTimes({ ...before, ...change }) });
}

/** Throws ApiErrors: conflict, not_found. */
export async function deleteSchedule(sql: Sql, clock: Clock, id: string): Promise<void> {
  if (!(await findSchedule(sql, id))) noSuchSchedule(id);
  const users = (await listQueues(sql)).filter(({ schedule_uid }) => schedule_uid === id);
  if (users.length > 0) {
    const names = users.slice(0, NAMED_QUEUES).map(({ name }) => name);
    const others = users.length - names.length;
    throw new ApiError('conflict', `Queues go by this schedule: ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}.`, {
      details: { queue_uids: users.map((queue) => queue.id) },
    });
  }
  await removeSchedule(sql, id);
  await noteQueueChange(sql, { movesTasks: false, nowMicros: clock.nowMicros() });
}

/** For open tasks too, in all queues that go by it. Throws an ApiError `not_found`. */
export async function applySchedule(sql: Sql, id: string): Promise<TargetWork> {
  if (!(await findSchedule(sql, id))) noSuchSchedule(id);
  const users = (await listQueues(sql)).filter(({ schedule_uid }) => schedule_uid === id);
  return requestTargets(
    sql,
    users.map((queue) => queue.id),
  );
}

/** For open tasks too, in one queue. Throws an ApiError `not_found`. */
export async function applyTarget(sql: Sql, queueUid: string): Promise<TargetWork> {
  if (!(await findQueue(sql, queueUid))) noSuchQueue(queueUid);
  return requestTargets(sql, [queueUid]);
}

export function noSuchSchedule(id: string): never {
  throw new ApiError('not_found', `There is no schedule ${id.slice(0, 128)}.`);
}

function readTimes(times: Parameters<typeof normalizeSchedule>[0]): Omit<Schedule, 'id' | 'name'> {
  // In the order in which they were sent, which is how the issues name them.
  const { monday = [], tuesday = [], wednesday = [], thursday = [], friday = [], saturday = [], sunday = [] } = times.week;
  const week = { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
  const issues = checkSchedule({ ...times, week }).map(({ path, message }) => ({ path: `body.${path}`, message }));
  const [first] = issues;
  if (first) throw new ApiError('validation_failed', `${first.path} ${first.message}.`, { details: { issues } });
  return normalizeSchedule(times);
}

/** Consoles and processes hear of it as of a change of the queues, which go by it. */
async function keepSchedule(sql: Sql, clock: Clock, before: Schedule | null, after: Schedule): Promise<Schedule> {
  if (before && equalJson(before, after)) return before;
  const nowMicros = clock.nowMicros();
  await saveSchedule(sql, after, nowMicros);
  await noteQueueChange(sql, { movesTasks: false, nowMicros });
  return after;
}
