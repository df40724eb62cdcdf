import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const HOUR_MICROS = 3_600_000_000;

describe('the system’s clock', () => {
  it('says the time after a sleep of the machine, in which its high-resolution timer stood still', () => {
    const now = Date.now;
    const before = systemClock.nowMicros();
    vi.spyOn(Date, 'now').mockImplementation(() => now() + 8 * 3_600_000);
    expect(Math.round((systemClock.nowMicros() - before) / HOUR_MICROS)).toBe(8);
    expect(Math.round((systemClock.nowMicros() - before) / HOUR_MICROS)).toBe(8);
  });

  it('goes on evenly where the two drift apart', () => {
    const now = Date.now;
    let aheadMs = 0;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + aheadMs);
    let last = systemClock.nowMicros();
    for (let step = 0; step < 2_000; step += 1) {
      // To and fro, as clocks are corrected, around where it begins to matter.
      aheadMs = 95 + (step % 10);
      const next = systemClock.nowMicros();
      expect(next).toBeGreaterThanOrEqual(last);
      last = next;
    }
  });

  it('does not go back with the machine’s', () => {
    const now = Date.now;
    const before = systemClock.nowMicros();
    vi.spyOn(Date, 'now').mockImplementation(() => now() - 8 * 3_600_000);
    expect(systemClock.nowMicros()).toBeGreaterThanOrEqual(before);
  });
});
