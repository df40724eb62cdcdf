import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { VendorError } from '../vendor-error.ts';
import type { IntercomApi } from './intercom-api.ts';
import type { IntercomObject } from './intercom-items.ts';
import { ConversationPage, TicketPage } from './intercom-shapes.ts';
import type { OrderedSearch, SearchFilter, SearchPage, TimeField } from './search-in-order.ts';

/** The most that Intercom takes. */
export const SEARCH_PAGE_ITEMS = 150;

export interface IntercomSearch extends OrderedSearch {
  /** How many fit. */
  count(filters: readonly SearchFilter[]): Promise<number>;
  /** When something was changed last, epoch seconds by Intercom's clock; null: there is nothing. */
  findNewest(): Promise<number | null>;
}

interface SearchBody {
  filters: readonly SearchFilter[];
  sort: { field: TimeField; order: 'ascending' | 'descending' };
  perPage: number;
  cursor: string | null;
}

export function createIntercomSearch(api: IntercomApi, object: IntercomObject): IntercomSearch {
  /** The order is in no description of these searches, though it is taken; where it is not, they are read without. */
  let isSortTaken = true;

  async function post({ filters, sort, perPage, cursor }: SearchBody): Promise<Omit<SearchPage, 'isSorted'>> {
    const json: JsonObject = {
      query: { operator: 'AND', value: filters.map((filter) => ({ ...filter })) },
      pagination: { per_page: perPage, ...(cursor === null ? {} : { starting_after: cursor }) },
      ...(isSortTaken ? { sort } : {}),
    };
    const call = { method: 'POST', json, isRepeatable: true } as const;
    if (object === 'ticket') {
      const page = await api.call({ ...call, path: '/tickets/search', answer: TicketPage, right: 'Read tickets' });
      return pageOf(page.tickets as JsonObject[], page);
    }
    const page = await api.call({ ...call, path: '/conversations/search', answer: ConversationPage, right: 'Read conversations' });
    return pageOf(page.conversations as JsonObject[], page);
  }

  async function postSorted(body: SearchBody): Promise<SearchPage> {
    try {
      return { ...(await post(body)), isSorted: isSortTaken };
    } catch (error) {
      if (!isSortTaken || !isAboutSort(error)) throw error;
      isSortTaken = false;
      return { ...(await post(body)), isSorted: false };
    }
  }

  return {
    find: ({ filters, sort, cursor }) =>
      postSorted({ filters, sort: { field: sort, order: 'ascending' }, perPage: SEARCH_PAGE_ITEMS, cursor }),
    count: async (filters) =>
      (await postSorted({ filters, sort: { field: 'created_at', order: 'ascending' }, perPage: 1, cursor: null })).total,
    async findNewest() {
      const filters: SearchFilter[] = [{ field: 'updated_at', operator: '>', value: 0 }];
      const page = await postSorted({ filters, sort: { field: 'updated_at', order: 'descending' }, perPage: 1, cursor: null });
      const updatedAt = page.records[0]?.updated_at;
      return typeof updatedAt === 'number' ? updatedAt : null;
    },
  };
}

function isAboutSort(error: unknown): boolean {
  return error instanceof VendorError && error.reason === 'rejected' && /\bsort/i.test(error.vendorMessage ?? '');
}

function pageOf(
  records: readonly JsonObject[],
  { pages, total_count: total }: { pages?: TicketPage['pages']; total_count?: number | null },
): Omit<SearchPage, 'isSorted'> {
  const next = pages?.next;
  const cursor = next !== null && typeof next === 'object' ? next.starting_after : null;
  return { records, cursor: cursor || null, total: total ?? records.length };
}
