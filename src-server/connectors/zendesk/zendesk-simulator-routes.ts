import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../simulator/simulator-request.ts';
import { updateTicket } from './update-zendesk-ticket.ts';
import { type BookTicket, rfc, SIMULATED_STATUSES, showTicket, type ZendeskBooks } from './zendesk-books.ts';
import { refuseParameter, zendeskNotFound } from './zendesk-refusals.ts';
import { compileQuery } from './zendesk-search-query.ts';

export interface SimulatedAgent {
  id: number;
  name: string;
  email: string | null;
  role: 'admin' | 'agent' | 'end-user';
  active: boolean;
  suspended: boolean;
}

/** What the routes need of the account. */
export interface ZendeskAccount {
  books: ZendeskBooks;
  users: readonly SimulatedAgent[];
  origin(): string;
  nowMs(): number;
  /** Who signs in: an index into users. */
  me(): SimulatedAgent;
  onWrite(ticket: BookTicket, change: JsonObject): void;
  requestToken(body: JsonValue | undefined): SimulatorAnswer;
}

const EXPORT_PAGE = 1_000;
const WITHHELD_S = 60;
const CURSOR_LIFE_MS = 3_600_000;

export function zendeskRoutes(account: ZendeskAccount): SimulatorRoute[] {
  const get = (path: string, handle: SimulatorRoute['handle']): SimulatorRoute[] =>
    // Zendesk takes each with or without `.json`.
    [path, `${path}.json`].map((either) => ({ method: 'GET', path: either, handle }));
  return [
    { method: 'POST', path: '/oauth/tokens', handle: ({ json }) => account.requestToken(json) },
    ...get('/api/v2/users/me', () => ok({ user: { ...account.me() } })),
    ...get('/api/v2/users', (request) => listUsers(account, request)),
    ...get('/api/v2/custom_statuses', () => ok({ custom_statuses: SIMULATED_STATUSES.map((status) => ({ ...status })) })),
    ...get('/api/v2/incremental/tickets/cursor', (request) => exportTickets(account, request)),
    ...get('/api/v2/search/export', (request) => exportSearch(account, request)),
    ...get('/api/v2/search/count', ({ query }) => {
      const test = compileQuery(query.get('query') ?? '', false);
      return ok({ count: account.books.indexed().filter(test).length });
    }),
    ...get('/api/v2/deleted_tickets', (request) => listDeleted(account, request)),
    ...get('/api/v2/tickets/show_many', (request) => showMany(account, request)),
    ...get('/api/v2/tickets/:id', (request) => {
      const ticket = findTicket(account, request);
      return ticket?.deletedMs === null ? ok({ ticket: showTicket(ticket, account.origin()) }) : zendeskNotFound();
    }),
    {
      method: 'PUT',
      path: '/api/v2/tickets/:id',
      handle: (request) => {
        const ticket = findTicket(account, request);
        return ticket?.deletedMs === null ? updateTicket(account, ticket, request.json) : zendeskNotFound();
      },
    },
  ];
}

function ok(json: JsonValue): SimulatorAnswer {
  return { status: 200, json };
}

function findTicket({ books }: ZendeskAccount, { params }: SimulatorRequest): BookTicket | undefined {
  return books.tickets.get(Number((params.id ?? '').replace('.json', '')));
}

function usersOf({ users }: ZendeskAccount, tickets: readonly BookTicket[], { query }: SimulatorRequest): JsonObject {
  if (!(query.get('include') ?? '').split(',').includes('users')) {
    return {};
  }
  const ids = new Set(tickets.flatMap(({ fields }) => [fields.requester_id, fields.assignee_id]));
  return { users: users.filter(({ id }) => ids.has(id)).map((user) => ({ ...user })) };
}

function exportTickets(account: ZendeskAccount, request: SimulatorRequest): SimulatorAnswer {
  const { query } = request;
  const cursor = query.get('cursor');
  const after = cursor === null ? startAt(query.get('start_time'), account.nowMs()) : readCursor(cursor);
  const untilS = account.nowMs() / 1000 - WITHHELD_S;
  const rows = [...account.books.tickets.values()]
    .filter(
      ({ generatedS, id }) => generatedS <= untilS && (generatedS > after.generatedS || (generatedS === after.generatedS && id > after.id)),
    )
    .toSorted((a, b) => a.generatedS - b.generatedS || a.id - b.id);
  const page = rows.slice(0, EXPORT_PAGE);
  const last = page.at(-1) ?? after;
  const next = Buffer.from(`${last.generatedS}|${last.id}`).toString('base64url');
  const isEnd = rows.length <= EXPORT_PAGE;
  // The same row may come twice.
  const shown = page.length > 1 ? [...page, ...page.slice(-1)] : page;
  return ok({
    tickets: shown.map((ticket) => showTicket(ticket, account.origin())),
    ...usersOf(account, page, request),
    after_cursor: next,
    after_url: `${account.origin()}/api/v2/incremental/tickets/cursor.json?cursor=${next}`,
    before_cursor: null,
    before_url: null,
    end_of_stream: isEnd,
  });
}

function startAt(text: string | null, nowMs: number): { generatedS: number; id: number } {
  const startS = Number(text ?? Number.NaN);
  if (!Number.isInteger(startS) || startS < 0 || startS > nowMs / 1000 - WITHHELD_S) {
    throw refuseParameter(`Too recent start_time. Use a start_time older than 60 seconds, in seconds, not ${text}`);
  }
  return { generatedS: startS, id: 0 };
}

function readCursor(cursor: string): { generatedS: number; id: number } {
  const [, generatedS, id] = /^(\d+)\|(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (generatedS === undefined) {
    throw refuseParameter('The cursor is invalid');
  }
  return { generatedS: Number(generatedS), id: Number(id) };
}

function pageSizeOf(query: URLSearchParams, maximum: number): number {
  const size = Number(query.get('page[size]') ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > maximum) {
    throw refuseParameter(`page[size] must be between 1 and ${maximum}`);
  }
  return size;
}

function exportSearch(account: ZendeskAccount, { query }: SimulatorRequest): SimulatorAnswer {
  if (query.get('filter[type]') !== 'ticket') {
    throw refuseParameter('filter[type] is required');
  }
  const size = pageSizeOf(query, 1_000);
  const [atMs = account.nowMs(), afterId = 0] = readSearchCursor(query.get('page[after]'));
  if (account.nowMs() - atMs > CURSOR_LIFE_MS) {
    throw new SimulatorRefusal(
      { status: 400, json: { error: 'InvalidCursor', description: 'The cursor has expired' } },
      'An expired cursor',
    );
  }
  const test = compileQuery(query.get('query') ?? '', true);
  const found = account.books
    .indexed()
    .filter((ticket) => ticket.id > afterId && test(ticket))
    .toSorted((a, b) => a.id - b.id);
  const page = found.slice(0, size);
  const hasMore = found.length > size;
  const next = Buffer.from(`${atMs}|${page.at(-1)?.id ?? afterId}`).toString('base64url');
  return ok({
    results: page.map((ticket) => ({ ...showTicket(ticket, account.origin()), result_type: 'ticket' })),
    facets: null,
    meta: { has_more: hasMore, after_cursor: hasMore ? next : null, before_cursor: null },
    links: { prev: null, next: hasMore ? `${account.origin()}/api/v2/search/export.json?page[after]=${next}` : null },
  });
}

function readSearchCursor(cursor: string | null): number[] {
  return cursor === null ? [] : Buffer.from(cursor, 'base64url').toString().split('|').map(Number);
}

function listDeleted({ books }: ZendeskAccount, { query }: SimulatorRequest): SimulatorAnswer {
  const size = pageSizeOf(query, 100);
  const start = Number(query.get('page[after]') ?? 0);
  const deleted = [...books.tickets.values()]
    .filter(({ deletedMs }) => deletedMs !== null)
    .toSorted((a, b) => (b.deletedMs ?? 0) - (a.deletedMs ?? 0));
  const hasMore = deleted.length > start + size;
  return ok({
    deleted_tickets: deleted.slice(start, start + size).map(({ id, deletedMs, fields }) => ({
      id,
      subject: String(fields.subject ?? ''),
      actor: { id: 1, name: 'Somebody' },
      deleted_at: rfc(deletedMs ?? 0),
      previous_state: String(fields.status),
    })),
    meta: { has_more: hasMore, after_cursor: hasMore ? String(start + size) : null, before_cursor: null },
  });
}

function showMany(account: ZendeskAccount, request: SimulatorRequest): SimulatorAnswer {
  const ids = (request.query.get('ids') ?? '').split(',');
  if (ids.length > 100 || !ids.every((id) => /^\d+$/.test(id))) {
    throw refuseParameter('ids must be 1 to 100 numbers');
  }
  const tickets = ids.map((id) => account.books.tickets.get(Number(id)));
  const found = tickets.filter((ticket) => ticket !== undefined).filter(({ deletedMs }) => deletedMs === null);
  return ok({
    tickets: found.map((ticket) => showTicket(ticket, account.origin())),
    ...usersOf(account, found, request),
    count: found.length,
  });
}

const Roles = Type.Array(Type.Union([Type.Literal('agent'), Type.Literal('admin'), Type.Literal('end-user')]), { minItems: 1 });

function listUsers({ users }: ZendeskAccount, { query }: SimulatorRequest): SimulatorAnswer {
  const roles: unknown = query.getAll('role[]');
  if (!Check(Roles, roles)) {
    throw refuseParameter('role[] is agent, admin or end-user');
  }
  const size = pageSizeOf(query, 100);
  const start = Number(query.get('page[after]') ?? 0);
  const all = users.filter(({ role }) => roles.includes(role));
  const hasMore = all.length > start + size;
  return ok({
    users: all.slice(start, start + size).map((user) => ({ ...user })),
    meta: { has_more: hasMore, after_cursor: hasMore ? String(start + size) : null, before_cursor: null },
  });
}
