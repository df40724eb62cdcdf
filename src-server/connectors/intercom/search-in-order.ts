import type { JsonObject } from '../../../src-shared/schema/task.ts';

export type TimeField = 'updated_at' | 'created_at';

export interface SearchFilter {
  field: string;
  operator: '=' | '!=' | '>' | '<';
  value: string | number | boolean;
}

export interface SearchQuery {
  filters: readonly SearchFilter[];
  /** Ascending by this. */
  sort: TimeField;
  cursor: string | null;
}

export interface SearchPage {
  records: readonly JsonObject[];
  /** Where the search goes on; null on its last page. */
  cursor: string | null;
  total: number;
  /** False where Intercom did not take the order. */
  isSorted: boolean;
}

export interface OrderedSearch {
  find(query: SearchQuery): Promise<SearchPage>;
}

export interface TimeWindow {
  field: TimeField;
  filters: readonly SearchFilter[];
  /** Epoch seconds: what is later than this. */
  after: number;
  /** Epoch seconds: what comes later may be left out, so that a busy workspace cannot make reading endless. */
  until: number;
}

export interface OrderedPage {
  records: readonly JsonObject[];
  /** `after` of a search that goes on behind this page. */
  after: number;
  /** What was found from this page on. */
  total: number;
}

/** How often one second is read again because it changed meanwhile. */
const REPEATS_MAXIMUM = 5;

/**
 * Pages by time instead of by cursor: a cursor is a place in the list, so records that move while it is read make it skip
 * others. Only a second that fills more than a page is read by cursor, and again when it changed meanwhile.
 */
export async function* searchInOrder(search: OrderedSearch, window: TimeWindow): AsyncGenerator<OrderedPage> {
  const { field, filters, until } = window;
  let after = window.after;
  // The next page begins with the second in which this one ends.
  let atEnd: ReadonlySet<string> = new Set();
  const keyOf = (record: JsonObject) => `${record.id} ${timeOf(record, field)}`;
  for (;;) {
    const page = await search.find({ filters: [...filters, { field, operator: '>', value: after }], sort: field, cursor: null });
    const records = page.records.filter((record) => !atEnd.has(keyOf(record)));
    const total = page.total - (page.records.length - records.length);
    if (page.cursor === null) {
      yield { records, after, total };
      return;
    }
    const times = page.records.map((record) => timeOf(record, field));
    const [first, last] = [times[0], times.at(-1)];
    if (!page.isSorted || first === undefined || last === undefined || !isAscending(times)) {
      yield* readUnsorted(search, window, after);
      return;
    }
    if (last - 1 > after) {
      after = last - 1;
      atEnd = new Set(page.records.filter((record) => record[field] === last).map(keyOf));
      yield { records, after, total };
    } else {
      for (let second = first; second <= last; second += 1) yield* readSecond(search, window, second, after);
      // Published as "greater (or equal)": with the latter, the same page would come for ever.
      after = first === after ? last + 1 : last;
    }
    if (last > until) return;
  }
}

async function* readSecond(
  search: OrderedSearch,
  { field, filters }: TimeWindow,
  second: number,
  after: number,
): AsyncGenerator<OrderedPage> {
  const inSecond: SearchFilter[] = [
    { field, operator: '>', value: second - 1 },
    { field, operator: '<', value: second + 1 },
  ];
  for (let repeat = 0; repeat < REPEATS_MAXIMUM; repeat += 1) {
    let cursor: string | null = null;
    let total: number | null = null;
    let isSame = true;
    do {
      const page: SearchPage = await search.find({ filters: [...filters, ...inSecond], sort: field, cursor });
      isSame = total === null || page.total === total;
      total ??= page.total;
      cursor = page.cursor;
      yield { records: page.records, after, total: page.total };
    } while (isSame && cursor !== null);
    if (isSame) return;
  }
}

/** By cursor, in whatever order there is: what moved meanwhile comes with the overlap of the next search. */
async function* readUnsorted(search: OrderedSearch, { field, filters }: TimeWindow, after: number): AsyncGenerator<OrderedPage> {
  let cursor: string | null = null;
  do {
    const page: SearchPage = await search.find({ filters: [...filters, { field, operator: '>', value: after }], sort: field, cursor });
    yield { records: page.records, after, total: page.total };
    cursor = page.cursor;
  } while (cursor !== null);
}

function timeOf(record: JsonObject, field: TimeField): number {
  const time = record[field];
  return typeof time === 'number' ? time : Number.NaN;
}

function isAscending(times: readonly number[]): boolean {
  return times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time));
}
