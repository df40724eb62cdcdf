/** A small seeded generator (mulberry32), so that the demo looks the same every time. */
export function createRandom(seed: number): {
  next(): number;
  pick<Item>(items: readonly Item[]): Item;
  integer(from: number, to: number): number;
} {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    next,
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    integer: (from, to) => from + Math.floor(next() * (to - from + 1)),
  };
}
