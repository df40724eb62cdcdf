import { setImmediate } from 'node:timers/promises';
import type { Waiting } from './waiting.ts';

export interface SimulatedWaiting extends Waiting {
  nowMs(): number;
  advanceMs(durationMs: number): void;
  /** How long was waited for in all. */
  waitedMs(): number;
}

const START_MS = Date.parse('2026-03-01T09:00:00Z');

/** For tests: whoever waits moves the clock, and those of a simulator that `onAdvance` tells. */
export function createSimulatedWaiting(
  onAdvance: (durationMs: number) => void = () => undefined,
  startMs: number = START_MS,
): SimulatedWaiting {
  let nowMs = startMs;
  let waitedMs = 0;
  const advanceTo = (toMs: number) => {
    if (toMs <= nowMs) return;
    const durationMs = toMs - nowMs;
    nowMs = toMs;
    onAdvance(durationMs);
  };
  return {
    clock: { nowMicros: () => Math.round(nowMs * 1_000) },
    async wait(durationMs, signal) {
      const toMs = nowMs + durationMs;
      await setImmediate(undefined, signal ? { signal } : {});
      waitedMs += Math.max(0, toMs - nowMs);
      advanceTo(toMs);
    },
    nowMs: () => nowMs,
    advanceMs: (durationMs) => advanceTo(nowMs + durationMs),
    waitedMs: () => waitedMs,
  };
}
