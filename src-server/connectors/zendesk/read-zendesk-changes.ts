import Type from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { parseMoment } from '../../../src-shared/time/timestamp.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { countTickets, OPEN_QUERY, type SearchProgress, searchZendesk } from './search-zendesk.ts';
import type { ZendeskConnection } from './zendesk-connection.ts';
import { deletedTicket, ticketExternalId } from './zendesk-item.ts';
import { DeletedAnswer, ExportAnswer, type ZendeskTicket } from './zendesk-shapes.ts';

const DAY_S = 86_400;
const IMPORT_DAYS = 180;
/** Zendesk takes no later start, and what changed lately is found by a search only later. */
const MARGIN_MS = 120_000;
const LAG_MS = 60_000;
/** Where nothing changes, the watermark follows. */
const QUIET_MS = 15 * 60_000;

export const AGENT_WARNING =
  'These are an agent’s credentials, and Zendesk gives the list of changes to administrators only: Docket searches for changes instead, which shows only the tickets of this agent and misses changes of the system until the next whole reconciliation. Use an administrator’s.';

const ExportMark = Type.Object({ cursor: Type.String(), total: Type.Optional(Type.Integer()) });
const SearchMark = Type.Object({ updatedMs: Type.Number() });

export async function* readZendeskChanges(
  connection: ZendeskConnection,
  watermark: JsonValue | null,
  resume: JsonValue | null,
): AsyncIterable<ItemPage> {
  const { startMs } = await connection.access();
  const sinceMs = Check(SearchMark, watermark) ? watermark.updatedMs : null;
  const mark = Check(ExportMark, resume) ? resume : Check(ExportMark, watermark) ? watermark : null;
  const isImport = watermark === null;
  let query: Record<string, string | number> = mark
    ? { cursor: mark.cursor }
    : { start_time: sinceMs === null ? importStart(connection, startMs) : Math.floor((sinceMs - MARGIN_MS) / 1000) };
  let total = mark?.total ?? null;
  const seen = new Set<string>();
  for (let page = 0; ; page += 1) {
    const found = await connection.api.find({
      method: 'GET',
      path: '/api/v2/incremental/tickets/cursor.json',
      query: { ...query, include: 'users' },
      budget: 'export',
      answer: ExportAnswer,
      what: 'the list of changed tickets',
    });
    if (found === null) {
      connection.warn(AGENT_WARNING);
      yield* searchChanges(connection, sinceMs, resume);
      return;
    }
    const { tickets, users, end_of_stream, after_cursor } = found.value;
    total = page === 0 && isImport && mark === null ? await countTickets(connection, OPEN_QUERY) : total;
    const fresh = tickets.filter(({ id, generated_timestamp = 0 }) => {
      const key = `${id} ${generated_timestamp}`;
      return !seen.has(key) && seen.add(key);
    });
    const items = await itemsOfRows(connection, fresh, users);
    const next = nextMark(query, after_cursor ?? null, end_of_stream, startMs, total);
    yield {
      items: isImport ? items.filter(({ state }) => state === 'open') : items,
      resume: next,
      ...(total === null ? {} : { total }),
      ...(end_of_stream ? { watermark: withoutTotal(next) } : {}),
    };
    if (end_of_stream) {
      return;
    }
    query = { cursor: String(next.cursor) };
  }
}

function importStart({ config }: ZendeskConnection, startMs: number): number {
  return Math.floor(startMs / 1000) - (config.importDays ?? IMPORT_DAYS) * DAY_S;
}

function itemsOfRows(
  connection: ZendeskConnection,
  rows: readonly (ZendeskTicket | { id: number; status: string })[],
  users: Parameters<ZendeskConnection['itemsOf']>[1],
): Promise<VendorItem[]> {
  const isTicket = (row: ZendeskTicket | { id: number; status: string }): row is ZendeskTicket => row.status !== 'deleted';
  const deleted = rows.filter((row) => !isTicket(row)).map(({ id }) => deletedTicket(ticketExternalId(id)));
  return connection.itemsOf(rows.filter(isTicket), users).then((items) => [...items, ...deleted]);
}

/** An account where nothing ever happened has no cursor yet: it starts at the same time again, by the clock. */
function nextMark(
  asked: Readonly<Record<string, string | number>>,
  after: string | null,
  isEnd: boolean,
  startMs: number,
  total: number | null,
): JsonObject {
  if (!isEnd && (after === null || after === asked.cursor)) {
    throw new VendorError('unexpected', 'Zendesk says that more tickets follow, but not where: nothing was closed. Docket tries again.');
  }
  const cursor = after ?? asked.cursor;
  return cursor === undefined ? { updatedMs: startMs } : { cursor, ...(total === null ? {} : { total }) };
}

function withoutTotal({ total: _, ...mark }: JsonObject): JsonObject {
  return mark;
}

/** In an agent's stead: what was updated, and what was deleted, since then. */
async function* searchChanges(connection: ZendeskConnection, sinceMs: number | null, resume: JsonValue | null): AsyncIterable<ItemPage> {
  const fromMs = sinceMs === null ? null : sinceMs - MARGIN_MS;
  if (fromMs !== null) {
    yield { items: await readDeleted(connection, fromMs), resume: null };
  }
  const query = fromMs === null ? OPEN_QUERY : `updated>=${new Date(fromMs).toISOString().replace(/\.\d+Z$/, 'Z')}`;
  for await (const { items, progress, isLast } of searchZendesk(connection, query, resume)) {
    yield {
      items: fromMs === null ? items.filter(({ state }) => state === 'open') : items,
      resume: progress,
      ...(fromMs === null && progress.total !== null ? { total: progress.total } : {}),
      ...(isLast ? { watermark: { updatedMs: watermarkOf(progress, sinceMs) } } : {}),
    };
  }
}

function watermarkOf({ newestMs, startMs }: SearchProgress, sinceMs: number | null): number {
  return Math.min(Math.max(newestMs, sinceMs ?? 0, startMs - QUIET_MS), startMs - LAG_MS);
}

const DELETED_PAGES_MAXIMUM = 10;

/** The latest first. */
async function readDeleted(connection: ZendeskConnection, fromMs: number): Promise<VendorItem[]> {
  const items: VendorItem[] = [];
  let after: string | undefined;
  for (let page = 0; page < DELETED_PAGES_MAXIMUM; page += 1) {
    const { value } = await connection.api.call({
      method: 'GET',
      path: '/api/v2/deleted_tickets',
      query: { sort_by: 'deleted_at', sort_order: 'desc', 'page[size]': 100, 'page[after]': after },
      budget: 'deleted',
      answer: DeletedAnswer,
      what: 'the list of deleted tickets',
    });
    const lately = value.deleted_tickets.filter(({ deleted_at }) => (parseMoment(deleted_at) ?? 0) / 1000 >= fromMs);
    items.push(...lately.map(({ id }) => deletedTicket(ticketExternalId(id))));
    after = value.meta?.after_cursor ?? undefined;
    if (lately.length < value.deleted_tickets.length || !value.meta?.has_more || after === undefined) {
      break;
    }
  }
  return items;
}
