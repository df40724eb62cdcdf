import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRows, type Direction, mergeRows, type Row, sortRows } from './sort-rows.ts';

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'ÿ', 'þ', 'é', '€', '😀', ' '), maxLength: 9 }),
  fc.integer({ min: 0, max: 99 }).map((number) => `2026-07-12T12:${number}`),
);
const key = fc.oneof(text, fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }), fc.constant(null), fc.constantFrom(0, -0, 'same'));
const rows = fc.uniqueArray(fc.record({ uid: text, key }), { selector: ({ uid }) => uid, maxLength: 120 });
const direction = fc.constantFrom<Direction>('asc', 'desc');

const inOrder = (list: readonly Row[], way: Direction) => list.toSorted((a, b) => compareRows(a, b, way)).map(({ uid }) => uid);

test('rows are in the order of their comparison', () => {
  fc.assert(
    fc.property(rows, direction, (list, way) => {
      expect(sortRows([...list], way).map(({ uid }) => uid)).toEqual(inOrder(list, way));
    }),
    { numRuns: 1_000 },
  );
});

test('many rows with keys alike are so, too', () => {
  const many = (keyOf: (index: number) => Row['key']) =>
    Array.from({ length: 3_000 }, (_, index) => ({ uid: `task-${(index * 7_919) % 3_001}`, key: keyOf(index) }));
  for (const keyOf of [
    (index: number) => index % 5,
    (index: number) => `claim ${index % 700} of €`,
    () => null,
    (index: number) => (index % 2 ? 'x' : index),
  ]) {
    for (const way of ['asc', 'desc'] as const) {
      expect(sortRows(many(keyOf), way).map(({ uid }) => uid)).toEqual(inOrder(many(keyOf), way));
    }
  }
});

test('two lists in order are merged into one', () => {
  fc.assert(
    fc.property(rows, direction, fc.nat(120), (list, way, cut) => {
      const [a, b] = [sortRows(list.slice(0, cut), way), sortRows(list.slice(cut), way)];
      expect(mergeRows(a, b, way).map(({ uid }) => uid)).toEqual(inOrder(list, way));
    }),
  );
});
