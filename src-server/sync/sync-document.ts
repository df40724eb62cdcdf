import type { Task } from '../../src-shared/schema/task.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { SyncTask, SyncTombstone } from '../../src-shared/sync/protocol.ts';
import { timestampMicros } from '../../src-shared/time/timestamp.ts';
import type { Scope } from './scope.ts';
import { visibilityTokens } from './scope.ts';

export function syncTaskOf(task: Task, seq: number): SyncTask {
  return { ...task, id: task.uid, title: task.fields.title ?? null, url: task.fields.url ?? null, seq, _deleted: false };
}

export function tombstoneOf(uid: string, version: number, seq: number): SyncTombstone {
  return { id: uid, uid, version, seq, _deleted: true };
}

const DONE_MICROS = SYNC_LIMITS.doneDays * 24 * 3_600_000_000;

/** Done tasks from before this moment are in nobody's replica. */
export function doneSince(nowMicros: number): number {
  return nowMicros - DONE_MICROS;
}

/** Whether the feed shows the task to the caller now. The same rule as the statement in `pull-tasks.ts`. */
export function isInScope(task: Task, deleted: boolean, scope: Scope, nowMicros: number): boolean {
  return isNamedIn(scope, visibilityTokens(task, deleted)) && isRecentFor(task, scope, nowMicros);
}

/** Whether the scope has one of the tokens. */
export function isNamedIn(scope: Scope, tokens: readonly string[]): boolean {
  for (const token of tokens) if (scope.tokens.has(token)) return true;
  return false;
}

/** Whether the task is open, or not done for too long: the second half of the rule. */
export function isRecentFor(task: Task, scope: Scope, nowMicros: number): boolean {
  return scope.seesAll || task.status !== 'DONE' || (task.done_at !== null && timestampMicros(task.done_at) >= doneSince(nowMicros));
}
