import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock.ts';

/** Time and the passing of it, for connectors: simulated in tests. */
export interface Waiting {
  clock: Clock;
  /** Rejects as soon as the signal is aborted. */
  wait(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemWaiting: Waiting = {
  clock: systemClock,
  wait: (durationMs, signal) => sleep(durationMs, undefined, signal ? { signal } : {}),
};
