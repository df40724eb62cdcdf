import type { Caller } from '../auth/caller.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import { scopeOf } from '../sync/scope.ts';
import { doneSince } from '../sync/sync-document.ts';
import type { SqlCondition } from './list-tasks.ts';

/**
 * Which rows of `tasks` the API shows to the caller: operators see what their replica may hold, by the same rule as
 * `isInScope`; null: every task.
 */
export function visibleTasks(caller: Caller, queues: QueueBook, nowMicros: number): SqlCondition | null {
  if (caller.kind === 'key' || caller.user.role !== 'operator') return null;
  const { queueUids } = scopeOf(caller, queues);
  const own = "(assignee_uid = ? AND (status <> 'DONE' OR done_at >= ?))";
  const parameters = [caller.user.id, doneSince(nowMicros)];
  if (queueUids.length === 0) return { text: own, parameters };
  return {
    text: `(${own} OR (status <> 'DONE' AND queue_uid IN (${queueUids.map(() => '?').join(', ')})))`,
    parameters: [...parameters, ...queueUids],
  };
}
