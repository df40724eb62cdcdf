import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { parseMoment } from '../../../src-shared/time/timestamp.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { OPEN_QUERY, SearchProgress, searchZendesk } from './search-zendesk.ts';
import type { ZendeskConnection } from './zendesk-connection.ts';
import { ticketExternalId } from './zendesk-item.ts';
import { DeletedAnswer, ExportAnswer, type ZendeskTicket } from './zendesk-shapes.ts';

/** Zendesk takes no later start, and what changed lately is found by a search only later. */
const MARGIN_MS = 120_000;
const LAG_MS = 60_000;
/** How late the search of a first import may be: so much is read again by the list of changes. */
const IMPORT_LAG_MS = 180_000;
/** Where nothing changes, the watermark follows. */
const QUIET_MS = 15 * 60_000;

export const AGENT_WARNING =
  'These are an agent’s credentials, and Zendesk gives the list of changes to administrators only: Docket searches for changes instead, which shows only the tickets of this agent and misses changes of the system until the next whole reconciliation. Use an administrator’s.';

const ImportMark = Type.Object({ import: SearchProgress });
const ExportMark = Type.Object({ cursor: Type.String() });
const TimeMark = Type.Object({ updatedMs: Type.Number() });
type Mark = Static<typeof ExportMark> | Static<typeof TimeMark>;

export async function* readZendeskChanges(
  connection: ZendeskConnection,
  watermark: JsonValue | null,
  resume: JsonValue | null,
): AsyncIterable<ItemPage> {
  if (watermark !== null || isMark(resume)) {
    yield* readSince(connection, markOf(watermark, resume), resume);
    return;
  }
  // All that is open by a search; then what changed since it began, for it may have shown things as they were.
  const { startMs } = await connection.access();
  let mark: Mark = { updatedMs: startMs - IMPORT_LAG_MS };
  const progressBefore = Check(ImportMark, resume) ? resume.import : null;
  for await (const { items, progress, isLast } of searchZendesk(connection, OPEN_QUERY, progressBefore)) {
    mark = { updatedMs: progress.startMs - IMPORT_LAG_MS };
    yield {
      items: items.filter(({ state }) => state === 'open'),
      resume: isLast ? mark : { import: progress },
      ...(progress.total === null ? {} : { total: progress.total }),
    };
  }
  yield* readSince(connection, mark, null);
}

function isMark(value: JsonValue | null): boolean {
  return Check(ExportMark, value) || Check(TimeMark, value);
}

function markOf(watermark: JsonValue | null, resume: JsonValue | null): Mark {
  const found = [resume, watermark].find((value) => isMark(value));
  if (Check(ExportMark, found) || Check(TimeMark, found)) {
    return found;
  }
  throw new VendorError('unexpected', 'From where to go on is not known any more: import the tickets again.');
}

async function* readSince(connection: ZendeskConnection, mark: Mark, resume: JsonValue | null): AsyncIterable<ItemPage> {
  const { startMs } = await connection.access();
  const seen = new Set<string>();
  let query: Record<string, string | number> =
    'cursor' in mark ? { cursor: mark.cursor } : { start_time: Math.floor((mark.updatedMs - MARGIN_MS) / 1000) };
  for (;;) {
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
      // Who was an administrator until now has no time to go on from: what is still open comes again.
      yield* searchChanges(connection, 'cursor' in mark ? startMs - QUIET_MS : mark.updatedMs, resume);
      return;
    }
    const { tickets, users, end_of_stream, after_cursor } = found.value;
    const fresh = tickets.filter(({ id, generated_timestamp = 0 }) => {
      const key = `${id} ${generated_timestamp}`;
      return !seen.has(key) && seen.add(key);
    });
    const next = nextMark(query, after_cursor ?? null, end_of_stream, startMs);
    yield { items: await itemsOfRows(connection, fresh, users), resume: next, ...(end_of_stream ? { watermark: next } : {}) };
    if (end_of_stream) {
      return;
    }
    query = { cursor: String(next.cursor) };
  }
}

function itemsOfRows(
  connection: ZendeskConnection,
  rows: readonly (ZendeskTicket | { id: number; status: string })[],
  users: Parameters<ZendeskConnection['itemsOf']>[1],
): Promise<VendorItem[]> {
  const isTicket = (row: ZendeskTicket | { id: number; status: string }): row is ZendeskTicket => row.status !== 'deleted';
  const deleted = rows.filter((row) => !isTicket(row)).map(({ id }) => deletedItem(ticketExternalId(id)));
  return connection.itemsOf(rows.filter(isTicket), users).then((items) => [...items, ...deleted]);
}

/** An account where nothing ever happened has no cursor yet: it starts at the same time again, by the clock. */
function nextMark(asked: Readonly<Record<string, string | number>>, after: string | null, isEnd: boolean, startMs: number): JsonObject {
  if (!isEnd && (after === null || after === asked.cursor)) {
    throw new VendorError('unexpected', 'Zendesk says that more tickets follow, but not where: nothing was closed. Docket tries again.');
  }
  const cursor = after ?? asked.cursor;
  return cursor === undefined ? { updatedMs: startMs } : { cursor };
}

/** In an agent's stead: what was updated, and what was deleted, since then. */
async function* searchChanges(connection: ZendeskConnection, sinceMs: number, resume: JsonValue | null): AsyncIterable<ItemPage> {
  const fromMs = sinceMs - MARGIN_MS;
  yield { items: await readDeleted(connection, fromMs), resume };
  const query = `updated>=${new Date(fromMs).toISOString().replace(/\.\d+Z$/, 'Z')}`;
  for await (const { items, progress, isLast } of searchZendesk(connection, query, resume)) {
    yield { items, resume: progress, ...(isLast ? { watermark: { updatedMs: watermarkOf(progress, sinceMs) } } : {}) };
  }
}

function watermarkOf({ newestMs, startMs }: SearchProgress, sinceMs: number): number {
  return Math.min(Math.max(newestMs, sinceMs, startMs - QUIET_MS), startMs - LAG_MS);
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
    items.push(...lately.map(({ id }) => deletedItem(ticketExternalId(id))));
    after = value.meta?.after_cursor ?? undefined;
    if (lately.length < value.deleted_tickets.length || !value.meta?.has_more || after === undefined) {
      break;
    }
  }
  return items;
}
