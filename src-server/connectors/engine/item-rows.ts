import type { TaskStatus } from '../../../src-shared/schema/task.ts';
import type { Sql, SqlValue } from '../../store/database.ts';
import type { VendorItem } from '../vendor.ts';

/** A mirrored item: what the vendor said last, and what we had when both agreed. */
export interface ItemRow {
  external_id: string;
  task_uid: string;
  vendor_state: VendorItem['state'];
  vendor_word: string;
  vendor_assignee: string | null;
  person_unknown: number;
  our_status: TaskStatus;
  our_assignee: string | null;
  our_version: number;
  noted_version: number;
  fingerprint: string;
  round: number;
  absences: number;
  closing: 'closed' | 'deleted' | null;
  closing_run: string | null;
  direct_at: number;
  echo_due: number;
  write_due_at: number | null;
  write_tries: number;
}

const NAMES = [
  'external_id',
  'task_uid',
  'vendor_state',
  'vendor_word',
  'vendor_assignee',
  'person_unknown',
  'our_status',
  'our_assignee',
  'our_version',
  'noted_version',
  'fingerprint',
  'round',
  'absences',
  'closing',
  'closing_run',
  'direct_at',
  'echo_due',
  'write_due_at',
  'write_tries',
] as const satisfies readonly (keyof ItemRow)[];
const COLUMNS = NAMES.join(', ');
const SAVE = `INSERT INTO connector_items (connector_id, ${COLUMNS}) VALUES (${['connector_id', ...NAMES].map(() => '?').join(', ')})
  ON CONFLICT (connector_id, external_id) DO UPDATE SET ${NAMES.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

export async function findItems(sql: Sql, connectorId: string, externalIds: readonly string[]): Promise<Map<string, ItemRow>> {
  if (externalIds.length === 0) return new Map();
  const rows = await sql.all<ItemRow>(
    `SELECT ${COLUMNS} FROM connector_items WHERE connector_id = ? AND external_id IN (${marks(externalIds)})`,
    [connectorId, ...externalIds],
  );
  return new Map(rows.map((row) => [row.external_id, row]));
}

export async function saveItem(sql: Sql, connectorId: string, row: ItemRow): Promise<void> {
  await sql.run(SAVE, [connectorId, ...NAMES.map((name): SqlValue => row[name])]);
}

/** This whole reconciliation saw them. */
export async function markSeen(sql: Sql, connectorId: string, round: number, externalIds: readonly string[]): Promise<void> {
  if (externalIds.length === 0) return;
  await sql.run(`UPDATE connector_items SET round = ?, absences = 0 WHERE connector_id = ? AND external_id IN (${marks(externalIds)})`, [
    round,
    connectorId,
    ...externalIds,
  ]);
}

/** Open items that the whole reconciliation did not see, in the order of their ids. */
export async function listUnseen(sql: Sql, connectorId: string, round: number, after: string, limit: number): Promise<ItemRow[]> {
  return sql.all<ItemRow>(
    `SELECT ${COLUMNS} FROM connector_items
     WHERE connector_id = ? AND vendor_state = 'open' AND round < ? AND external_id > ? ORDER BY external_id LIMIT ?`,
    [connectorId, round, after, limit],
  );
}

export async function countOpen(sql: Sql, connectorId: string): Promise<number> {
  const row = await sql.get<{ many: number }>(
    "SELECT COUNT(*) AS many FROM connector_items WHERE connector_id = ? AND vendor_state = 'open'",
    [connectorId],
  );
  return row?.many ?? 0;
}

/** What is to be closed: of no run, or of the one that asked. */
export async function listClosing(sql: Sql, connectorId: string, runId: string | null, limit: number): Promise<ItemRow[]> {
  return sql.all<ItemRow>(
    `SELECT ${COLUMNS} FROM connector_items
     WHERE connector_id = ? AND closing IS NOT NULL AND ${runId === null ? 'closing_run IS NULL' : 'closing_run = ?'}
     ORDER BY closing, external_id LIMIT ?`,
    runId === null ? [connectorId, limit] : [connectorId, runId, limit],
  );
}

export async function countClosing(sql: Sql, connectorId: string): Promise<number> {
  const row = await sql.get<{ many: number }>(
    'SELECT COUNT(*) AS many FROM connector_items WHERE connector_id = ? AND closing IS NOT NULL AND closing_run IS NULL',
    [connectorId],
  );
  return row?.many ?? 0;
}

/** From now on it needs the word of an admin. */
export async function holdClosing(sql: Sql, connectorId: string, runId: string): Promise<void> {
  await sql.run('UPDATE connector_items SET closing_run = ? WHERE connector_id = ? AND closing IS NOT NULL AND closing_run IS NULL', [
    runId,
    connectorId,
  ]);
}

/** `isConfirmed`: they are closed with the next run; else they count as open again, until the vendor says otherwise. */
export async function answerClosing(sql: Sql, connectorId: string, runId: string, isConfirmed: boolean): Promise<void> {
  await sql.run(
    isConfirmed
      ? `UPDATE connector_items SET closing_run = 'confirmed' WHERE connector_id = ? AND closing_run = ?`
      : // The fingerprint goes, so that an item that the vendor says is closed is looked at again.
        `UPDATE connector_items SET closing = NULL, closing_run = NULL, absences = 0, fingerprint = '' WHERE connector_id = ? AND closing_run = ?`,
    [connectorId, runId],
  );
}

/** Items whose changes of ours are due, the longest waiting first. */
export async function listDueWrites(sql: Sql, connectorId: string, nowMicros: number, limit: number): Promise<ItemRow[]> {
  return sql.all<ItemRow>(
    `SELECT ${COLUMNS} FROM connector_items WHERE connector_id = ? AND write_due_at <= ? ORDER BY write_due_at, external_id LIMIT ?`,
    [connectorId, nowMicros, limit],
  );
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
