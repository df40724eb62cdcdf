import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { parseMoment } from '../../../src-shared/time/timestamp.ts';
import type { VendorItem } from '../vendor.ts';
import type { ZendeskConnection } from './zendesk-connection.ts';
import { CountAnswer, SearchExportAnswer } from './zendesk-shapes.ts';

const PAGE = 500;
/** Cursors of a search live an hour. */
const CURSOR_LIFE_MS = 50 * 60_000;

export const OPEN_QUERY = 'status<solved';

export const SearchProgress = Type.Object({
  after: Type.Union([Type.String(), Type.Null()]),
  /** When the first page was read, by Zendesk's clock. */
  startMs: Type.Number(),
  newestMs: Type.Number(),
  total: Type.Union([Type.Integer(), Type.Null()]),
});
export type SearchProgress = Static<typeof SearchProgress>;

export interface SearchPage {
  items: VendorItem[];
  progress: SearchProgress;
  isLast: boolean;
}

/**
 * What a search finds, each ticket as it is now: the search itself may show it as it was. A search that was broken off
 * longer than its cursor lives begins again.
 */
export async function* searchZendesk(connection: ZendeskConnection, query: string, resume: JsonValue | null): AsyncIterable<SearchPage> {
  const { startMs } = await connection.access();
  const kept = Check(SearchProgress, resume) && startMs - resume.startMs < CURSOR_LIFE_MS ? resume : null;
  let progress = kept ?? { after: null, startMs, newestMs: 0, total: await countTickets(connection, query) };
  for (let isLast = false; !isLast; ) {
    const { value } = await connection.api.call({
      method: 'GET',
      path: '/api/v2/search/export',
      query: { query, 'filter[type]': 'ticket', 'page[size]': PAGE, 'page[after]': progress.after ?? undefined },
      budget: 'search',
      answer: SearchExportAnswer,
      what: 'the search of tickets',
    });
    const after = value.meta.after_cursor ?? null;
    isLast = !value.meta.has_more || after === null;
    const newestMs = Math.max(progress.newestMs, ...value.results.map(({ updated_at }) => (parseMoment(updated_at) ?? 0) / 1000));
    progress = { ...progress, after, newestMs };
    yield { items: await connection.readTickets(value.results.map(({ id }) => String(id))), progress, isLast };
  }
}

/** Null: Zendesk does not say. */
async function countTickets(connection: ZendeskConnection, query: string): Promise<number | null> {
  const found = await connection.api.find({
    method: 'GET',
    path: '/api/v2/search/count',
    query: { query: `type:ticket ${query}` },
    answer: CountAnswer,
    what: 'the number of tickets',
  });
  return found?.value.count ?? null;
}
