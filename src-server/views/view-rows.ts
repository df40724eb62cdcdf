import type { SavedView } from '../../src-shared/schema/saved-view.ts';
import { formatTimestamp, timestampMicros } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';

type Definition = Pick<SavedView, 'condition' | 'sorts' | 'columns' | 'display'>;

interface ViewRow {
  id: string;
  owner_uid: string;
  name: string;
  shared: number;
  definition: string;
  version: number;
  created_at: number;
  updated_at: number;
}

const COLUMNS = 'id, owner_uid, name, shared, definition, version, created_at, updated_at';

/** Shared ones and the person's own, by name. */
export async function listViews(sql: Sql, personUid: string): Promise<SavedView[]> {
  const rows = await sql.all<ViewRow>(`SELECT ${COLUMNS} FROM views WHERE shared = 1 OR owner_uid = ? ORDER BY name, id`, [personUid]);
  return rows.map(viewOf);
}

export async function findView(sql: Sql, id: string): Promise<SavedView | null> {
  const row = await sql.get<ViewRow>(`SELECT ${COLUMNS} FROM views WHERE id = ?`, [id]);
  return row ? viewOf(row) : null;
}

/** Of the person alone, and of everybody's. */
export async function countViews(sql: Sql, personUid: string): Promise<{ own: number; shared: number }> {
  const row = await sql.get<{ own: number; shared: number }>(
    `SELECT (SELECT COUNT(*) FROM views WHERE owner_uid = ? AND shared = 0) AS own,
       (SELECT COUNT(*) FROM views WHERE shared = 1) AS shared`,
    [personUid],
  );
  return row ?? { own: 0, shared: 0 };
}

export async function saveView(sql: Sql, view: SavedView): Promise<void> {
  await sql.run(
    `INSERT INTO views (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, shared = excluded.shared, definition = excluded.definition,
       version = excluded.version, updated_at = excluded.updated_at`,
    [
      view.id,
      view.owner_uid,
      view.name,
      view.shared ? 1 : 0,
      definitionText(view),
      view.version,
      timestampMicros(view.created_at),
      timestampMicros(view.updated_at),
    ],
  );
}

export async function removeView(sql: Sql, id: string): Promise<void> {
  await sql.run('DELETE FROM views WHERE id = ?', [id]);
}

export function definitionText({ condition, sorts, columns, display }: Definition): string {
  return JSON.stringify({ condition, sorts, columns, display } satisfies Definition);
}

function viewOf(row: ViewRow): SavedView {
  return {
    id: row.id,
    name: row.name,
    shared: row.shared === 1,
    owner_uid: row.owner_uid,
    ...(JSON.parse(row.definition) as Definition),
    version: row.version,
    created_at: formatTimestamp(row.created_at),
    updated_at: formatTimestamp(row.updated_at),
  };
}
