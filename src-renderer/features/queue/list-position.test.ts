import { expect, test } from 'vitest';
import { indexNear, movedIndex, rowsShifted } from './list-position.ts';

test('rows that come in above shift the active one by their number', () => {
  expect(rowsShifted(['a', 'b'], ['x', 'y', 'a', 'b'], 'b')).toBe(2);
  expect(rowsShifted(['a', 'b', 'c'], ['c'], 'c')).toBe(-2);
  expect(rowsShifted(['a', 'b'], ['b'], 'a')).toBe(0);
});

test('moves stop at both ends', () => {
  expect(movedIndex(0, -1, 3)).toBe(0);
  expect(movedIndex(2, 20, 3)).toBe(2);
  expect(movedIndex(-1, 1, 3)).toBe(0);
  expect(movedIndex(-1, -1, 3)).toBe(2);
  expect(movedIndex(0, 1, 0)).toBe(-1);
});

test('an id is found near the place where it is looked for, far from it, or not at all', () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
  expect(['t500', 't501', 't3', 't999', 'gone', null].map((uid) => indexNear(ids, uid, 500))).toEqual([500, 501, 3, 999, -1, -1]);
  expect(indexNear(ids, 't0', -1)).toBe(0);
});
