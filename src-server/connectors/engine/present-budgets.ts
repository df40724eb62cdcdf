import type { ConnectorBudget } from '../../../src-shared/schema/connector.ts';
import { formatTimestamp } from '../../../src-shared/time/timestamp.ts';
import type { BudgetReading } from '../vendor-budgets.ts';
import type { VendorHttpLimits } from '../vendor-http.ts';
import type { KnownBudgets } from './connector-state.ts';

/** The kind's budgets as they stand now, by what was said of them last. */
export function presentBudgets(limits: VendorHttpLimits, known: KnownBudgets | null, nowMicros: number): ConnectorBudget[] {
  return Object.entries(limits).map(([name, limit]) => {
    const reading = known?.budgets.find((each) => each.name === name) ?? { name, ...limit, refills: [], pausedUntilMs: null };
    return presentBudget(reading, known, nowMicros / 1_000);
  });
}

function presentBudget(reading: BudgetReading, known: KnownBudgets | null, nowMs: number): ConnectorBudget {
  const { name, requests: limit, perMs, pausedUntilMs } = reading;
  const refills = reading.refills.filter(({ atMs }) => atMs > nowMs);
  const used = refills.reduce((sum, { requests }) => sum + requests, 0);
  const atMs = refills.map((refill) => refill.atMs);
  return {
    name,
    limit,
    used,
    remaining: Math.max(0, limit - used),
    window_seconds: perMs / 1_000,
    next_refill_at: used === 0 ? null : momentOf(Math.min(...atMs)),
    refilled_at: used === 0 ? null : momentOf(Math.max(...atMs)),
    throttled_until: pausedUntilMs !== null && pausedUntilMs > nowMs ? momentOf(pausedUntilMs) : null,
    known_at: known && formatTimestamp(known.atMicros),
  };
}

function momentOf(atMs: number) {
  return formatTimestamp(Math.ceil(atMs * 1_000));
}
