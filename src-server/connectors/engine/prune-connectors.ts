import type { Sql } from '../../store/database.ts';

const DAY_MICROS = 24 * 3_600_000_000;
const RUNS_KEPT_MICROS = 30 * DAY_MICROS;
/** Runs that did nothing say little after a day. */
const IDLE_KEPT_MICROS = DAY_MICROS;
const EVENTS_KEPT_MICROS = 2 * DAY_MICROS;

/** Forgets old runs, but not those that still ask, and events that nobody repeats any more. Gives back how many; call again until 0. */
export async function pruneConnectors(sql: Sql, nowMicros: number, limit = 500): Promise<number> {
  const old = await sql.run(
    `DELETE FROM connector_runs WHERE id IN (
       SELECT id FROM connector_runs WHERE started_at < ? AND status NOT IN ('running', 'halted')
         AND (started_at < ? OR (status = 'succeeded' AND error_count = 0 AND warnings = '[]' AND type = 'changes'
           AND figures LIKE '%"created":0,"updated":0,%' AND figures LIKE '%"closed":0,"reopened":0,%'))
       ORDER BY started_at LIMIT ?)`,
    [nowMicros - IDLE_KEPT_MICROS, nowMicros - RUNS_KEPT_MICROS, limit],
  );
  const events = await sql.run(
    `DELETE FROM connector_events WHERE (connector_id, delivery_id) IN
       (SELECT connector_id, delivery_id FROM connector_events WHERE at < ? ORDER BY at LIMIT ?)`,
    [nowMicros - EVENTS_KEPT_MICROS, limit],
  );
  return old + events;
}
