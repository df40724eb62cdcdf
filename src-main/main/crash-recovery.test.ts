import { expect, test } from 'vitest';
import { CrashCount } from './crash-recovery.ts';

test('a page that dies is loaded again at once, then later and later, and then no more', () => {
  const count = new CrashCount();
  expect([0, 1_000, 3_000, 8_000].map((nowMs) => count.next(nowMs))).toEqual([0, 1_000, 4_000, null]);
});

test('crashes five minutes apart have nothing to do with each other', () => {
  const count = new CrashCount();
  expect([0, 301_000, 602_000, 903_000, 903_500].map((nowMs) => count.next(nowMs))).toEqual([0, 0, 0, 0, 1_000]);
});

test('a page that was left, and opened again by hand, is left again at once', () => {
  const count = new CrashCount();
  for (const nowMs of [0, 100, 200, 300]) count.next(nowMs);
  expect(count.next(20_000)).toBeNull();
});
