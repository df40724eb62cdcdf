import { expect, it } from 'vitest';
import { inSlices, placeholders } from './in-slices.ts';

it('cuts any list into slices of few lengths, and loses nothing', () => {
  const lengths = new Set<number>();
  for (let count = 0; count <= 200; count += 1) {
    const items = Array.from({ length: count }, (_, index) => index);
    const slices = [...inSlices(items, 32)];
    expect(slices.flat()).toEqual(items);
    for (const slice of slices) lengths.add(slice.length);
  }
  expect([...lengths].toSorted((a, b) => a - b)).toEqual([1, 2, 4, 8, 16, 32]);
  expect(placeholders(3)).toBe('?, ?, ?');
});
