import type { SyncDocument } from '../../src-shared/sync/protocol.ts';
import type { Sql } from '../store/database.ts';
import { type FeedPosition, findFeed } from '../sync/feed-position.ts';
import { type Scope, visibilityTokens } from '../sync/scope.ts';
import { isNamedIn, isRecentFor, syncTaskOf, tombstoneOf } from '../sync/sync-document.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow, taskColumnsOf } from '../tasks/task-row.ts';

/** What happened to one task between two feed numbers. */
interface Change {
  stored: StoredTask;
  /** Whether the task's last change lies in the range; otherwise only an exit does. */
  isChanged: boolean;
  /** Where it stands in the feed. */
  seq: number;
  exitTokens: string[];
  /** Who sees it now: worked out once for all clients. */
  tokens: readonly string[];
  /** The document as text, made once for all who see it. */
  text: string | null;
}

/** All changes after one feed number, up to another, as one moment of the database shows them. */
export interface ChangeBatch {
  epoch: string;
  /** The last number that the batch covers. */
  seq: number;
  /** Whether the feed goes on behind it. */
  hasMore: boolean;
  changes: Change[];
}

/** Reads at most `limit` changed tasks after `seq`. */
export async function readChanges(sql: Sql, after: number, limit: number): Promise<ChangeBatch> {
  const feed: FeedPosition = await findFeed(sql);
  const rows = await sql.all<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks WHERE seq > ? ORDER BY seq LIMIT ?`, [after, limit]);
  const hasMore = rows.length === limit;
  const seq = hasMore ? (rows.at(-1)?.seq ?? feed.seq) : feed.seq;
  const changes = new Map<string, Change>();
  for (const row of rows) changes.set(row.uid, changeOf(row, true, row.seq));
  if (seq > after) {
    const exits = await sql.all<TaskRow & { token: string; exit_seq: number }>(
      `SELECT e.token, e.seq AS exit_seq, ${taskColumnsOf('t')} FROM task_exits e JOIN tasks t ON t.uid = e.task_uid
       WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq`,
      [after, seq],
    );
    for (const exit of exits) {
      const change = changes.get(exit.uid) ?? changeOf(exit, false, exit.exit_seq);
      change.exitTokens.push(exit.token);
      changes.set(exit.uid, change);
    }
  }
  return { epoch: feed.epoch, seq, hasMore, changes: [...changes.values()] };
}

function changeOf(row: TaskRow, isChanged: boolean, seq: number): Change {
  const stored = storedTaskOf(row);
  return { stored, isChanged, seq, exitTokens: [], tokens: visibilityTokens(stored.task, stored.deleted), text: null };
}

/** The batch's documents for one scope, each as JSON, without those up to `after`. The same rule as a pull. */
export function documentsFor(batch: ChangeBatch, scope: Scope, after: number, nowMicros: number): string[] {
  const documents: string[] = [];
  for (const change of batch.changes) {
    if (change.seq <= after) continue;
    const { task, seq } = change.stored;
    if (isNamedIn(scope, change.tokens) && isRecentFor(task, scope, nowMicros)) {
      if (!change.isChanged) continue;
      change.text ??= JSON.stringify(syncTaskOf(task, seq) satisfies SyncDocument);
      documents.push(change.text);
    } else if (leftScope(change, scope)) {
      documents.push(JSON.stringify(tombstoneOf(task.uid, task.version, change.seq) satisfies SyncDocument));
    }
  }
  return documents;
}

function leftScope(change: Change, scope: Scope): boolean {
  if (isNamedIn(scope, change.exitTokens)) return true;
  // Theirs, and done long ago: it is in the scope by token, and by age it is not.
  const { task, deleted } = change.stored;
  return !deleted && task.status === 'DONE' && scope.personUid !== null && task.assignee_uid === scope.personUid;
}
