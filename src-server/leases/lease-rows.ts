import type { Lease } from '../../src-shared/schema/lease.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql, SqlValue } from '../store/database.ts';

interface LeaseRow {
  id: string;
  user_uid: string;
  queue_uid: string;
  created_at: number;
  expires_at: number;
}

const COLUMNS = 'id, user_uid, queue_uid, created_at, expires_at';

/** Those that run, the first to end first. */
export function listRunningLeases(sql: Sql, nowMicros: number): Promise<Lease[]> {
  return findLeases(sql, 'ended_at IS NULL AND expires_at > ?', [nowMicros]);
}

/** Null also when it has ended. */
export async function findRunningLease(sql: Sql, id: string, nowMicros: number): Promise<Lease | null> {
  return (await findLeases(sql, 'id = ? AND ended_at IS NULL AND expires_at > ?', [id, nowMicros]))[0] ?? null;
}

/** The one whose time is over and whose tasks were not given back yet. */
export async function findExpiredLease(sql: Sql, nowMicros: number): Promise<Lease | null> {
  return (await findLeases(sql, 'ended_at IS NULL AND expires_at <= ?', [nowMicros], 1))[0] ?? null;
}

async function findLeases(sql: Sql, condition: string, parameters: readonly SqlValue[], limit = 10_000): Promise<Lease[]> {
  const rows = await sql.all<LeaseRow>(`SELECT ${COLUMNS} FROM leases WHERE ${condition} ORDER BY expires_at, id LIMIT ?`, [
    ...parameters,
    limit,
  ]);
  const held = await sql.all<{ lease_id: string; task_uid: string }>(
    `SELECT lt.lease_id, lt.task_uid FROM leases l JOIN lease_tasks lt ON lt.lease_id = l.id JOIN tasks t ON t.uid = lt.task_uid
     WHERE l.id IN (SELECT id FROM leases WHERE ${condition} ORDER BY expires_at, id LIMIT ?)
       AND t.deleted = 0 AND t.assignee_uid = l.user_uid AND t.status <> 'DONE' ORDER BY t.due_at, lt.task_uid`,
    [...parameters, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    user_uid: row.user_uid,
    queue_uid: row.queue_uid,
    task_uids: held.flatMap(({ lease_id: leaseId, task_uid: taskUid }) => (leaseId === row.id ? [taskUid] : [])),
    created_at: formatTimestamp(row.created_at),
    expires_at: formatTimestamp(row.expires_at),
  }));
}

export interface NewLeaseRow {
  id: string;
  userUid: string;
  queueUid: string;
  createdMicros: number;
  expiresMicros: number;
  tasks: readonly { uid: string; version: number }[];
}

export async function insertLease(sql: Sql, lease: NewLeaseRow): Promise<void> {
  await sql.run(`INSERT INTO leases (${COLUMNS}, ended_at) VALUES (?, ?, ?, ?, ?, NULL)`, [
    lease.id,
    lease.userUid,
    lease.queueUid,
    lease.createdMicros,
    lease.expiresMicros,
  ]);
  for (const { uid, version } of lease.tasks) {
    await sql.run('INSERT INTO lease_tasks (lease_id, task_uid, version) VALUES (?, ?, ?)', [lease.id, uid, version]);
  }
}

export async function extendLease(sql: Sql, id: string, expiresMicros: number): Promise<void> {
  await sql.run('UPDATE leases SET expires_at = ? WHERE id = ?', [expiresMicros, id]);
}

export async function endLease(sql: Sql, id: string, nowMicros: number): Promise<void> {
  await sql.run('UPDATE leases SET ended_at = ? WHERE id = ?', [nowMicros, id]);
}

/** Of the lease's tasks those that nobody began or gave away since they were taken. */
export async function findUntouchedTasks(sql: Sql, { id, user_uid: userUid }: Lease): Promise<string[]> {
  const rows = await sql.all<{ task_uid: string }>(
    `SELECT lt.task_uid FROM lease_tasks lt JOIN tasks t ON t.uid = lt.task_uid
     WHERE lt.lease_id = ? AND t.deleted = 0 AND t.status = 'ASSIGNED' AND t.assignee_uid = ?
       AND NOT EXISTS (SELECT 1 FROM history h WHERE h.task_uid = lt.task_uid AND h.version > lt.version AND h.step IN ('start', 'unassign'))
     ORDER BY lt.task_uid`,
    [id, userUid],
  );
  return rows.map(({ task_uid: uid }) => uid);
}

/** Tasks that the person has offline. */
export async function countLeasedTasks(sql: Sql, userUid: string): Promise<number> {
  const row = await sql.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM leases l JOIN lease_tasks lt ON lt.lease_id = l.id JOIN tasks t ON t.uid = lt.task_uid
     WHERE l.user_uid = ? AND l.ended_at IS NULL AND t.deleted = 0 AND t.assignee_uid = l.user_uid AND t.status <> 'DONE'`,
    [userUid],
  );
  return row?.count ?? 0;
}

const KEPT_MICROS = 30 * 24 * 3_600_000_000;

/** Forgets leases that ended long ago. Gives back how many; call again until 0. */
export async function pruneLeases(sql: Sql, nowMicros: number, limit = 100): Promise<number> {
  const old = 'SELECT id FROM leases WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at LIMIT ?';
  const parameters = [nowMicros - KEPT_MICROS, limit];
  await sql.run(`DELETE FROM lease_tasks WHERE lease_id IN (${old})`, parameters);
  return sql.run(`DELETE FROM leases WHERE id IN (${old})`, parameters);
}
