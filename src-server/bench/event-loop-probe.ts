import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Loaded into a measured server before its own code: says, when asked, how late its event loop was since it was asked last. */
const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
process.on('message', (question: 'delay' | 'memory') => {
  switch (question) {
    case 'delay':
      process.send?.({ p99Ms: delay.percentile(99) / 1e6 - RESOLUTION_MS, maxMs: delay.max / 1e6 - RESOLUTION_MS } satisfies LoopDelay);
      delay.reset();
      return;
    case 'memory':
      process.send?.(liveMemory());
  }
});
process.channel?.unref();

export interface LoopDelay {
  p99Ms: number;
  maxMs: number;
}

/** What is held after a collection, bytes. */
export interface LiveMemory {
  resident: number;
  heap: number;
  /** Of buffers and other things outside of the heap. */
  external: number;
}

/** Where garbage cannot be collected on demand (`--expose-gc`), what is dead already counts too. */
function liveMemory(): LiveMemory {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed, external };
}
