import { expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { createZendeskSimulator } from './create-zendesk-simulator.ts';

/** Of whatever came, what these tests look at. */
interface Body {
  error: string;
  details: { base: { description: string }[] };
  ticket: { updated_at: string };
  tickets: { id: number }[];
  after_cursor: string;
  end_of_stream: boolean;
}

const NOW_S = Date.parse('2026-03-01T09:00:00Z') / 1000;

async function open(items = 0) {
  const simulator = await createZendeskSimulator({ isClockManual: true, startMs: NOW_S * 1000, items });
  onTestFinished(simulator.stop);
  const { email, apiToken } = simulator.apiTokenCredentials;
  const authorization = `Basic ${Buffer.from(`${email}/token:${apiToken}`).toString('base64')}`;
  const send = async (path: string, ticket?: JsonObject) => {
    const response = await fetch(`${simulator.baseUrl}${path}`, {
      method: ticket ? 'PUT' : 'GET',
      headers: { authorization, 'content-type': 'application/json' },
      ...(ticket ? { body: JSON.stringify({ ticket }) } : {}),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  return { simulator, send };
}

const EXPORT = '/api/v2/incremental/tickets/cursor.json';

it('refuses requests that Zendesk would refuse', async () => {
  const { simulator, send } = await open(3);
  const [ticket = ''] = simulator.items().map(({ externalId }) => externalId.slice(7));
  const wrong = [
    `${EXPORT}?start_time=${NOW_S - 59}`,
    `${EXPORT}?start_time=${(NOW_S - 3600) * 1000}`,
    `${EXPORT}?cursor=x`,
    '/api/v2/search/export?query=status<solved',
    '/api/v2/search/export?filter[type]=ticket&query=type:ticket',
    `/api/v2/search/export?filter[type]=ticket&query=updated>=${NOW_S * 1000}`,
    '/api/v2/search/export?filter[type]=ticket&query=status<solved&page[size]=1001',
    `/api/v2/tickets/show_many?ids=${Array.from({ length: 101 }, (_, index) => index).join(',')}`,
  ];
  for (const path of wrong) {
    expect((await send(path)).status, path).toBe(400);
  }
  expect((await send(`/api/v2/tickets/${ticket}`, { status: 'open' })).status).toBe(400);
  expect(simulator.violations().length).toBe(wrong.length + 1);
});

it('takes a change of the newest version only, and says which field is wrong', async () => {
  const { simulator, send } = await open(1);
  const [ticket = ''] = simulator.items().map(({ externalId }) => externalId.slice(7));
  const { body } = await send(`/api/v2/tickets/${ticket}`);
  const change = (fields: JsonObject) =>
    send(`/api/v2/tickets/${ticket}`, { safe_update: true, updated_stamp: body.ticket.updated_at, ...fields });
  const unassigned = await change({ status: 'solved' });
  expect([unassigned.status, unassigned.body.error, unassigned.body.details.base[0]?.description]).toEqual([
    422,
    'RecordInvalid',
    'Assignee: is required when solving a ticket',
  ]);
  expect((await change({ status: 'solved', assignee_id: 400_001 })).status).toBe(200);
  expect((await change({ status: 'open' })).body.error).toBe('UpdateConflict');
  expect(simulator.violations()).toEqual([]);
});

it('withholds the last minute of the export, and shows a row again where pages meet', async () => {
  const { simulator, send } = await open(1_500);
  const first = await send(`${EXPORT}?start_time=0`);
  expect([first.body.tickets.length, first.body.end_of_stream]).toEqual([1_001, false]);
  expect(new Set(first.body.tickets.map(({ id }) => id)).size).toBe(1_000);
  const rest = await send(`${EXPORT}?cursor=${first.body.after_cursor}`);
  expect([rest.body.tickets.length, rest.body.end_of_stream]).toEqual([501, true]);
  simulator.create([{ title: 'New' }]);
  const again = () => send(`${EXPORT}?cursor=${rest.body.after_cursor}`);
  simulator.advanceMs(59_000);
  expect((await again()).body.tickets).toEqual([]);
  simulator.advanceMs(1_000);
  expect((await again()).body.tickets.length).toBe(1);
});

it('allows ten exports a minute, for administrators', async () => {
  const { simulator, send } = await open();
  for (let sent = 0; sent < 10; sent += 1) {
    expect((await send(`${EXPORT}?start_time=0`)).status).toBe(200);
  }
  const refused = await send(`${EXPORT}?start_time=0`);
  expect([refused.status, refused.body.error, refused.headers.get('retry-after')]).toEqual([429, 'APIRateLimitExceeded', '60']);
  expect((await send('/api/v2/users/me')).headers.get('x-rate-limit')).toBe('700');
  simulator.advanceMs(60_000);
  simulator.setRole('agent');
  expect((await send(`${EXPORT}?start_time=0`)).status).toBe(403);
});
