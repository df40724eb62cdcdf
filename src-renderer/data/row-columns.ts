/** What lists ask of all of their rows, beside the rows in their order: to look into 100,000 rows is to wait for memory 100,000 times. */
export interface RowColumns {
  ids: readonly string[];
  ordinals: Uint32Array;
}

interface ColumnRow {
  uid: string;
  ordinal: number;
}

/** Rows in order; their columns where they are known. */
export interface ListedRows<Of extends ColumnRow> {
  rows: Of[];
  columns: RowColumns | null;
}

export function columnsOf(rows: readonly ColumnRow[]): RowColumns {
  const ids = new Array<string>(rows.length);
  const ordinals = new Uint32Array(rows.length);
  rows.forEach((row, index) => {
    ids[index] = row.uid;
    ordinals[index] = row.ordinal;
  });
  return { ids, ordinals };
}

/** Rows that are looked into at a time: a few milliseconds. */
const PART_ROWS = 10_000;

/** The same as `columnsOf`, with a pause after each part. What it gives back is not whole when `signal` says to stop. */
export async function columnsInParts(rows: readonly ColumnRow[], pause: () => Promise<void>, signal: AbortSignal): Promise<RowColumns> {
  const ids: string[] = [];
  const ordinals = new Uint32Array(rows.length);
  for (let from = 0; from < rows.length && !signal.aborted; from += PART_ROWS) {
    const part = columnsOf(rows.slice(from, from + PART_ROWS));
    ids.push(...part.ids);
    ordinals.set(part.ordinals, from);
    await pause();
  }
  return { ids, ordinals };
}

/** A list of its own that says the same. */
export function copyRows<Of extends ColumnRow>(rows: readonly Of[], columns: RowColumns | null): ListedRows<Of> {
  return { rows: rows.slice(), columns: columns && { ids: columns.ids, ordinals: columns.ordinals.slice() } };
}

/** Those whose ordinal is marked with 1. All of them have the very ids that they had. */
export function pickMarked<Of extends ColumnRow>(rows: readonly Of[], { ids, ordinals }: RowColumns, marks: Uint8Array): ListedRows<Of> {
  let count = 0;
  for (let index = 0; index < ordinals.length; index += 1) count += marks[ordinals[index] ?? 0] ?? 0;
  if (count === rows.length) return copyRows(rows, { ids, ordinals });
  const picked: Of[] = [];
  const pickedIds: string[] = [];
  const pickedOrdinals = new Uint32Array(count);
  for (let index = 0; index < ordinals.length; index += 1) {
    const ordinal = ordinals[index] ?? 0;
    if (marks[ordinal] !== 1) continue;
    const row = rows[index];
    const id = ids[index];
    if (row === undefined || id === undefined) continue;
    pickedOrdinals[picked.length] = ordinal;
    picked.push(row);
    pickedIds.push(id);
  }
  return { rows: picked, columns: { ids: pickedIds, ordinals: pickedOrdinals } };
}
