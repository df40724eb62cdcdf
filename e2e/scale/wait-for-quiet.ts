import type { Database } from '../../src-server/store/database.ts';
import { Patience } from '../fixtures/patience.ts';
import type { Figures } from './figures.ts';

/** Longer than a lease (20 s) and a look at what others left (5 s), and a refused message’s second try after that (6 s). */
const QUIET_MS = 90_000;
/** A message that failed twice, by an accident of the load, waits for minutes by the published schedule. */
const LONG_WAIT_MICROS = 15_000_000;

/** Settles when nothing is left to be delivered and no task to be routed; a fault when that does not come. */
export async function waitForQuiet(
  database: Database,
  figures: Figures,
  patience: Pick<Patience, 'isOver'> = new Patience(QUIET_MS),
  isEnough: () => boolean = () => false,
): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const left = await database.read(async (sql) => {
      const deliveries = await sql.get<{ count: number }>("SELECT COUNT(*) AS count FROM deliveries WHERE state IN ('ready', 'waiting')");
      const routing = await sql.get<{ state: string }>('SELECT state FROM queue_routing WHERE id = 1');
      return { deliveries: deliveries?.count ?? 0, routing: routing?.state ?? '' };
    });
    const waitedMs = performance.now() - startedAt;
    if (left.deliveries === 0 && left.routing === 'done') return figures.time('until quiet', waitedMs);
    if (isEnough()) return;
    if (patience.isOver) return figures.fault('it does not become quiet', JSON.stringify(left));
    await bringForward(database, figures);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function bringForward(database: Database, figures: Figures): Promise<void> {
  const nowMicros = Date.now() * 1_000;
  const brought = await database.write(async (sql) => {
    const count = await sql.run("UPDATE deliveries SET due_at = ? WHERE state = 'ready' AND lease_owner IS NULL AND due_at > ?", [
      nowMicros,
      nowMicros + LONG_WAIT_MICROS,
    ]);
    if (count > 0) sql.notify('deliveries');
    return count;
  });
  figures.count('long waits brought forward', brought);
}
