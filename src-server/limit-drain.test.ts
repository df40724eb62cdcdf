import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limitDrain } from './limit-drain.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('calls once when the time is over, and not when all ended before', () => {
  const calls: string[] = [];
  limitDrain(1_000, () => calls.push('hung'));
  const end = limitDrain(1_000, () => calls.push('ended'));
  vi.advanceTimersByTime(999);
  expect(calls).toEqual([]);
  end();
  vi.advanceTimersByTime(5_000);
  expect(calls).toEqual(['hung']);
});
