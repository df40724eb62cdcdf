/**
 * Cuts a list into slices whose lengths are powers of two: statements that name every element of a slice then have few
 * different texts, and stay prepared.
 */
export function* inSlices<Item>(items: readonly Item[], maximum = 64): Generator<readonly Item[]> {
  let start = 0;
  for (let length = maximum; length >= 1; length /= 2) {
    while (items.length - start >= length) {
      yield items.slice(start, start + length);
      start += length;
    }
  }
}

/** `?, ?, ?` */
export function placeholders(count: number): string {
  return Array(count).fill('?').join(', ');
}
