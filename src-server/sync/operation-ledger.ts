import { createHash } from 'node:crypto';
import type { JsonValue } from '../../src-shared/schema/task.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';
import type { Sql } from '../store/database.ts';

/** An answer as the ledger keeps it: without the task, which is looked up when the answer is repeated. */
export type StoredResult = Omit<OperationResult, 'opId' | 'task' | 'expected'>;

export interface LedgerEntry {
  opId: string;
  deviceId: string;
  deviceSeq: number;
  taskUid: string;
  fingerprint: string;
  result: StoredResult;
  /** Whether later operations that build on it fall with it. */
  failsFollowers: boolean;
  /** The task's version when it was decided; 0 when there was none. */
  version: number;
}

/** An operation that was decided before, whatever device of the same or another account it came from. */
export interface KnownOperation {
  taskUid: string;
  userId: string;
  fingerprint: string;
  result: StoredResult;
}

/** Where a device stands; null when it is new. */
export async function findDevice(sql: Sql, deviceId: string): Promise<{ userId: string; lastSeq: number } | null> {
  const row = await sql.get<{ user_id: string; last_seq: number }>('SELECT user_id, last_seq FROM devices WHERE device_id = ?', [deviceId]);
  return row ? { userId: row.user_id, lastSeq: row.last_seq } : null;
}

export async function saveDevice(sql: Sql, device: { deviceId: string; userId: string; lastSeq: number; atMicros: number }): Promise<void> {
  await sql.run(
    `INSERT INTO devices (device_id, user_id, last_seq, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_id) DO UPDATE SET last_seq = excluded.last_seq`,
    [device.deviceId, device.userId, device.lastSeq, device.atMicros],
  );
}

/** Those of the operations that the ledger has, by id. */
export async function findKnownOperations(sql: Sql, opIds: readonly string[]): Promise<Map<string, KnownOperation>> {
  const known = new Map<string, KnownOperation>();
  if (opIds.length === 0) return known;
  // Padded to a power of two, so that few texts have to be prepared.
  const padded = Array.from({ length: 2 ** Math.ceil(Math.log2(opIds.length)) }, (_, index) => opIds[index] ?? opIds[0] ?? '');
  const rows = await sql.all<{ op_id: string; task_uid: string; user_id: string; fingerprint: string; result: string }>(
    `SELECT l.op_id, l.task_uid, l.fingerprint, l.result, d.user_id FROM ledger l JOIN devices d ON d.device_id = l.device_id
     WHERE l.op_id IN (${padded.map(() => '?').join(', ')})`,
    padded,
  );
  for (const row of rows) {
    const result = JSON.parse(row.result) as StoredResult;
    known.set(row.op_id, { taskUid: row.task_uid, userId: row.user_id, fingerprint: row.fingerprint, result });
  }
  return known;
}

export async function insertLedgerEntry(sql: Sql, entry: LedgerEntry, atMicros: number): Promise<void> {
  await sql.run(
    `INSERT INTO ledger (op_id, device_id, device_seq, task_uid, fingerprint, result, rejected, version, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      entry.opId,
      entry.deviceId,
      entry.deviceSeq,
      entry.taskUid,
      entry.fingerprint,
      JSON.stringify(entry.result),
      entry.failsFollowers ? 1 : 0,
      entry.version,
      atMicros,
    ],
  );
}

/** Rejections of this device on this task whose followers fall with them, with the task's version at that time. */
export function findFailures(
  sql: Sql,
  deviceId: string,
  taskUid: string,
  afterSeq: number,
): Promise<{ device_seq: number; version: number }[]> {
  return sql.all('SELECT device_seq, version FROM ledger WHERE device_id = ? AND task_uid = ? AND device_seq > ? AND rejected = 1', [
    deviceId,
    taskUid,
    afterSeq,
  ]);
}

/** Forgets what is older than the longest supported time offline. Gives back how many it forgot; call again until 0. */
export function pruneLedger(sql: Sql, nowMicros: number, limit = 1_000): Promise<number> {
  const before = nowMicros - SYNC_LIMITS.ledgerDays * 24 * 3_600_000_000;
  return sql.run('DELETE FROM ledger WHERE op_id IN (SELECT op_id FROM ledger WHERE at < ? ORDER BY at LIMIT ?)', [before, limit]);
}

/**
 * What makes an operation this one. The device's id and numbers are left out: a device that lost its own may send the
 * operation again under new ones. So are `at`, `baseVersion` and `knownSeq`, which only inform.
 */
export function fingerprintOf(operation: { taskId?: unknown; action?: unknown; payload?: unknown }): string {
  const text = canonicalJson([operation.taskId ?? null, operation.action ?? null, operation.payload ?? null] as JsonValue[]);
  return createHash('sha256').update(text).digest('base64url');
}

/** With keys in order: a client may build the body anew for every try. */
function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
