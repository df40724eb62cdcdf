import type { Task } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import type { ActDependencies } from './act-on-task.ts';
import { refusalError } from './refusal-error.ts';
import { findTask } from './task-store.ts';
import { writeTask } from './write-task.ts';

interface Candidate {
  uid: string;
  skills: string;
}

/** Most of the time the first one fits; many that ask for other skills are passed over in a few looks. */
const FIRST_LOOK = 4;
const LOOK_MAXIMUM = 4_096;

/**
 * Claims the most urgent task of the queue for the person: earliest due date, then highest priority number (none comes
 * last), then age. Free tasks that are awake, and whose skills an operator covers; null when there is none. Commands run
 * one after the other, so no two callers get the same task. Throws ApiErrors: not_found, forbidden.
 */
export async function claimNextTask(
  sql: Sql,
  dependencies: ActDependencies,
  caller: Caller,
  { queueUid, person }: { queueUid: string; person: User },
): Promise<Task | null> {
  const queue = dependencies.queues.find(queueUid);
  if (!queue) throw new ApiError('not_found', `There is no queue ${queueUid.slice(0, 128)}.`);
  if (caller.kind === 'user' && caller.user.role === 'operator' && person.id !== caller.user.id) {
    throw new ApiError('forbidden', 'Operators take tasks for themselves only.');
  }
  const isLimited = person.role === 'operator';
  if (!queue.enabled || (isLimited && !coversSkills(person.skills, queue.skills))) return null;
  const uid = await findNextUid(sql, queueUid, dependencies.clock.nowMicros(), isLimited ? person.skills : null);
  if (uid === null) return null;
  const before = await findTask(sql, uid);
  const written = await writeTask(sql, dependencies, { before, action: { type: 'claim', assigneeUid: person.id }, actor: actorOf(caller) });
  if (!written.ok) throw refusalError(written.refusal, written.before?.task ?? null);
  return written.after.task;
}

/** `skills`: those that the task's must be among; null when they do not matter. */
async function findNextUid(sql: Sql, queueUid: string, nowMicros: number, skills: readonly string[] | null): Promise<string | null> {
  let offset = 0;
  for (let limit = FIRST_LOOK; ; limit = Math.min(limit * 8, LOOK_MAXIMUM)) {
    const candidates = await sql.all<Candidate>(
      `SELECT uid, skills FROM tasks
       WHERE queue_uid = ? AND deleted = 0 AND status = 'TODO' AND (snooze_expires_at IS NULL OR snooze_expires_at <= ?)
       ORDER BY due_at, COALESCE(priority, -1e300) DESC, created_at, uid LIMIT ? OFFSET ?`,
      [queueUid, nowMicros, limit, offset],
    );
    const found = candidates.find(
      (task) => skills === null || task.skills === '[]' || coversSkills(skills, JSON.parse(task.skills) as string[]),
    );
    if (found) return found.uid;
    if (candidates.length < limit) return null;
    offset += candidates.length;
  }
}
