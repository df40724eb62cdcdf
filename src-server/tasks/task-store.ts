import type { Sql } from '../store/database.ts';
import type { StoredTask } from './stored-task.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow, taskColumnsOf } from './task-row.ts';

// Statements are found by their texts: those that every write asks are put together once.
const BY_UID = `SELECT ${TASK_COLUMNS} FROM tasks WHERE uid = ?`;
const BY_EXTERNAL_ID = `SELECT ${taskColumnsOf('t')} FROM task_external_ids e JOIN tasks t ON t.uid = e.task_uid WHERE e.source = ? AND e.external_id = ?`;

/** The task with this id, a deleted one too (see `deleted`), or null. */
export async function findTask(sql: Sql, uid: string): Promise<StoredTask | null> {
  const row = await sql.get<TaskRow>(BY_UID, [uid]);
  return row ? storedTaskOf(row) : null;
}

/** The task that a source calls by this name, a deleted one too, or null. */
export async function findTaskByExternalId(sql: Sql, source: string, externalId: string): Promise<StoredTask | null> {
  const row = await sql.get<TaskRow>(BY_EXTERNAL_ID, [source, externalId]);
  return row ? storedTaskOf(row) : null;
}

/** From now on the source's name means this task. */
export function linkExternalId(sql: Sql, source: string, externalId: string, taskUid: string): void {
  sql.send(
    `INSERT INTO task_external_ids (source, external_id, task_uid) VALUES (?, ?, ?)
     ON CONFLICT (source, external_id) DO UPDATE SET task_uid = excluded.task_uid WHERE task_external_ids.task_uid <> excluded.task_uid`,
    [source, externalId, taskUid],
  );
}
