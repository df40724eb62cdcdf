import type { Database } from '../../src-server/store/database.ts';
import type { Figures } from './figures.ts';
import type { ServerFleet } from './server-fleet.ts';

const EVERY_MS = 300;
/** How long a dead process’s deliveries may be nobody's, while there is a server that could take them. */
const TAKEN_OVER_MS = 30_000;

/** Sees claimed deliveries pass from a process that died to another one, and how long that took at most. */
export async function watchTakeovers(
  { database, fleet, figures }: { database: Database; fleet: ServerFleet; figures: Figures },
  signal: AbortSignal,
): Promise<void> {
  const claimed = new Map<string, { owner: string; sinceMs: number }>();
  /** Stands still while no server serves. */
  let clockMs = 0;
  let lookedAt = performance.now();
  while (!signal.aborted) {
    const rows = await database.read((sql) =>
      sql.all<{ id: string; lease_owner: string }>(
        "SELECT id, lease_owner FROM deliveries WHERE state = 'ready' AND lease_owner IS NOT NULL",
      ),
    );
    if (fleet.isServing) clockMs += performance.now() - lookedAt;
    lookedAt = performance.now();
    const current = new Map(rows.map(({ id, lease_owner }) => [id, lease_owner]));
    for (const [id, known] of claimed) {
      const owner = current.get(id);
      if (owner === known.owner) continue;
      claimed.delete(id);
      const heldMs = clockMs - known.sinceMs;
      // A living process gives a delivery back or finishes it within the 15 s that an attempt may take.
      if (owner !== undefined) {
        figures.count('takeovers');
        figures.time('a takeover', heldMs);
        if (heldMs > TAKEN_OVER_MS) figures.fault('a dead process’s delivery was taken over late', `${id}: ${Math.round(heldMs)} ms`);
      }
    }
    for (const [id, owner] of current) if (!claimed.has(id)) claimed.set(id, { owner, sinceMs: clockMs });
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
