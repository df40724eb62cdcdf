import { describe, expect, it } from 'vitest';
import { createSimulatedWaiting, type SimulatedWaiting } from '../simulated-waiting.ts';
import { createVendorBudgets, type VendorBudgets } from '../vendor-budgets.ts';
import type { KnownBudgets } from './connector-state.ts';
import { presentBudgets } from './present-budgets.ts';

const LIMITS = { search: { requests: 5, perMs: 10_000 }, default: { requests: 100, perMs: 60_000 } };
const START_MS = Date.parse('2026-03-01T09:00:00Z');

function open() {
  const waiting = createSimulatedWaiting(undefined, START_MS);
  return { waiting, budgets: createVendorBudgets(waiting) };
}

async function take(budgets: VendorBudgets, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) (await budgets.find('acme', 'search', LIMITS).take(AbortSignal.timeout(5_000)))();
}

/** As the database hands it on to any process. */
function reported({ clock }: SimulatedWaiting, budgets: VendorBudgets): KnownBudgets {
  return JSON.parse(JSON.stringify({ atMicros: clock.nowMicros(), budgets: budgets.read('acme') }));
}

describe('what is said of a budget', () => {
  it('is what is used now, by what was reported last, and when it comes back', async () => {
    const { waiting, budgets } = open();
    await take(budgets, 2);
    waiting.advanceMs(4_000);
    await take(budgets, 1);
    const known = reported(waiting, budgets);
    const [search] = presentBudgets(LIMITS, known, waiting.clock.nowMicros());
    expect(search).toEqual({
      ...{ name: 'search', limit: 5, used: 3, remaining: 2, window_seconds: 10 },
      next_refill_at: '2026-03-01T09:00:10.000000+00:00',
      refilled_at: '2026-03-01T09:00:14.000000+00:00',
      throttled_until: null,
      known_at: '2026-03-01T09:00:04.000000+00:00',
    });
    waiting.advanceMs(7_000);
    expect(presentBudgets(LIMITS, known, waiting.clock.nowMicros())[0]).toMatchObject({ used: 1, remaining: 4 });
    waiting.advanceMs(7_000);
    expect(presentBudgets(LIMITS, known, waiting.clock.nowMicros())[0]).toMatchObject({ used: 0, remaining: 5, refilled_at: null });
  });

  it('counts requests that are under way', async () => {
    const { waiting, budgets } = open();
    await budgets.find('acme', 'search', LIMITS).take(AbortSignal.timeout(5_000));
    expect(presentBudgets(LIMITS, reported(waiting, budgets), waiting.clock.nowMicros())[0]).toMatchObject({ used: 1, remaining: 4 });
  });

  it('tells until when the vendor wants to be left alone, and no longer', async () => {
    const { waiting, budgets } = open();
    budgets.find('acme', 'search', LIMITS).pause(30_000);
    const known = reported(waiting, budgets);
    expect(presentBudgets(LIMITS, known, waiting.clock.nowMicros())[0]?.throttled_until).toBe('2026-03-01T09:00:30.000000+00:00');
    waiting.advanceMs(30_000);
    expect(presentBudgets(LIMITS, known, waiting.clock.nowMicros())[0]?.throttled_until).toBeNull();
  });

  it('is nothing used where nobody ever asked, and nothing of other accounts', async () => {
    const { waiting, budgets } = open();
    await take(budgets, 3);
    expect(budgets.read('another')).toEqual([]);
    expect(presentBudgets(LIMITS, null, waiting.clock.nowMicros())).toMatchObject([
      { name: 'search', used: 0, known_at: null },
      { name: 'default', used: 0, limit: 100, window_seconds: 60, known_at: null },
    ]);
  });
});
