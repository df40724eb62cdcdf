import type { Sql } from '../../../src-server/store/database.ts';
import { findFeed } from '../../../src-server/sync/feed-position.ts';
import type { PullQuery } from '../../../src-server/sync/pull-tasks.ts';
import { isInScope, syncTaskOf, tombstoneOf } from '../../../src-server/sync/sync-document.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../../../src-server/tasks/task-row.ts';
import type { PullResponse, SyncDocument } from '../../../src-shared/sync/protocol.ts';
import { formatTimestamp, timestampMicros } from '../../../src-shared/time/timestamp.ts';

/** A planted fault: a feed by the time of the change and the id, as many programs have it. */
export async function pullByTime(sql: Sql, { scope, checkpoint, limit, nowMicros }: PullQuery): Promise<PullResponse> {
  const after = checkpoint === null ? { at: 0, uid: '' } : (JSON.parse(checkpoint) as { at: number; uid: string });
  const rows = await sql.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE updated_at > ? OR (updated_at = ? AND uid > ?) ORDER BY updated_at, uid LIMIT ?`,
    [after.at, after.at, after.uid, limit],
  );
  const last = rows.at(-1);
  const documents = rows
    .map(storedTaskOf)
    .map(
      ({ task, seq, deleted }): SyncDocument =>
        isInScope(task, deleted, scope, nowMicros) ? syncTaskOf(task, seq) : tombstoneOf(task.uid, task.version, seq),
    );
  const next = last ? { at: timestampMicros(formatTimestamp(last.updated_at)), uid: last.uid } : after;
  const feed = await findFeed(sql);
  return { documents, checkpoint: JSON.stringify(next), hasMore: rows.length === limit, epoch: feed.epoch, seq: feed.seq };
}
