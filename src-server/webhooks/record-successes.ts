import type { Sql } from '../store/database.ts';
import { promoteHeads } from './claim-deliveries.ts';
import { insertHookEvent } from './hook-events.ts';
import { inSlices, placeholders } from './in-slices.ts';
import { insertAttempts, type NumberedAttempt } from './insert-attempts.ts';
import type { FinishedAttempt, Recording } from './record-attempts.ts';

/** All that was answered 2xx since the last round, in a few statements whatever their number. */
export async function recordSuccesses(sql: Sql, attempts: readonly FinishedAttempt[], recording: Recording): Promise<void> {
  const { nowMicros } = recording;
  const finished: NumberedAttempt[] = [];
  for (const [status, answered] of Map.groupBy(attempts, ({ outcome }) => outcome.status)) {
    for (const slice of inSlices(answered)) finished.push(...(await finishSlice(sql, status, slice, recording)));
  }
  await insertAttempts(sql, finished);
  for (const slice of inSlices(finished)) {
    await promoteHeads(
      sql,
      slice.map(({ attempt }) => attempt.delivery.id),
      nowMicros,
    );
  }
  for (const hookKey of new Set(finished.map(({ attempt }) => attempt.delivery.hookKey))) await noteSuccess(sql, hookKey, nowMicros);
}

/** Gives back those that were still this process's to finish. */
async function finishSlice(
  sql: Sql,
  status: number | null,
  attempts: readonly FinishedAttempt[],
  { owner, nowMicros }: Recording,
): Promise<NumberedAttempt[]> {
  const rows = await sql.all<{ id: string; attempts: number }>(
    `UPDATE deliveries SET state = 'delivered', attempts = attempts + 1, last_status = ?, last_error = NULL, finished_at = ?, lease_owner = NULL
     WHERE lease_owner = ? AND id IN (${placeholders(attempts.length)}) RETURNING id, attempts`,
    [status, nowMicros, owner, ...attempts.map(({ delivery }) => delivery.id)],
  );
  const numbers = new Map(rows.map((row) => [row.id, row.attempts]));
  return attempts.flatMap((attempt) => {
    const number = numbers.get(attempt.delivery.id);
    return number === undefined ? [] : [{ attempt, number }];
  });
}

async function noteSuccess(sql: Sql, hookKey: string, nowMicros: number): Promise<void> {
  const isUsual = await sql.run('UPDATE hook_health SET last_success_at = ?, failing_since = NULL WHERE hook_key = ? AND alert IS NULL', [
    nowMicros,
    hookKey,
  ]);
  if (isUsual > 0) return;
  const before = await sql.get<{ alert_since: number }>('SELECT alert_since FROM hook_health WHERE hook_key = ?', [hookKey]);
  await sql.run(
    `INSERT INTO hook_health (hook_key, last_success_at) VALUES (?, ?)
     ON CONFLICT (hook_key) DO UPDATE SET last_success_at = excluded.last_success_at, failing_since = NULL, alert = NULL, alert_since = NULL`,
    [hookKey, nowMicros],
  );
  if (before) await insertHookEvent(sql, { hookKey, type: 'recovered', atMicros: nowMicros, sinceMicros: before.alert_since, error: null });
}
