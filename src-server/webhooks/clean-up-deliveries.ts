import type { Sql } from '../store/database.ts';

/** How long what was delivered or given up can be looked at and replayed. */
export const RETENTION_MICROS = 30 * 24 * 3600 * 1_000_000;
const ROWS_AT_A_TIME = 500;
/** No lease, and no delivery that has not failed, is due later than this, however far the clocks of processes are apart. */
const APART_MICROS = 5 * 60 * 1_000_000;

/**
 * Removes some of what belongs to deleted hooks or is past its retention, and makes due what a clock that was set on and
 * back has put off for long. Gives back whether there may be more.
 */
export async function cleanUpDeliveries(sql: Sql, nowMicros: number): Promise<boolean> {
  const removed = await sql.get<{ hook_key: string }>('SELECT hook_key FROM removed_hooks LIMIT 1');
  if (removed) return cleanUpRemovedHook(sql, removed.hook_key);
  const hooks = await sql.all<{ hook_key: string }>('SELECT hook_key FROM hooks');
  let mayBeMore = false;
  for (const { hook_key } of hooks) {
    await sql.run(
      "UPDATE deliveries SET due_at = ? WHERE hook_key = ? AND state = 'ready' AND due_at > ? AND (tries = 0 OR lease_owner IS NOT NULL)",
      [nowMicros, hook_key, nowMicros + APART_MICROS],
    );
    const ids = await sql.all<{ id: string }>(
      `SELECT id FROM deliveries WHERE hook_key = ? AND created_at < ? AND finished_at < ? AND state IN ('delivered', 'given_up') LIMIT ?`,
      [hook_key, nowMicros - RETENTION_MICROS, nowMicros - RETENTION_MICROS, ROWS_AT_A_TIME],
    );
    await deleteDeliveries(sql, ids);
    mayBeMore ||= ids.length === ROWS_AT_A_TIME;
  }
  return mayBeMore;
}

async function cleanUpRemovedHook(sql: Sql, hookKey: string): Promise<boolean> {
  const ids = await sql.all<{ id: string }>('SELECT id FROM deliveries WHERE hook_key = ? LIMIT ?', [hookKey, ROWS_AT_A_TIME]);
  await deleteDeliveries(sql, ids);
  if (ids.length < ROWS_AT_A_TIME) await sql.run('DELETE FROM removed_hooks WHERE hook_key = ?', [hookKey]);
  return true;
}

async function deleteDeliveries(sql: Sql, ids: readonly { id: string }[]): Promise<void> {
  for (const { id } of ids) {
    await sql.run('DELETE FROM delivery_attempts WHERE delivery_id = ?', [id]);
    await sql.run('DELETE FROM deliveries WHERE id = ?', [id]);
  }
}
