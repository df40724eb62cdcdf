import type { Review, ReviewVerdict } from '../../src-shared/http/review-endpoints.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { refusalError } from '../tasks/refusal-error.ts';
import { findTask } from '../tasks/task-store.ts';
import { type WriteDependencies, writeTask } from '../tasks/write-task.ts';
import { findReview } from './review-rows.ts';

/** Says what somebody thinks of a completed task. Throws ApiErrors: not_found, conflict, forbidden, illegal_transition. */
export async function decideReview(
  sql: Sql,
  dependencies: WriteDependencies,
  caller: Caller,
  { id, verdict, note, reopen = false }: ReviewVerdict & { id: string },
): Promise<Review> {
  const review = await findReview(sql, id);
  if (!review) throw new ApiError('not_found', 'There is no such review.');
  if (review.state !== 'open') throw new ApiError('conflict', `${review.reviewer_name} has reviewed it already.`);
  if (caller.kind === 'user' && caller.user.id === review.person_uid) {
    throw new ApiError('forbidden', 'Somebody else has to look at what you completed.');
  }
  if (reopen && verdict === 'passed') throw new ApiError('validation_failed', 'body.reopen goes with a verdict of failed.');
  // What may be refused comes first: nothing is written then.
  const acts: TaskAction[] = reopen ? [{ type: 'reopen' }] : [];
  if (note !== undefined) acts.push({ type: 'comment', text: note });
  for (const action of acts) await act(sql, dependencies, caller, review.task_uid, action);
  const reviewer = caller.kind === 'user' ? { id: caller.user.id, name: caller.user.name } : { id: caller.keyId, name: caller.name };
  await sql.run('UPDATE reviews SET state = ?, reviewer_uid = ?, reviewer_name = ?, reviewed_at = ?, note = ? WHERE id = ?', [
    ...[verdict, reviewer.id, reviewer.name, dependencies.clock.nowMicros(), note ?? null],
    id,
  ]);
  return (await findReview(sql, id)) ?? review;
}

async function act(sql: Sql, dependencies: WriteDependencies, caller: Caller, taskUid: string, action: TaskAction): Promise<void> {
  const before = await findTask(sql, taskUid);
  // What was said of a task that is gone is kept with the review.
  if (!before || before.deleted) return;
  const written = await writeTask(sql, dependencies, { before, action, actor: actorOf(caller) });
  if (!written.ok) throw refusalError(written.refusal, before.task);
}
