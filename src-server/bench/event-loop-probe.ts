import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Loaded into a measured server before its own code: says, when asked, how late its event loop was since it was asked last. */
const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
process.on('message', () => {
  process.send?.({ p99Ms: delay.percentile(99) / 1e6 - RESOLUTION_MS, maxMs: delay.max / 1e6 - RESOLUTION_MS } satisfies LoopDelay);
  delay.reset();
});
process.channel?.unref();

export interface LoopDelay {
  p99Ms: number;
  maxMs: number;
}
