import { expect, test } from 'vitest';
import { indexesToDraw } from './use-fixed-rows.ts';

test('rows that are seen are drawn with some around them, and the pinned one wherever it is', () => {
  const ends = (indexes: readonly number[]) => [indexes[0], indexes[1], indexes.at(-2), indexes.at(-1), indexes.length];
  expect(ends(indexesToDraw(0, 20, 1_000, 0))).toEqual([0, 1, 28, 29, 30]);
  expect(ends(indexesToDraw(500, 20, 1_000, 3))).toEqual([3, 490, 528, 529, 41]);
  expect(ends(indexesToDraw(500, 20, 1_000, 900))).toEqual([490, 491, 529, 900, 41]);
  expect(ends(indexesToDraw(990, 20, 1_000, -1))).toEqual([970, 971, 998, 999, 30]);
  expect(indexesToDraw(0, 20, 2, 7)).toEqual([0, 1]);
  expect(indexesToDraw(0, 0, 1_000, 0)).toEqual([]);
});
