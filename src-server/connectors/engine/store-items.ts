import type { JsonObject, Task } from '../../../src-shared/schema/task.ts';
import type { Sql } from '../../store/database.ts';
import { RowBatch } from '../../store/row-batch.ts';
import { fieldsProblem } from '../../tasks/check-fields.ts';
import type { StoredTask } from '../../tasks/stored-task.ts';
import { findTask, findTaskByExternalId, linkExternalId } from '../../tasks/task-store.ts';
import { writeTask } from '../../tasks/write-task.ts';
import type { VendorItem } from '../vendor.ts';
import { type Agreed, decideItem, type ItemDecision } from './decide-item.ts';
import { findItems, type ItemRow, markSeen, saveItem } from './item-rows.ts';
import { type MappedItem, mapItem, statusOf } from './map-item.ts';
import type { MirrorContext } from './mirror-context.ts';

export interface StoredCounts {
  seen: number;
  created: number;
  updated: number;
  unchanged: number;
  reopened: number;
  echoes: number;
  skipped: number;
}

export interface ItemProblem {
  externalId: string;
  message: string;
}

export interface StoreOptions {
  /** The whole reconciliation that sees them. */
  round: number | null;
  /** They were read or written singly: later lists may lag behind that. */
  isDirect: boolean;
}

type Outcome = 'created' | 'updated' | 'unchanged' | 'reopened' | 'ignored' | { problem: string };

/** Brings tasks to what the vendor says of some items, in the caller's transaction. Closes nothing: that is done at a run's end. */
export async function storeItems(
  sql: Sql,
  context: MirrorContext,
  items: readonly VendorItem[],
  options: StoreOptions,
): Promise<{ counts: StoredCounts; problems: ItemProblem[] }> {
  const rows = await findItems(
    sql,
    context.connector.id,
    items.map(({ externalId }) => externalId),
  );
  const counts: StoredCounts = { seen: items.length, created: 0, updated: 0, unchanged: 0, reopened: 0, echoes: 0, skipped: 0 };
  const problems: ItemProblem[] = [];
  await noteFields(sql, context, items);
  for (const item of items) {
    const row = rows.get(item.externalId) ?? null;
    const mapped = mapItem(context.mapping, item);
    if (row?.echo_due === 1 && saysTheSame(row, mapped)) counts.echoes += 1;
    const outcome = await mergeItem(sql, context, row, mapped, options);
    if (typeof outcome === 'object') {
      counts.skipped += 1;
      problems.push({ externalId: item.externalId, message: outcome.problem });
    } else if (outcome !== 'ignored') counts[outcome] += 1;
  }
  if (options.round !== null) {
    const open = items.filter(({ state }) => state === 'open').map(({ externalId }) => externalId);
    await markSeen(sql, context.connector.id, options.round, open);
  }
  return { counts, problems };
}

/** One item against what is kept of it. */
export async function mergeItem(
  sql: Sql,
  context: MirrorContext,
  row: ItemRow | null,
  mapped: MappedItem,
  { isDirect }: Pick<StoreOptions, 'isDirect'>,
): Promise<Outcome> {
  if (row && isUnchanged(row, mapped)) {
    if (row.echo_due === 1 || isDirect) await saveItem(sql, context.connector.id, { ...row, echo_due: 0, ...directAt(context, isDirect) });
    return 'unchanged';
  }
  const { externalId } = mapped.item;
  const before = row ? await findTask(sql, row.task_uid) : await findTaskByExternalId(sql, context.source, externalId);
  const task = before && !before.deleted ? before.task : null;
  const decision = decideItem(row, task, mapped, row && statusOf(context.mapping.rules, row.vendor_word, userOf(context, row)));
  if (decision.isIgnored) return 'ignored';
  if (!task && mapped.state !== 'open') {
    if (row) await saveItem(sql, context.connector.id, { ...row, vendor_state: mapped.state, closing: null, write_due_at: null });
    return 'ignored';
  }
  const problem = fieldsProblem(mapped.fields);
  if (problem !== null) return { problem: `What the vendor sent ${problem}.` };
  const written = await writeTask(sql, context, {
    before,
    actor: context.actor,
    action: task
      ? { type: 'upsert', patch: patchOf(context, mapped, decision, task.fields) }
      : { type: 'create', uid: before?.task.uid ?? context.newTaskUid(), patch: patchOf(context, mapped, decision, {}) },
  });
  if (!written.ok) return { problem: written.refusal.message };
  if (!row) {
    const rows = new RowBatch(sql);
    linkExternalId(rows, context.source, externalId, written.after.task.uid);
    rows.send();
  }
  await saveItem(sql, context.connector.id, rowAfter(context, row, mapped, decision, written.after, isDirect));
  if (!task) return 'created';
  return decision.isReopened ? 'reopened' : written.result === 'unchanged' ? 'unchanged' : 'updated';
}

/** Whether the vendor says what it said last, or what we wrote. */
export function saysTheSame(row: ItemRow, { item, state }: MappedItem): boolean {
  return row.vendor_state === state && row.vendor_word === item.statusWord && row.vendor_assignee === item.assigneeExternalId;
}

function isUnchanged(row: ItemRow, mapped: MappedItem): boolean {
  const isPersonFound = row.person_unknown === 1 && mapped.assigneeUid !== null;
  return saysTheSame(row, mapped) && row.fingerprint === mapped.fingerprint && row.closing === null && !isPersonFound;
}

function userOf({ mapping }: MirrorContext, { vendor_assignee }: ItemRow): string | null {
  return vendor_assignee === null ? null : mapping.people.userOf(vendor_assignee);
}

function patchOf(context: MirrorContext, { item, fields }: MappedItem, decision: ItemDecision, before: JsonObject) {
  const value: JsonObject = { ...fields };
  // What the vendor once had and has no more.
  for (const name of Object.keys(before)) if (context.knownFields.has(name) && !Object.hasOwn(fields, name)) value[name] = null;
  return {
    ...decision.patch,
    fields: { mode: 'merge', value } as const,
    ...(item.dueAt === null ? {} : { dueAt: item.dueAt }),
    ...(item.createdAt === null ? {} : { createdAt: item.createdAt }),
    ...(item.priority === undefined ? {} : { priority: item.priority }),
  };
}

function rowAfter(
  context: MirrorContext,
  row: ItemRow | null,
  mapped: MappedItem,
  decision: ItemDecision,
  { task }: StoredTask,
  isDirect: boolean,
): ItemRow {
  const { item } = mapped;
  const ourStatus = agree(decision.agreedStatus, task.status, row?.our_status ?? task.status);
  const ourAssignee = agree(decision.agreedAssignee, task.assignee_uid, row ? row.our_assignee : task.assignee_uid);
  const agreed = { our_status: ourStatus, our_assignee: ourAssignee };
  return {
    external_id: item.externalId,
    task_uid: task.uid,
    vendor_state: decision.closing ? 'open' : mapped.state,
    vendor_word: item.statusWord,
    vendor_assignee: item.assigneeExternalId,
    person_unknown: item.assigneeExternalId !== null && mapped.assigneeUid === null ? 1 : 0,
    ...agreed,
    our_version: isAgreed(agreed, task) ? task.version : (row?.our_version ?? task.version),
    // A task that is mirrored from now on was talked about among us.
    noted_version: row?.noted_version ?? task.version,
    fingerprint: mapped.fingerprint,
    round: row?.round ?? 0,
    absences: mapped.state === 'open' ? 0 : (row?.absences ?? 0),
    closing: decision.closing,
    closing_run: decision.closing ? (row?.closing_run ?? null) : null,
    direct_at: row?.direct_at ?? 0,
    ...directAt(context, isDirect),
    echo_due: 0,
    // What is due may be a note: planning the write finds out.
    write_due_at: row?.write_due_at ?? (isAgreed(agreed, task) ? null : context.clock.nowMicros()),
    write_tries: row?.write_tries ?? 0,
  };
}

function isAgreed(agreed: Pick<ItemRow, 'our_status' | 'our_assignee'>, task: Task): boolean {
  return agreed.our_status === task.status && agreed.our_assignee === task.assignee_uid;
}

function agree<Value>(agreed: Agreed<Value>, result: Value, before: Value): Value {
  switch (agreed.is) {
    case 'result':
      return result;
    case 'kept':
      return before;
    case 'value':
      return agreed.value;
  }
}

function directAt({ clock }: MirrorContext, isDirect: boolean): Partial<Pick<ItemRow, 'direct_at'>> {
  return isDirect ? { direct_at: clock.nowMicros() } : {};
}

async function noteFields(sql: Sql, context: MirrorContext, items: readonly VendorItem[]): Promise<void> {
  const fresh = new Set(items.flatMap(({ fields }) => Object.keys(fields)).filter((name) => !context.knownFields.has(name)));
  for (const name of fresh) {
    await sql.run('INSERT INTO connector_fields (connector_id, name) VALUES (?, ?) ON CONFLICT (connector_id, name) DO NOTHING', [
      context.connector.id,
      name,
    ]);
  }
}

export async function findKnownFields(sql: Sql, connectorId: string): Promise<Set<string>> {
  const rows = await sql.all<{ name: string }>('SELECT name FROM connector_fields WHERE connector_id = ?', [connectorId]);
  return new Set(rows.map(({ name }) => name));
}
