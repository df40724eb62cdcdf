import { compareSortKeys, type SortKey } from './task-value.ts';

export interface Row {
  uid: string;
  key: SortKey;
}
export type Direction = 'asc' | 'desc';

/** A row's place is packed beside 32 bits of its key into one number, which a typed array sorts by itself. */
const INDEX_RANGE = 2 ** 21;
const PACKED_CHARACTERS = 4;
const WIDE_CODE = 255;
const FEW_ROWS = 24;

export function compareRows(a: Row, b: Row, direction: Direction): number {
  return compareSortKeys(a.key, b.key, direction) || compareTexts(a.uid, b.uid);
}

/**
 * As `sort` with `compareRows`, in a fraction of the time: 100,000 rows are in order before the next frame. Numbers come
 * before texts, nothing comes last whatever the direction, and equal keys are in the order of their ids.
 */
export function sortRows(rows: Row[], direction: Direction): Row[] {
  if (rows.length > INDEX_RANGE) return rows.sort((a, b) => compareRows(a, b, direction));
  const numbers: Row[] = [];
  const texts: Row[] = [];
  const empty: Row[] = [];
  for (const row of rows) (typeof row.key === 'number' ? numbers : row.key === null ? empty : texts).push(row);
  const ordered = [...sortNumbers(numbers), ...sortTexts(texts, keyText, 0, sortByUid)];
  if (direction === 'desc') reverseKeys(ordered);
  for (const row of sortByUid(empty)) ordered.push(row);
  return ordered;
}

/** Two lists that are in order, as one. */
export function mergeRows(a: readonly Row[], b: readonly Row[], direction: Direction): Row[] {
  const merged: Row[] = [];
  let place = 0;
  for (const row of a) {
    for (let other = b[place]; other && compareRows(other, row, direction) < 0; other = b[place]) {
      merged.push(other);
      place += 1;
    }
    merged.push(row);
  }
  for (; place < b.length; place += 1) {
    const other = b[place];
    if (other) merged.push(other);
  }
  return merged;
}

function sortByUid(rows: Row[]): Row[] {
  return sortTexts(rows, uidText, 0, (same) => same);
}

const uidText = ({ uid }: Row): string => uid;
const keyText = ({ key }: Row): string => String(key);

function sortNumbers(rows: Row[]): Row[] {
  const view = new DataView(new ArrayBuffer(8));
  const codeOf = ({ key }: Row) => {
    // The upper half of a floating-point number, turned so that it grows with the number. Plus nothing: there is one zero.
    view.setFloat64(0, Number(key) + 0);
    const high = view.getUint32(0);
    return (high & 0x80000000 ? ~high : high | 0x80000000) >>> 0;
  };
  return sortByCode(rows, codeOf, (run) => {
    const isSame = run.every(({ key }) => key === run[0]?.key);
    return isSame ? sortByUid(run) : run.sort((a, b) => compareRows(a, b, 'asc'));
  });
}

/** By text from `skip` on: all that is before is the same. `sortSame` gets those whose texts are equal. */
function sortTexts(rows: Row[], textOf: (row: Row) => string, skip: number, sortSame: (rows: Row[]) => Row[]): Row[] {
  const [first] = rows;
  if (!first || rows.length === 1) return rows;
  if (rows.length <= FEW_ROWS) return rows.sort((a, b) => compareTexts(textOf(a), textOf(b)) || compareTexts(a.uid, b.uid));
  const from = commonPrefix(rows, textOf, skip);
  if (rows.every((row) => textOf(row).length === from)) return sortSame(rows);
  const codeOf = (row: Row) => packedText(textOf(row), from);
  return sortByCode(rows, codeOf, (run, code) =>
    hasWideCharacter(code)
      ? run.sort((a, b) => compareTexts(textOf(a), textOf(b)) || compareTexts(a.uid, b.uid))
      : sortTexts(run, textOf, from, sortSame),
  );
}

function commonPrefix(rows: readonly Row[], textOf: (row: Row) => string, skip: number): number {
  const [first] = rows;
  const text = first ? textOf(first) : '';
  let length = text.length;
  for (const row of rows) {
    const other = textOf(row);
    let same = skip;
    while (same < length && other.charCodeAt(same) === text.charCodeAt(same)) same += 1;
    length = same;
  }
  return length;
}

function packedText(text: string, from: number): number {
  let code = 0;
  for (let place = from; place < from + PACKED_CHARACTERS; place += 1) {
    const character = place < text.length ? text.charCodeAt(place) + 1 : 0;
    code = code * 256 + Math.min(character, WIDE_CODE);
  }
  return code;
}

/** Characters that did not fit count as one: what follows them says nothing. */
function hasWideCharacter(code: number): boolean {
  return [code >>> 24, (code >>> 16) & 0xff, (code >>> 8) & 0xff, code & 0xff].includes(WIDE_CODE);
}

function sortByCode(rows: Row[], codeOf: (row: Row) => number, sortRun: (run: Row[], code: number) => Row[]): Row[] {
  const packed = new Float64Array(rows.length);
  for (const [index, row] of rows.entries()) packed[index] = codeOf(row) * INDEX_RANGE + index;
  packed.sort();
  const sorted: Row[] = [];
  let run: Row[] = [];
  let runCode = -1;
  const endRun = () => {
    for (const row of run.length > 1 ? sortRun(run, runCode) : run) sorted.push(row);
    run = [];
  };
  for (const value of packed) {
    const code = Math.floor(value / INDEX_RANGE);
    if (code !== runCode) endRun();
    runCode = code;
    const row = rows[value - code * INDEX_RANGE];
    if (row) run.push(row);
  }
  endRun();
  return sorted;
}

/** The other way round, except that rows of one key stay in order among themselves. */
function reverseKeys(rows: Row[]): void {
  rows.reverse();
  let start = 0;
  for (let end = 1; end <= rows.length; end += 1) {
    if (rows[end]?.key === rows[start]?.key && end < rows.length) continue;
    for (let low = start, high = end - 1; low < high; low += 1, high -= 1) {
      const [a, b] = [rows[low], rows[high]];
      if (a && b) [rows[low], rows[high]] = [b, a];
    }
    start = end;
  }
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
