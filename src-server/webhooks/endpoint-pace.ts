import type { Sql } from '../store/database.ts';

/** What was not used of a limit per second can be made up for within this time: a tenth of a second's requests at once. */
const BURST_MICROS = 100_000;

export interface Turns {
  allowed: number;
  /** When there will be a turn, if `allowed` is 0. */
  nextAtMicros: number;
}

/** Takes up to `wanted` turns of an endpoint that has a limit per second, over all server processes. */
export async function takeTurns(
  sql: Sql,
  { hookKey, maxPerSecond, wanted, nowMicros }: { hookKey: string; maxPerSecond: number; wanted: number; nowMicros: number },
): Promise<Turns> {
  const turnMicros = Math.ceil(1_000_000 / maxPerSecond);
  const burstMicros = Math.max(turnMicros, BURST_MICROS);
  const row = await sql.get<{ spent_until: number }>('SELECT spent_until FROM hook_paces WHERE hook_key = ?', [hookKey]);
  const earliest = nowMicros - burstMicros;
  // A clock that was set back must not keep an endpoint waiting until it has caught up.
  const isUsable = row && row.spent_until <= nowMicros + turnMicros;
  const spentUntil = isUsable ? Math.max(row.spent_until, earliest) : earliest;
  const allowed = Math.max(0, Math.min(wanted, Math.floor((nowMicros - spentUntil) / turnMicros)));
  if (allowed === 0) return { allowed, nextAtMicros: spentUntil + turnMicros };
  const spent = spentUntil + allowed * turnMicros;
  await sql.run(
    'INSERT INTO hook_paces (hook_key, spent_until) VALUES (?, ?) ON CONFLICT (hook_key) DO UPDATE SET spent_until = excluded.spent_until',
    [hookKey, spent],
  );
  return { allowed, nextAtMicros: spent + turnMicros };
}
