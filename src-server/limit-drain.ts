const TICK_MS = 250;

/**
 * Calls once the process has had so much time, and gives back how to end that: time in which it had no turn, on a machine
 * that slept or that others had for themselves, does not count.
 */
export function limitDrain(limitMs: number, onOver: () => void): () => void {
  let spentMs = 0;
  const timer = setInterval(() => {
    spentMs += TICK_MS;
    if (spentMs < limitMs) return;
    clearInterval(timer);
    onOver();
  }, TICK_MS);
  return () => clearInterval(timer);
}
