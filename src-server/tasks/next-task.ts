import type { Task } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import type { ActDependencies } from './act-on-task.ts';
import { refusalError } from './refusal-error.ts';
import type { StoredTask } from './stored-task.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from './task-row.ts';
import { writeTask } from './write-task.ts';

/** Most of the time the first one fits; many that ask for other skills are passed over in a few looks. */
const FIRST_LOOK = 2;
const LOOK_MAXIMUM = 512;

/**
 * Claims the most urgent task of the queue for the person: earliest due date, then highest priority number (none comes
 * last), then age. Free tasks that are awake, and whose skills an operator covers; null when there is none. Commands run
 * one after the other, so no two callers get the same task. Throws ApiErrors: not_found, forbidden.
 */
export async function claimNextTask(
  sql: Sql,
  dependencies: ActDependencies,
  caller: Caller,
  { queueUid, person: wanted }: { queueUid: string; person: User | Promise<User> },
): Promise<Task | null> {
  const nowMicros = dependencies.clock.nowMicros();
  const look = { queueUid, nowMicros };
  // Neither has to wait for the other.
  const [person, first] = await Promise.all([wanted, findCandidates(sql, look, FIRST_LOOK, 0)]);
  const queue = dependencies.queues.find(queueUid);
  if (!queue) throw new ApiError('not_found', `There is no queue ${queueUid.slice(0, 128)}.`);
  if (caller.kind === 'user' && caller.user.role === 'operator' && person.id !== caller.user.id) {
    throw new ApiError('forbidden', 'Operators take tasks for themselves only.');
  }
  const isLimited = person.role === 'operator';
  if (!queue.enabled || (isLimited && !coversSkills(person.skills, queue.skills))) return null;
  const before = await findNext(sql, look, first, isLimited ? person.skills : null);
  if (before === null) return null;
  const written = await writeTask(sql, dependencies, { before, action: { type: 'claim', assigneeUid: person.id }, actor: actorOf(caller) });
  if (!written.ok) throw refusalError(written.refusal, written.before?.task ?? null);
  return written.after.task;
}

interface Look {
  queueUid: string;
  nowMicros: number;
}

/** `skills`: those that the task's must be among; null when they do not matter. */
async function findNext(sql: Sql, look: Look, first: TaskRow[], skills: readonly string[] | null): Promise<StoredTask | null> {
  let candidates = first;
  let offset = 0;
  for (let limit = FIRST_LOOK; ; ) {
    const found = candidates.find(
      (task) => skills === null || task.skills === '[]' || coversSkills(skills, JSON.parse(task.skills) as string[]),
    );
    if (found) return storedTaskOf(found);
    if (candidates.length < limit) return null;
    offset += candidates.length;
    limit = Math.min(limit * 8, LOOK_MAXIMUM);
    candidates = await findCandidates(sql, look, limit, offset);
  }
}

function findCandidates(sql: Sql, { queueUid, nowMicros }: Look, limit: number, offset: number): Promise<TaskRow[]> {
  return sql.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks
     WHERE queue_uid = ? AND deleted = 0 AND status = 'TODO' AND (snooze_expires_at IS NULL OR snooze_expires_at <= ?)
     ORDER BY due_at, COALESCE(priority, -1e300) DESC, created_at, uid LIMIT ? OFFSET ?`,
    [queueUid, nowMicros, limit, offset],
  );
}
