import { expect, test } from 'vitest';
import { rowsToDraw } from './use-fixed-rows.ts';

test('rows that are seen are drawn with some around them, and the pinned one wherever it is', () => {
  const ends = (rows: readonly { index: number }[]) => {
    const indexes = rows.map(({ index }) => index);
    return [indexes[0], indexes[1], indexes.at(-2), indexes.at(-1), indexes.length];
  };
  expect(ends(rowsToDraw(0, 20, 1_000, 0))).toEqual([0, 1, 22, 23, 24]);
  expect(ends(rowsToDraw(500, 20, 1_000, 3))).toEqual([3, 496, 522, 523, 29]);
  expect(ends(rowsToDraw(500, 20, 1_000, 900))).toEqual([496, 497, 523, 900, 29]);
  expect(ends(rowsToDraw(990, 20, 1_000, -1))).toEqual([976, 977, 998, 999, 24]);
  expect(rowsToDraw(0, 20, 2, 7).map(({ index }) => index)).toEqual([0, 1]);
  expect(rowsToDraw(0, 0, 1_000, 0)).toEqual([]);
});

test('no two rows are drawn in one place, and a row keeps its place while it is seen', () => {
  const before = new Map(rowsToDraw(500, 20, 1_000, 495).map(({ index, slot }) => [index, slot]));
  expect(new Set(before.values()).size).toBe(before.size);
  const after = rowsToDraw(503, 20, 1_000, 503);
  expect(new Set(after.map(({ slot }) => slot)).size).toBe(after.length);
  for (const { index, slot } of after) expect(before.get(index) ?? slot).toBe(slot);
});
