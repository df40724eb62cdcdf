import type { Task } from '../../../src-shared/schema/task.ts';
import type { Sql } from '../../store/database.ts';
import { findTask } from '../../tasks/task-store.ts';
import { writeTask } from '../../tasks/write-task.ts';
import type { Turn } from './connector-turn.ts';
import { findItems, type ItemRow, saveItem } from './item-rows.ts';
import { mapItem } from './map-item.ts';

const COMMENT_CHARACTERS = 2_000;

/** The vendor did not take our status: it decides, so the task goes back to what it says, and tells why. */
export async function followVendor(turn: Turn, externalId: string, reason: string): Promise<void> {
  const { context } = turn;
  const [item] = await turn.session.client.readItems([externalId]);
  await turn.commit(async (sql) => {
    const row = (await findItems(sql, context.connector.id, [externalId])).get(externalId);
    const before = row ? await findTask(sql, row.task_uid) : null;
    if (!row || !before || before.deleted) return;
    await noteRefusal(sql, turn, row.task_uid, reason);
    const mapped = item ? mapItem(context.mapping, item) : null;
    const isOpenThere = mapped?.state === 'open';
    const isOpenHere = before.task.status !== 'DONE';
    if (isOpenThere !== isOpenHere) {
      const there = mapped?.status ?? 'TODO';
      const patch = isOpenThere
        ? { status: there, ...(there === 'TODO' ? {} : { assigneeUid: mapped?.assigneeUid ?? null }) }
        : { status: 'DONE' as const };
      const fresh = await findTask(sql, row.task_uid);
      await writeTask(sql, context, { before: fresh, actor: context.actor, action: { type: 'upsert', patch } });
    }
    const base =
      item && mapped ? { vendor_word: item.statusWord, vendor_assignee: item.assigneeExternalId, vendor_state: mapped.state } : {};
    const after = await findTask(sql, row.task_uid);
    await saveItem(sql, context.connector.id, agreedRow({ ...row, ...base }, after?.task ?? null));
  });
}

/** With all of ours agreed on: nothing of it is to be written. */
export function agreedRow(row: ItemRow, task: Task | null): ItemRow {
  const ours = task && {
    our_status: task.status,
    our_assignee: task.assignee_uid,
    our_version: task.version,
    noted_version: task.version,
  };
  return { ...row, ...ours, write_due_at: null, write_tries: 0 };
}

/** Where the operator sees it: a comment, and a field that goes when a change was taken. */
export async function noteRefusal(sql: Sql, turn: Turn, taskUid: string, reason: string | null): Promise<void> {
  const { context } = turn;
  const before = await findTask(sql, taskUid);
  if (!before || before.deleted) return;
  if (reason === null && !Object.hasOwn(before.task.fields, 'vendor_error')) return;
  const fields = { vendor_error: reason };
  const written = await writeTask(sql, context, { before, actor: context.actor, action: { type: 'setFields', fields } });
  if (reason === null || !written.ok) return;
  const text = `${context.connector.name} did not take the change: ${reason}`.slice(0, COMMENT_CHARACTERS);
  await writeTask(sql, context, { before: written.after, actor: context.actor, action: { type: 'comment', text } });
}
