import type { Sql, SqlValue } from '../store/database.ts';
import { promoteHead } from './claim-deliveries.ts';
import type { RegisteredHook } from './hook-book.ts';

export interface ReplayRange {
  hook: RegisteredHook;
  sinceMicros: number;
  untilMicros: number;
  only: 'failed' | 'all';
  nowMicros: number;
}

const ROWS_AT_A_TIME = 500;

interface ReplayRow {
  id: string;
  hook_key: string;
  task_uid: string;
  created_at: number;
}

/** Where a chunk ended, to go on from. */
export interface ReplayPosition {
  createdAtMicros: number;
  id: string;
}

/**
 * Queues deliveries of the range again, oldest first, with their old `webhook-id` and bytes; those that wait for a retry
 * go at once. Does some at a time: call it with `next` until that is null.
 */
export async function replayChunk(
  sql: Sql,
  range: ReplayRange,
  after: ReplayPosition | null,
): Promise<{ replayed: number; next: ReplayPosition | null }> {
  const { hook, sinceMicros, untilMicros, only, nowMicros } = range;
  const wanted =
    only === 'all'
      ? "state IN ('delivered', 'given_up') OR tries > 0"
      : "last_error IS NOT NULL AND (state = 'given_up' OR (tries > 0 AND state <> 'delivered'))";
  const parameters: SqlValue[] = [hook.key, Math.max(sinceMicros, after?.createdAtMicros ?? 0), untilMicros];
  const beyond = after ? 'AND (created_at, id) > (?, ?)' : '';
  const rows = await sql.all<ReplayRow>(
    `SELECT id, hook_key, task_uid, created_at FROM deliveries
     WHERE hook_key = ? AND created_at >= ? AND created_at <= ? ${beyond} AND (${wanted}) ORDER BY created_at, id LIMIT ?`,
    [...parameters, ...(after ? [after.createdAtMicros, after.id] : []), ROWS_AT_A_TIME],
  );
  let replayed = 0;
  for (const row of rows) if (await queueAgain(sql, row, nowMicros)) replayed += 1;
  const last = rows.at(-1);
  return { replayed, next: rows.length === ROWS_AT_A_TIME && last ? { createdAtMicros: last.created_at, id: last.id } : null };
}

/** Gives back false when there is no such delivery. One that is still to be delivered is only hurried. */
export async function replayDelivery(sql: Sql, id: string, nowMicros: number): Promise<boolean> {
  const row = await sql.get<ReplayRow>(
    'SELECT d.id, d.hook_key, d.task_uid, d.created_at FROM deliveries d JOIN hooks ON hooks.hook_key = d.hook_key WHERE d.id = ?',
    [id],
  );
  if (!row) return false;
  await queueAgain(sql, row, nowMicros);
  return true;
}

async function queueAgain(sql: Sql, row: ReplayRow, nowMicros: number): Promise<boolean> {
  sql.notify('deliveries');
  const hurried = await sql.run("UPDATE deliveries SET due_at = ?, tries = 0 WHERE id = ? AND state = 'ready' AND lease_owner IS NULL", [
    nowMicros,
    row.id,
  ]);
  if (hurried > 0) return true;
  const queued = await sql.run(
    `UPDATE deliveries SET state = 'waiting', due_at = ?, tries = 0, finished_at = NULL, first_attempt_at = NULL, lease_owner = NULL
     WHERE id = ? AND state IN ('delivered', 'given_up')`,
    [nowMicros, row.id],
  );
  // It may be the lowest version that is to be delivered now: then it goes first.
  if (queued > 0) await promoteHead(sql, { hookKey: row.hook_key, taskUid: row.task_uid, nowMicros });
  return queued > 0;
}
