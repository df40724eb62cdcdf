import type { Database } from '../../src-server/store/database.ts';
import { awakeMs } from '../fixtures/awake-clock.ts';
import { Patience, readProcessorTime } from '../fixtures/patience.ts';
import type { Figures } from './figures.ts';
import type { ServerFleet } from './server-fleet.ts';

const EVERY_MS = 300;
/**
 * How long a delivery may be with one process: a living one is through with it in less, a dead one’s is taken over. Its
 * lease (20 s) and the others' looks (each 5 s) go by the clock.
 */
const TAKEN_OVER = { limitMs: 5_000, fixedMs: 25_000 } as const;

interface Claim {
  owner: string;
  sinceMs: number;
  patience: Patience;
  isLate: boolean;
}

/** Sees claimed deliveries pass from a process that died to another one, and how long that took at most. */
export async function watchTakeovers(
  { database, fleet, figures }: { database: Database; fleet: ServerFleet; figures: Figures },
  signal: AbortSignal,
): Promise<void> {
  const claims = new Map<string, Claim>();
  /** Stands still while no server serves, or nobody has a processor. */
  let clockMs = 0;
  let lookedAt = awakeMs();
  while (!signal.aborted) {
    const rows = await database.read((sql) =>
      sql.all<{ id: string; lease_owner: string; due_at: number }>(
        "SELECT id, lease_owner, due_at FROM deliveries WHERE state = 'ready' AND lease_owner IS NOT NULL",
      ),
    );
    const nowMs = awakeMs();
    if (fleet.isServing) clockMs += nowMs - lookedAt;
    lookedAt = nowMs;
    const owners = new Map(rows.map(({ id, lease_owner }) => [id, lease_owner]));
    const leaseEnds = new Map(rows.map(({ id, due_at }) => [id, Math.round(due_at / 1_000 - Date.now())]));
    for (const [id, claim] of claims) {
      const heldMs = clockMs - claim.sinceMs;
      if (claim.patience.isOver && !claim.isLate) {
        claim.isLate = true;
        figures.fault(
          'a dead process’s delivery was taken over late',
          `${id}: after ${Math.round(heldMs)} ms it is still with ${claim.owner}, whose lease ends in ${leaseEnds.get(id)} ms`,
        );
      }
      const owner = owners.get(id);
      if (owner === claim.owner) continue;
      claims.delete(id);
      if (owner === undefined) continue;
      figures.count('takeovers');
      figures.time('a takeover', heldMs);
    }
    for (const [id, owner] of owners) {
      if (claims.has(id)) continue;
      const sources = { nowMs: () => clockMs, processorTime: readProcessorTime };
      const patience = new Patience(TAKEN_OVER.limitMs, { fixedMs: TAKEN_OVER.fixedMs, sources });
      claims.set(id, { owner, sinceMs: clockMs, patience, isLate: false });
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
