import { expect, test } from 'vitest';
import { columnsInParts, columnsOf, pickMarked } from './row-columns.ts';

const rows = Array.from({ length: 25_000 }, (_, index) => ({ uid: `t${index}`, ordinal: (index * 7) % 25_000 }));

test('columns that are made in parts are those that are made at once', async () => {
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  expect(await columnsInParts(rows, pause, new AbortController().signal)).toEqual(columnsOf(rows));
  expect(pauses).toBeGreaterThan(1);
});

test('the rows that are marked are picked in their order, with the columns that they would have', () => {
  const marks = Uint8Array.from(rows, (_, ordinal) => (ordinal % 3 === 0 ? 1 : 0));
  const { rows: picked, columns } = pickMarked(rows, columnsOf(rows), marks);
  expect(picked).toEqual(rows.filter(({ ordinal }) => ordinal % 3 === 0));
  expect(columns).toEqual(columnsOf(picked));
});

test('where all are marked the ids are the same list, and a change of one list is none of the other', () => {
  const columns = columnsOf(rows);
  const picked = pickMarked(rows, columns, new Uint8Array(25_000).fill(1));
  expect(picked.columns?.ids).toBe(columns.ids);
  expect(picked.rows).not.toBe(rows);
  expect(picked.columns?.ordinals).not.toBe(columns.ordinals);
});
