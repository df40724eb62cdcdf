import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { createRandom } from '../simulator/create-random.ts';
import { createRateWindow } from '../simulator/create-rate-window.ts';
import { createSimulatorServer } from '../simulator/create-simulator-server.ts';
import { makeUpPeople, makeUpTitle } from '../simulator/make-up-data.ts';
import type { SimulatedItem, SimulatorOptions, VendorSimulator } from '../simulator/simulator.ts';
import { type SimulatorAnswer, SimulatorRefusal, type SimulatorRequest } from '../simulator/simulator-request.ts';

const TOKEN = 'back-office-token-for-docket';
const USER = { name: 'docket', password: 'open sesame 4711' };
const PAGE_SIZE = 100;
const FORM_TOKEN = 'a8f2';

interface Case {
  id: number;
  title: string;
  owner: string | null;
  state: SimulatedItem['state'];
  dueMs: number;
  createdMs: number;
  fields: JsonObject;
}

export interface BackOfficeSimulator extends VendorSimulator {
  /** The same list as an HTML table behind a log-in form. */
  readonly tableConfig: JsonObject;
  readonly tableCredentials: JsonObject;
  /** The same list as a CSV file, with basic authentication. */
  readonly csvConfig: JsonObject;
  readonly csvCredentials: JsonObject;
  /** Everybody has to log in again. */
  endSessions(): void;
  /** How many lists were made, and how many were found unchanged by their ETag. */
  counts(): { made: number; unchanged: number };
}

/** An in-house system as many have one: a list of what is open, without a word on what was closed. */
export async function createBackOfficeSimulator(options: SimulatorOptions = {}): Promise<BackOfficeSimulator> {
  // The list names people by their addresses.
  const people = makeUpPeople(['ann', 'bob', 'cid']).map((person) => ({ ...person, externalId: person.email }));
  const cases = new Map<number, Case>();
  const sessions = new Set<string>();
  const counts = { made: 0, unchanged: 0 };
  const random = createRandom(4711);
  const window = createRateWindow({
    shape: 'rolling',
    requests: 20,
    perMs: 1_000,
    timeScale: options.timeScale ?? 1,
    ...(options.isClockManual ? { nowMs: () => server.clock.nowMs() } : {}),
  });

  const open = () => [...cases.values()].filter(({ state }) => state === 'open');

  function checkAccess(isAllowed: boolean, challenge: string): void {
    if (!isAllowed)
      throw new SimulatorRefusal({ status: 401, headers: { 'www-authenticate': challenge }, json: { error: 'not signed in' } });
  }

  function listJson(request: SimulatorRequest): SimulatorAnswer {
    checkAccess(request.headers.authorization === `Bearer ${TOKEN}`, 'Bearer');
    const page = Number(request.query.get('page') ?? '1');
    if (!Number.isInteger(page) || page < 1)
      throw new SimulatorRefusal({ status: 400, json: { error: 'page must be 1 or more' } }, 'no page');
    const all = open();
    const last = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
    const json = {
      data: { tasks: all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(presentCase) },
      links: { next: page < last ? `/api/tasks?page=${page + 1}` : null },
    };
    return answerUnlessKnown(request, JSON.stringify(json), { 'content-type': 'application/json' });
  }

  function answerUnlessKnown(request: SimulatorRequest, text: string, headers: Record<string, string>): SimulatorAnswer {
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
    const isKnown = request.headers['if-none-match'] === etag;
    counts[isKnown ? 'unchanged' : 'made'] += 1;
    return isKnown ? { status: 304, headers: { etag } } : { status: 200, headers: { ...headers, etag }, text };
  }

  function showTable(request: SimulatorRequest): SimulatorAnswer {
    const cookie = /(?:^|;\s*)session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    if (cookie === undefined || !sessions.has(cookie)) return { status: 302, headers: { location: '/login' } };
    const rows = open().map(
      ({ id, title, owner, dueMs }) =>
        `<tr><td>${id}</td><td><a href="/case/${id}">${escapeHtml(title)}</a></td><td>${owner ?? ''}</td><td>${new Date(dueMs).toISOString()}</td></tr>`,
    );
    const head = '<thead><tr><th>No</th><th>Subject</th><th>Owner</th><th>Due</th></tr></thead>';
    return answerPage(`<table id="backlog">${head}<tbody>${rows.join('')}</tbody></table>`);
  }

  function logIn({ form }: SimulatorRequest): SimulatorAnswer {
    const isRight = form.get('user') === USER.name && form.get('pass') === USER.password && form.get('token') === FORM_TOKEN;
    if (!isRight) return answerPage(`<p>Wrong name or password.</p>${LOGIN_FORM}`);
    const session = `s${sessions.size + 1}${random.integer(1e9)}`;
    sessions.add(session);
    return {
      status: 302,
      headers: { location: '/backlog', 'set-cookie': `session=${session}; Path=/; HttpOnly; Expires=Wed, 21 Oct 2037 07:28:00 GMT` },
    };
  }

  function sendCsv(request: SimulatorRequest): SimulatorAnswer {
    const pair = Buffer.from(`${USER.name}:${USER.password}`).toString('base64');
    checkAccess(request.headers.authorization === `Basic ${pair}`, 'Basic');
    const lines = open().map(({ id, title, owner, dueMs }) => [id, quote(title), owner ?? '', new Date(dueMs).toISOString()].join(';'));
    return answerUnlessKnown(request, ['Case No;Subject;Owner;Due', ...lines, ''].join('\r\n'), {
      'content-type': 'text/csv; charset=utf-8',
    });
  }

  const answerTooMany = (): SimulatorAnswer => ({ status: 429, headers: { 'retry-after': '1' }, json: { error: 'slow down' } });
  const server = await createSimulatorServer({
    ...options,
    routes: [
      { method: 'GET', path: '/api/tasks', handle: listJson },
      { method: 'GET', path: '/backlog', handle: showTable },
      { method: 'GET', path: '/backlog.csv', handle: sendCsv },
      { method: 'GET', path: '/login', handle: () => answerPage(LOGIN_FORM) },
      { method: 'POST', path: '/login', handle: logIn },
    ],
    admit() {
      if (!window.take().isAllowed) throw new SimulatorRefusal(answerTooMany());
      return {};
    },
    answerNotFound: () => ({ status: 404, json: { error: 'no such page' } }),
    answerBadJson: () => ({ status: 400, json: { error: 'bad JSON' } }),
    answerRateLimited: answerTooMany,
    answerServerError: () => ({ status: 502, headers: { 'content-type': 'text/html' }, text: '<h1>Bad gateway</h1>' }),
  });

  function create(items: Parameters<VendorSimulator['create']>[0]): string[] {
    return items.map(({ title, assigneeExternalId = null, fields = {} }) => {
      const id = cases.size + 1;
      const nowMs = server.clock.nowMs();
      cases.set(id, { id, title, owner: assigneeExternalId, state: 'open', dueMs: nowMs + 86_400_000, createdMs: nowMs, fields });
      return String(id);
    });
  }

  function change(externalIds: readonly string[], apply: (found: Case) => void): void {
    for (const externalId of externalIds) {
      const found = cases.get(Number(externalId));
      if (found) apply(found);
    }
  }

  create(Array.from({ length: options.items ?? 0 }, () => ({ title: makeUpTitle(random) })));
  const mapping = { id: 'id', title: 'title', url: 'links.self', due: 'due', created: 'created', assignee: 'owner' };
  const tableMapping = { title: 'Subject', due: 'Due', assignee: 'Owner' };
  return {
    kind: 'back_office',
    baseUrl: server.baseUrl,
    config: {
      baseUrl: server.baseUrl,
      format: 'json',
      path: '/api/tasks',
      items: 'data.tasks',
      paging: 'link',
      next: 'links.next',
      mapping,
    },
    credentials: { type: 'bearer', token: TOKEN },
    tableConfig: {
      baseUrl: server.baseUrl,
      format: 'html',
      path: '/backlog',
      table: '#backlog',
      mapping: { ...tableMapping, id: 'No', url: 'Subject link' },
    },
    tableCredentials: {
      type: 'form',
      path: '/login',
      usernameField: 'user',
      passwordField: 'pass',
      username: USER.name,
      password: USER.password,
    },
    csvConfig: {
      baseUrl: server.baseUrl,
      format: 'csv',
      path: '/backlog.csv',
      delimiter: ';',
      mapping: { ...tableMapping, id: 'Case No' },
    },
    csvCredentials: { type: 'basic', username: USER.name, password: USER.password },
    people,
    advanceMs: server.clock.advanceMs,
    setFaults: server.setFaults,
    create,
    update: (externalIds, { title, fields }) =>
      change(externalIds, (found) => {
        found.title = title ?? found.title;
        found.fields = { ...found.fields, ...fields };
      }),
    assign: (externalIds, assigneeExternalId) =>
      change(externalIds, (found) => {
        found.owner = assigneeExternalId;
      }),
    close: (externalIds) => change(externalIds, (found) => setState(found, 'closed')),
    reopen: (externalIds) => change(externalIds, (found) => setState(found, 'open')),
    delete: (externalIds) => change(externalIds, (found) => setState(found, 'deleted')),
    restore: (externalIds) => change(externalIds, (found) => setState(found, 'open')),
    items: () =>
      [...cases.values()].map(({ id, state, owner, title }) => ({ externalId: String(id), state, assigneeExternalId: owner, title })),
    writes: () => [],
    violations: server.violations,
    exchanges: server.exchanges,
    endSessions: () => sessions.clear(),
    counts: () => ({ ...counts }),
    stop: server.stop,
  };
}

function setState(found: Case, state: Case['state']): void {
  found.state = state;
}

function presentCase({ id, title, owner, dueMs, createdMs, fields }: Case): JsonObject {
  return {
    ...fields,
    id,
    title,
    owner,
    due: new Date(dueMs).toISOString(),
    created: new Date(createdMs).toISOString(),
    links: { self: `/case/${id}` },
  };
}

const LOGIN_FORM = `<form method="post"><input type="hidden" name="token" value="${FORM_TOKEN}"><input name="user"><input type="password" name="pass"></form>`;

function answerPage(body: string): SimulatorAnswer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, text: `<!doctype html><html><body>${body}</body></html>` };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function quote(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
