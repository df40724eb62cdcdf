import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followActive, indexNear, movedIndex, rowsShifted } from './list-position.ts';

test('the keyboard stays on its task wherever that moved', () => {
  expect(followActive(['a', 'b', 'c'], ['c', 'x', 'b', 'a'], 'b')).toBe('b');
});

test('when its task left, the keyboard goes on to the next one that is still there', () => {
  expect(followActive(['a', 'b', 'c', 'd'], ['a', 'd'], 'b')).toBe('d');
});

test('when nothing follows, the keyboard goes to the one before', () => {
  expect(followActive(['a', 'b', 'c'], ['a', 'b'], 'c')).toBe('b');
  expect(followActive(['a', 'b', 'c'], ['x'], 'c')).toBe('x');
});

test('of many tasks too, the keyboard goes to the nearest that is still there', () => {
  const before = Array.from({ length: 12_000 }, (_, index) => `t${index}`);
  const rows = fc.oneof(fc.nat(20), fc.nat(200), fc.nat(before.length));
  fc.assert(
    fc.property(fc.nat(before.length - 1), rows, rows, (place, aboveCount, belowCount) => {
      const after = before.filter((_, index) => index < place - aboveCount || index > place + belowCount);
      const index = (uid: string) => Number(uid.slice(1));
      const nearest = after.find((uid) => index(uid) > place) ?? after.findLast((uid) => index(uid) < place) ?? null;
      expect(followActive(before, after, `t${place}`)).toBe(nearest);
    }),
    { numRuns: 60 },
  );
});

test('an empty list has no active row, a new one starts at the top', () => {
  expect(followActive(['a'], [], 'a')).toBeNull();
  expect(followActive([], ['a', 'b'], null)).toBe('a');
});

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
