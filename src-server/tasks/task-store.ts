import type { Sql } from '../store/database.ts';
import { insertStatement, type RowBatch } from '../store/row-batch.ts';
import type { StoredTask } from './stored-task.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow, taskColumnsOf } from './task-row.ts';

/** How a source may call a task: by its id, by a name of its own, by both or by neither. */
export interface TaskName {
  uid: string | null;
  source: string;
  externalId: string | null;
}

/** Deleted ones too (see `deleted`). */
export interface NamedTasks {
  /** The task that has the id. */
  named: StoredTask | null;
  /** The task that the source calls so. */
  byExternalId: StoredTask | null;
}

/** The task with this id, a deleted one too (see `deleted`), or null. */
export async function findTask(sql: Sql, uid: string): Promise<StoredTask | null> {
  return (await findByUid(sql, [uid])).get(uid) ?? null;
}

/** The task that a source calls by this name, a deleted one too, or null. */
export async function findTaskByExternalId(sql: Sql, source: string, externalId: string): Promise<StoredTask | null> {
  return (await findByExternalId(sql, source, [externalId])).get(externalId) ?? null;
}

/** Those of each name, all of them asked for at once. */
export async function findNamedTasks(sql: Sql, names: readonly TaskName[]): Promise<NamedTasks[]> {
  const uids = new Set<string>();
  const bySource = new Map<string, Set<string>>();
  for (const { uid, source, externalId } of names) {
    if (uid !== null) uids.add(uid);
    if (externalId === null) continue;
    const known = bySource.get(source);
    if (known) known.add(externalId);
    else bySource.set(source, new Set([externalId]));
  }
  const [named, ...sources] = await Promise.all([
    findByUid(sql, [...uids]),
    ...[...bySource].map(async ([source, externalIds]) => [source, await findByExternalId(sql, source, [...externalIds])] as const),
  ]);
  const byExternalId = new Map(sources);
  return names.map(({ uid, source, externalId }) => ({
    named: uid === null ? null : (named.get(uid) ?? null),
    byExternalId: externalId === null ? null : (byExternalId.get(source)?.get(externalId) ?? null),
  }));
}

async function findByUid(sql: Sql, uids: readonly string[]): Promise<Map<string, StoredTask>> {
  if (uids.length === 0) return new Map();
  const rows = await sql.all<TaskRow>(BY_UID(uids.length), filledUp(uids));
  return new Map(rows.map((row) => [row.uid, storedTaskOf(row)]));
}

async function findByExternalId(sql: Sql, source: string, externalIds: readonly string[]): Promise<Map<string, StoredTask>> {
  const rows = await sql.all<TaskRow & { external_id: string }>(BY_EXTERNAL_ID(externalIds.length), [source, ...filledUp(externalIds)]);
  return new Map(rows.map((row) => [row.external_id, storedTaskOf(row)]));
}

// Statements are found by their texts: each is put together once, for a few lengths of lists.
const BY_UID = oncePerLength((places) => `SELECT ${TASK_COLUMNS} FROM tasks WHERE uid IN (${places})`);
const BY_EXTERNAL_ID = oncePerLength(
  (places) =>
    `SELECT ${taskColumnsOf('t')}, e.external_id FROM task_external_ids e JOIN tasks t ON t.uid = e.task_uid
     WHERE e.source = ? AND e.external_id IN (${places})`,
);

function oncePerLength(statementFor: (places: string) => string): (count: number) => string {
  const statements = new Map<number, string>();
  return (count) => {
    const length = lengthFor(count);
    const known = statements.get(length);
    if (known !== undefined) return known;
    const made = statementFor(Array.from({ length }, () => '?').join(', '));
    statements.set(length, made);
    return made;
  };
}

function lengthFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}

function filledUp(names: readonly string[]): string[] {
  const [first = ''] = names;
  const filled = [...names];
  for (const length = lengthFor(names.length); filled.length < length; ) filled.push(first);
  return filled;
}

const LINK = insertStatement(
  'task_external_ids',
  { source: 'TEXT', external_id: 'TEXT', task_uid: 'TEXT' },
  `ON CONFLICT (source, external_id) DO UPDATE SET task_uid = excluded.task_uid WHERE task_external_ids.task_uid <> excluded.task_uid`,
);

/** From now on the source's name means this task. */
export function linkExternalId(rows: RowBatch, source: string, externalId: string, taskUid: string): void {
  rows.add(LINK, [source, externalId, taskUid]);
}
