import type { Sql } from '../../store/database.ts';
import { changeState } from './connector-state.ts';
import { newRun, record, type Turn } from './connector-turn.ts';
import { mirrorItems } from './run-mirror.ts';

/** The vendor's events that were not read yet. */
export function listEvents(sql: Sql, connectorId: string, limit: number) {
  return sql.all<{ delivery_id: string; external_ids: string }>(
    'SELECT delivery_id, external_ids FROM connector_events WHERE connector_id = ? AND external_ids IS NOT NULL ORDER BY at LIMIT ?',
    [connectorId, limit],
  );
}

/** Reads what the vendor's events were about. */
export async function readEvents(turn: Turn): Promise<void> {
  const { connector } = turn.context;
  const { client } = turn.session;
  const events = await turn.dependencies.database.read((sql) => listEvents(sql, connector.id, 200));
  if (events.length === 0) return;
  const ids = [...new Set(events.flatMap(({ external_ids }) => JSON.parse(external_ids) as string[]))];
  if (ids.length > 0) {
    await record(turn, newRun(turn, 'items'));
    await mirrorItems(turn, ids);
    const { run } = turn;
    if (run)
      await record(turn, { ...run, status: run.status === 'running' ? 'succeeded' : run.status, endedAt: turn.context.clock.nowMicros() });
    turn.run = null;
  }
  await turn.commit(async (sql) => {
    for (const { delivery_id } of events) {
      await sql.run('UPDATE connector_events SET external_ids = NULL WHERE connector_id = ? AND delivery_id = ?', [
        connector.id,
        delivery_id,
      ]);
    }
    if (ids.length === 0 && client.readChanges) await changeState(sql, connector.id, { nextRunAt: turn.context.clock.nowMicros() });
  });
}
