import type { HistoryItem } from '../../src-shared/http/task-endpoints.ts';
import type { JsonObject, TaskStatus } from '../../src-shared/schema/task.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';

interface HistoryRow {
  version: number;
  step: string;
  status_before: TaskStatus | null;
  status: TaskStatus;
  assignee_uid: string | null;
  queue_uid: string | null;
  actor_kind: 'user' | 'key' | 'system';
  actor_uid: string | null;
  actor_name: string;
  device_at: string | null;
  note: string | null;
  changes: string | null;
  at: number;
}

/** Oldest first. */
export async function listHistory(sql: Sql, taskUid: string): Promise<HistoryItem[]> {
  const rows = await sql.all<HistoryRow>(
    `SELECT version, step, status_before, status, assignee_uid, queue_uid, actor_kind, actor_uid, actor_name, device_at, note, changes, at
     FROM history WHERE task_uid = ? ORDER BY version`,
    [taskUid],
  );
  return rows.map(({ actor_kind, actor_uid, actor_name, changes, at, ...row }) => ({
    version: row.version,
    step: row.step,
    status_before: row.status_before,
    status: row.status,
    assignee_uid: row.assignee_uid,
    queue_uid: row.queue_uid,
    actor: { kind: actor_kind, id: actor_uid, name: actor_name },
    device_at: row.device_at,
    note: row.note,
    changes: changes === null ? null : (JSON.parse(changes) as JsonObject),
    at: formatTimestamp(at),
  }));
}
