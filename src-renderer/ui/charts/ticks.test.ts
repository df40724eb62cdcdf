import { expect, test } from 'vitest';
import { countTicks, labelEvery, spanTicks } from './ticks.ts';

test('counts are marked in ones, twos and fives, up to the largest', () => {
  expect(countTicks(0)).toEqual([0, 1]);
  expect(countTicks(3)).toEqual([0, 1, 2, 3]);
  expect(countTicks(7)).toEqual([0, 2, 4, 6, 8]);
  expect(countTicks(1_234)).toEqual([0, 500, 1_000, 1_500]);
});

test('lengths of time are marked as people count them', () => {
  expect(spanTicks(50)).toEqual([0, 15, 30, 45, 60]);
  expect(spanTicks(3_000)).toEqual([0, 900, 1_800, 2_700, 3_600]);
  expect(spanTicks(100_000)).toEqual([0, 43_200, 86_400, 129_600]);
});

test('labels are left out where they would not fit beside each other', () => {
  expect(labelEvery(7, 600, 60)).toBe(1);
  expect(labelEvery(31, 600, 60)).toBe(4);
  expect(labelEvery(31, 20, 60)).toBe(31);
});
