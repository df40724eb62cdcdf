import { removeEntriesOfTask } from '../forms/form-entries.ts';
import { removeReviewsOfTask } from '../reviews/review-rows.ts';
import type { Sql } from '../store/database.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../tasks/task-row.ts';
import { type WriteDependencies, writeTask } from '../tasks/write-task.ts';

/**
 * Deletes tasks that were done before this moment, as anybody would: the feed tells of it, and a source may make them
 * anew. What remains is the id with its version and its history; who sent the form that made it is
 * forgotten, and what reviewers said. Gives back how many; call again until 0.
 */
export async function deleteOldTasks(sql: Sql, dependencies: WriteDependencies, beforeMicros: number, limit = 50): Promise<number> {
  const rows = await sql.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE deleted = 0 AND status = 'DONE' AND done_at < ? ORDER BY done_at LIMIT ?`,
    [beforeMicros, limit],
  );
  for (const row of rows) {
    await writeTask(sql, dependencies, {
      before: storedTaskOf(row),
      action: { type: 'delete' },
      actor: { kind: 'system', name: 'Retention' },
    });
    await removeEntriesOfTask(sql, row.uid);
    await removeReviewsOfTask(sql, row.uid);
    await sql.run("UPDATE tasks SET fields = '{}', integrations = '{}' WHERE uid = ?", [row.uid]);
  }
  return rows.length;
}
