import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareRows, type Direction, mergeRows, type Row, sortRows, turnRows } from './sort-rows.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'ý', 'þ', 'ÿ', '€', '😀', ' '), maxLength: 5 });
const key = fc.oneof(text, fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }), fc.constant(null), fc.constantFrom(0, -0, 'same'));
const rows = fc.uniqueArray(fc.record({ uid: text, key }), { selector: ({ uid }) => uid, maxLength: 120 });
const direction = fc.constantFrom<Direction>('asc', 'desc');

const uidsOf = (list: readonly Row[]) => list.map(({ uid }) => uid);
const inOrder = (list: readonly Row[], way: Direction) => uidsOf(list.toSorted((a, b) => compareRows(a, b, way)));

test('rows are in the order of their comparison, also when they are turned round', () => {
  fc.assert(
    fc.property(rows, direction, (list, way) => {
      expect(uidsOf(sortRows(list, way))).toEqual(inOrder(list, way));
      expect(uidsOf(turnRows(sortRows(list, way)))).toEqual(inOrder(list, way === 'asc' ? 'desc' : 'asc'));
    }),
    { numRuns: 500 },
  );
});

test('many texts are so, whatever they begin with', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ý', 'þ', 'ÿ', '€', '😀'), maxLength: 8 });
  const many = fc.uniqueArray(word, { minLength: 80, maxLength: 150 });
  fc.assert(
    fc.property(many, fc.constantFrom('', 'Claim ', '€'), direction, (words, start, way) => {
      const list = words.map((text, index) => ({
        uid: `t${(index * 7) % words.length}-${index}`,
        key: start + (index % 3 === 0 ? words[0] : text),
      }));
      expect(uidsOf(sortRows(list, way))).toEqual(inOrder(list, way));
    }),
    { numRuns: 200 },
  );
});

test('two lists in order are merged into one', () => {
  fc.assert(
    fc.property(rows, direction, fc.nat(120), (list, way, cut) => {
      const merged = mergeRows(sortRows(list.slice(0, cut), way), sortRows(list.slice(cut), way), way);
      expect(uidsOf(merged)).toEqual(inOrder(list, way));
    }),
  );
});
