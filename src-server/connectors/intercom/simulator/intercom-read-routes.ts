import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest, type SimulatorRoute } from '../../simulator/simulator-request.ts';
import type { IntercomObject } from '../intercom-items.ts';
import { errorAnswer, recordAnswer, ticketStatesAnswer, WORKSPACE_ID } from './intercom-answers.ts';
import { QueryRefusal, type RecordTest, readQuery } from './intercom-query.ts';
import type { RecordOrder } from './intercom-records.ts';
import type { IntercomWorkspace } from './intercom-workspace.ts';
import { bodyOf, refusal } from './intercom-write-routes.ts';

const SEARCH_ITEMS_MAXIMUM = 150;
const DELETED_ITEMS_MAXIMUM = 60;
const DEFAULT_ITEMS = 20;

export interface IntercomReadOptions {
  region: string;
  /** Whether searches take an order, which is not described. */
  isSortTaken: boolean;
}

export function intercomReadRoutes(workspace: IntercomWorkspace, options: IntercomReadOptions): SimulatorRoute[] {
  const search = (object: IntercomObject) => (request: SimulatorRequest) => answerSearch(workspace, options, object, bodyOf(request));
  const single =
    (object: IntercomObject) =>
    ({ params }: SimulatorRequest): SimulatorAnswer => {
      const record = workspace.records.find(object, params.id ?? '');
      if (!record)
        throw new SimulatorRefusal(errorAnswer(404, object === 'ticket' ? 'ticket_not_found' : 'not_found', 'Resource Not Found'));
      return { status: 200, json: recordAnswer(record) };
    };
  return [
    { method: 'GET', path: '/me', handle: () => ({ status: 200, json: meAnswer(workspace, options.region) }) },
    { method: 'GET', path: '/admins', handle: () => ({ status: 200, json: adminsAnswer(workspace) }) },
    { method: 'GET', path: '/ticket_states', handle: () => ({ status: 200, json: ticketStatesAnswer() }) },
    { method: 'POST', path: '/tickets/search', handle: search('ticket') },
    { method: 'POST', path: '/conversations/search', handle: search('conversation') },
    { method: 'GET', path: '/conversations/deleted', handle: (request) => answerDeleted(workspace, request) },
    { method: 'GET', path: '/tickets/:id', handle: single('ticket') },
    { method: 'GET', path: '/conversations/:id', handle: single('conversation') },
  ];
}

/** A cursor is a place in the list: records that move while it is read make it skip others, or come twice. */
function answerSearch(
  workspace: IntercomWorkspace,
  { isSortTaken }: IntercomReadOptions,
  object: IntercomObject,
  body: JsonObject,
): SimulatorAnswer {
  if (body.sort !== undefined && !isSortTaken) {
    throw new SimulatorRefusal(errorAnswer(400, 'parameter_invalid', 'sort is not a permitted parameter'));
  }
  const test = readTest(body.query, object);
  const order = readOrder(body.sort);
  const asked = createHash('sha256')
    .update(JSON.stringify([object, body.query, order]))
    .digest('hex')
    .slice(0, 16);
  const { perPage, offset } = readPagination(body.pagination, asked);
  const found = workspace.records.sorted(object, order).filter(test);
  const page = found.slice(offset, offset + perPage);
  const next = offset + perPage < found.length ? { next: { per_page: perPage, starting_after: cursorOf(asked, offset + perPage) } } : {};
  const pages = {
    type: 'pages',
    page: Math.floor(offset / perPage) + 1,
    per_page: perPage,
    total_pages: Math.ceil(found.length / perPage),
    ...next,
  };
  const name = object === 'ticket' ? 'tickets' : 'conversations';
  return { status: 200, json: { type: `${object}.list`, pages, total_count: found.length, [name]: page.map(recordAnswer) } };
}

function readTest(query: JsonValue | undefined, object: IntercomObject): RecordTest {
  try {
    return readQuery(query, object);
  } catch (error) {
    throw error instanceof QueryRefusal ? refusal(error.message) : error;
  }
}

/** The newest changes first, where nobody asks. */
function readOrder(sort: JsonValue | undefined): RecordOrder {
  if (sort === undefined) return { field: 'updated_at', order: 'descending' };
  const { field, order } = typeof sort === 'object' && sort !== null && !Array.isArray(sort) ? sort : {};
  if (field !== 'updated_at' && field !== 'created_at') throw refusal(`cannot be sorted by ${String(field)}`);
  if (order !== 'ascending' && order !== 'descending') throw refusal('order must be ascending or descending');
  return { field, order };
}

function readPagination(pagination: JsonValue | undefined, asked: string): { perPage: number; offset: number } {
  const given = typeof pagination === 'object' && pagination !== null && !Array.isArray(pagination) ? pagination : {};
  const perPage = given.per_page ?? DEFAULT_ITEMS;
  if (typeof perPage !== 'number' || !Number.isInteger(perPage) || perPage < 1 || perPage > SEARCH_ITEMS_MAXIMUM) {
    throw refusal(`per_page must be from 1 to ${SEARCH_ITEMS_MAXIMUM}`);
  }
  const cursor = given.starting_after ?? null;
  if (cursor === null) return { perPage, offset: 0 };
  const [key, offset] = Buffer.from(String(cursor), 'base64').toString('utf8').split(' ');
  if (key !== asked || !offset) throw refusal('starting_after belongs to another search');
  return { perPage, offset: Number(offset) };
}

function cursorOf(asked: string, offset: number): string {
  return Buffer.from(`${asked} ${offset}`).toString('base64');
}

function answerDeleted(workspace: IntercomWorkspace, { query }: SimulatorRequest): SimulatorAnswer {
  const perPage = Number(query.get('per_page') ?? DEFAULT_ITEMS);
  const page = Number(query.get('page') ?? 1);
  const order = query.get('order') ?? 'desc';
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > DELETED_ITEMS_MAXIMUM)
    throw refusal(`per_page is ${DELETED_ITEMS_MAXIMUM} at most`);
  if (!Number.isInteger(page) || page < 1) throw refusal('page must be a number from 1');
  if (order !== 'asc' && order !== 'desc') throw refusal('order must be asc or desc');
  const all = order === 'desc' ? workspace.deletions() : workspace.deletions().toReversed();
  const conversations = all
    .slice((page - 1) * perPage, page * perPage)
    .map(({ id, deletedAt }) => ({ type: 'conversation', id, metrics_retained: true, deleted_at: deletedAt }));
  const totalPages = Math.max(1, Math.ceil(all.length / perPage));
  const link = `https://api.intercom.io/conversations/deleted?per_page=${perPage}&order=${order}&page=${page + 1}`;
  const pages = { type: 'pages', page, per_page: perPage, total_pages: totalPages, next: page < totalPages ? link : null };
  return { status: 200, json: { type: 'conversations.list', total_count: all.length, pages, conversations } };
}

function meAnswer({ people: [first] }: IntercomWorkspace, region: string): JsonObject {
  const app = {
    type: 'app',
    id_code: WORKSPACE_ID,
    name: 'Acme Support',
    created_at: 1_700_000_000,
    secure: false,
    identity_verification: false,
    timezone: 'Europe/Dublin',
    region,
  };
  return {
    type: 'admin',
    id: first?.externalId ?? '',
    email: first?.email ?? '',
    name: first?.name ?? '',
    email_verified: true,
    app,
    has_inbox_seat: true,
  };
}

function adminsAnswer({ people }: IntercomWorkspace): JsonObject {
  const admins = people.map(({ externalId, name, email }) => ({
    type: 'admin',
    id: externalId,
    name,
    email,
    away_mode_enabled: false,
    away_mode_reassign: false,
    has_inbox_seat: true,
    team_ids: [],
  }));
  return { type: 'admin.list', admins };
}
