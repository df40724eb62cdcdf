import type { SimulatorOptions } from './simulator.ts';

/** The vendor's own clock: manual, or the real one with what was added by `advanceMs`. */
export interface SimulatorClock {
  nowMs(): number;
  advanceMs(durationMs: number): void;
}

export function createSimulatorClock(options: Pick<SimulatorOptions, 'isClockManual' | 'startMs'>): SimulatorClock {
  const startedAtMs = Date.now();
  let addedMs = options.startMs === undefined ? 0 : options.startMs - startedAtMs;
  return {
    nowMs: () => (options.isClockManual ? startedAtMs : Date.now()) + addedMs,
    advanceMs: (durationMs) => {
      addedMs += durationMs;
    },
  };
}
