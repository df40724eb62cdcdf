import type { Sql } from '../../store/database.ts';
import { findTask } from '../../tasks/task-store.ts';
import { writeTask } from '../../tasks/write-task.ts';
import { type ItemRow, saveItem } from './item-rows.ts';
import type { MirrorContext } from './mirror-context.ts';

/** Closes the tasks of items that the vendor has closed, in the caller's transaction. Gives back how many. */
export async function closeItems(sql: Sql, context: MirrorContext, rows: readonly ItemRow[]): Promise<number> {
  let closed = 0;
  for (const row of rows) {
    if (row.closing === null) continue;
    const before = await findTask(sql, row.task_uid);
    let task = before && !before.deleted ? before.task : null;
    if (task && task.status !== 'DONE') {
      const written = await writeTask(sql, context, {
        before,
        actor: context.actor,
        action: { type: 'upsert', patch: { status: 'DONE' } },
      });
      if (!written.ok) throw new Error(`the task ${row.task_uid} could not be closed: ${written.refusal.message}`);
      task = written.after.task;
      closed += 1;
    }
    await saveItem(sql, context.connector.id, {
      ...row,
      vendor_state: row.closing,
      closing: null,
      closing_run: null,
      absences: 0,
      our_status: task?.status ?? 'DONE',
      our_assignee: task?.assignee_uid ?? null,
      our_version: task?.version ?? row.our_version,
      write_due_at: null,
      write_tries: 0,
    });
  }
  return closed;
}
