import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followActive } from './follow-active.ts';

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
