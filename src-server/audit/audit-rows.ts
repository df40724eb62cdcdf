import type { Sql } from '../store/database.ts';

/** A row of `history` or of `audit_events`. The steps of one write share a `seq`, and `version` tells them apart. */
export type AuditRow = HistoryRow | EventRow;

export interface HistoryRow {
  kind: 'history';
  seq: number;
  version: number;
  task_uid: string;
  step: string;
  status_before: string | null;
  status: string;
  assignee_uid: string | null;
  queue_uid: string | null;
  actor_kind: 'user' | 'key' | 'system';
  actor_uid: string | null;
  actor_name: string;
  device_at: string | null;
  op_id: string | null;
  note: string | null;
  changes: string | null;
  at: number;
}

export interface EventRow {
  kind: 'event';
  seq: number;
  version: 0;
  at: number;
  actor_kind: 'user' | 'key' | 'system' | 'nobody';
  actor_uid: string | null;
  actor_name: string;
  action: string;
  subject: string | null;
  address: string | null;
  details: string;
}

const HISTORY = `SELECT 'history' AS kind, seq, version, task_uid, step, status_before, status, assignee_uid, queue_uid, actor_kind, actor_uid,
  actor_name, device_at, op_id, note, changes, at FROM history`;
const EVENTS = `SELECT 'event' AS kind, seq, 0 AS version, at, actor_kind, actor_uid, actor_name, action, subject, address, details
  FROM audit_events`;

/** Feed numbers read at a time: each is one write, of a few rows at most. */
export const WINDOW = 1_000;
/** Before all numbers. */
export const BEGINNING = Number.MIN_SAFE_INTEGER;

/** All entries after one feed number up to another, in their order. */
export async function readAuditRows(sql: Sql, after: number, until: number): Promise<AuditRow[]> {
  const history = await sql.all<HistoryRow>(`${HISTORY} WHERE seq > ? AND seq <= ? ORDER BY seq, version`, [after, until]);
  const events = await sql.all<EventRow>(`${EVENTS} WHERE seq > ? AND seq <= ? ORDER BY seq`, [after, until]);
  if (events.length === 0) return history;
  return [...history, ...events].sort((a, b) => a.seq - b.seq || a.version - b.version);
}

/** All entries of one task, in their order. */
export async function readTaskRows(sql: Sql, taskUid: string): Promise<AuditRow[]> {
  return sql.all<HistoryRow>(`${HISTORY} WHERE task_uid = ? ORDER BY seq, version`, [taskUid]);
}

/** The number before the first entry. */
export async function findBeginning(sql: Sql): Promise<number> {
  const row = await sql.get<{ first: number | null }>(
    'SELECT MIN(first) AS first FROM (SELECT MIN(seq) AS first FROM history UNION ALL SELECT MIN(seq) AS first FROM audit_events) AS firsts',
  );
  return (row?.first ?? 1) - 1;
}
