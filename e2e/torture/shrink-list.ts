export interface ShrinkLimits {
  /** What happens at the same time does not happen the same way each time. */
  triesEach: number;
  deadlineMs: number;
}

/**
 * Leaves out of a failing list what it fails without: halves first, single ones last. `performance.now()` beyond the
 * deadline ends it with what it has.
 */
export async function shrinkList<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
  { triesEach, deadlineMs }: ShrinkLimits,
): Promise<readonly Item[]> {
  const failsOnce = async (candidate: readonly Item[]): Promise<boolean> => {
    for (let attempt = 0; attempt < triesEach && performance.now() < deadlineMs; attempt += 1) if (await fails(candidate)) return true;
    return false;
  };
  let kept = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length && performance.now() < deadlineMs; ) {
      const candidate = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (await failsOnce(candidate)) kept = candidate;
      else start += size;
    }
  }
  return kept;
}
