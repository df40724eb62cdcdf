import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, TEST_KEY, type TestApp } from '../app-fixture.ts';

interface RecordedRequest {
  client: string;
  method: string;
  path: string;
  headers: [string, string][];
  body: string;
}

/** What real clients sent, to the letter: the order and case of headers, and the way in which bodies are written. */
const recorded = JSON.parse(readFileSync(new URL('./fixtures/recorded-requests.json', import.meta.url), 'utf8')) as RecordedRequest[];

let server: TestApp;
let port: number;
beforeAll(async () => {
  server = await openTestApp();
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  port = (server.app.server.address() as AddressInfo).port;
});
afterAll(() => server.close());

interface WireAnswer {
  status: number;
  headers: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  body: any;
}

function send({ method, path, headers, body }: Omit<RecordedRequest, 'client'>): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const answer = parseAnswer(text);
      if (!answer) return;
      socket.destroy();
      resolve(answer);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`no whole answer: ${text}`)));
    const head = [`${method} ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

function parseAnswer(text: string): WireAnswer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const headers = text.slice(0, end);
  const body = text.slice(end + 4);
  const length = Number(/^content-length: (\d+)/im.exec(headers)?.[1] ?? 0);
  if (Buffer.byteLength(body) < length) return null;
  return { status: Number(headers.split(' ')[1]), headers, body: length === 0 ? null : JSON.parse(body) };
}

type Way = 'bearer' | 'x-api-key';

function withKey(headers: [string, string][], way: Way): [string, string][] {
  const others = headers.filter(([name]) => name.toLowerCase() !== 'authorization');
  return [...others, way === 'bearer' ? ['Authorization', `Bearer ${TEST_KEY}`] : ['x-api-key', TEST_KEY]];
}

const ways: Way[] = ['bearer', 'x-api-key'];
const headersOf = (client: string, method: string) => {
  const found = recorded.find((request) => request.client === client && request.method === method && request.body !== '');
  if (!found) throw new Error(`nothing recorded of ${client}`);
  return found.headers.filter(([name]) => name.toLowerCase() !== 'content-length');
};

function sendBody(client: string, method: string, path: string, way: Way, body: string): Promise<WireAnswer> {
  const headers = [...withKey(headersOf(client, 'PATCH'), way), ['Content-Length', String(Buffer.byteLength(body))] as [string, string]];
  return send({ method, path, headers, body });
}

describe.each(ways)('with %s', (way) => {
  const writes = recorded.filter(({ method, body }) => method === 'PATCH' && body !== '');

  it.each(writes)('$client: $method $path is taken', async ({ method, headers, body }) => {
    for (const path of ['/api/v1/tasks', '/api/v1/tasks/']) {
      const answer = await send({ method, path, headers: withKey(headers, way), body });
      expect(answer).toMatchObject({ status: 200, body: { status: 'TODO' } });
      expect(answer.headers).toMatch(/^docket-result: created$/im);
      const sent = JSON.parse(body) as { fields?: { title?: string }; t?: string };
      if (sent.fields?.title) expect(answer.body.fields.title).toBe(sent.fields.title);
      if (sent.t) expect(answer.body.fields).toEqual({ t: 'é' });
    }
  });

  it('the published Python sample gets its 200, with and without the trailing slash', async () => {
    const task = {
      status: 'TODO',
      due_at: '2024-07-12T12:29:16.891000+00:00',
      fields: { title: 'Claim ABC', url: 'https://google.com', partner: 'VIP customer XYZ', integration: 'API' },
    };
    for (const path of ['/api/v1/tasks/', '/api/v1/tasks']) {
      const answer = await sendBody('python-requests', 'PATCH', path, way, JSON.stringify(task));
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ ...task, title: 'Claim ABC', url: 'https://google.com', assignee_uid: null, version: 1 });
    }
  });

  it('the published Zapier sample updates the task of its row', async () => {
    const row = (title: string) =>
      JSON.stringify({ fields: { title, url: 'https://x', category: 'A', name: 'N', priority: 'High', external_id: `row-${way}` } });
    const first = await sendBody('python-requests', 'PUT', '/api/v1/tasks/', way, row('One'));
    const second = await sendBody('python-requests', 'PUT', '/api/v1/tasks/', way, row('Two'));
    expect(first.status).toBe(200);
    expect(second.body).toMatchObject({ uid: first.body.uid, title: 'Two', version: 2 });
  });

  it('the published n8n sample works item by item, also where an item arrives in a list', async () => {
    const item = JSON.stringify([{ fields: { title: 'Row', external_id: `n8n-${way}` } }]);
    const first = await sendBody('n8n HTTP node', 'PATCH', '/api/v1/tasks/', way, item);
    const second = await sendBody('n8n HTTP node', 'PATCH', '/api/v1/tasks/', way, item.slice(1, -1));
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body.uid).toBe(first.body.uid);
    expect(second.headers).toMatch(/^docket-result: unchanged$/im);
  });

  it('the task of the published webhooks document is taken and answered in its dialect', async () => {
    const task = {
      id: `legacy-${way}`,
      title: 'Test',
      url: 'https://google.com',
      integrations: { webhook_1234: { externalId: '123' } },
      status: { at: '2023-10-27T14:16:51.173671+00:00', name: 'TODO' },
      tags: { name: 'test', priority: 'High' },
      createdAt: '2023-10-27T14:16:51.173671+00:00',
      dueAt: '2023-10-27T14:16:51.173671+00:00',
    };
    const { status, body } = await sendBody('python-requests', 'PATCH', '/api/v1/tasks/', way, JSON.stringify(task));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['id', 'title', 'url', 'tags', 'status', 'integrations', 'createdAt', 'dueAt', 'updatedAt']);
    const { status: _status, ...rest } = task;
    expect(body).toMatchObject(rest);
    expect(body.status).toMatchObject({ name: 'TODO', userId: null });
  });

  it.each(recorded.filter(({ client, path }) => client === 'n8n HTTP node' && (path === '/form' || path === '/raw')))(
    '$client: the body of $path is taken as a task',
    async ({ headers, body }) => {
      const { status, body: task } = await send({ method: 'POST', path: '/api/v1/tasks', headers: withKey(headers, way), body });
      expect(status).toBe(200);
      if (body.includes('title')) expect(task).toMatchObject({ title: 'a b', url: 'http://x' });
      else expect(task.fields).toEqual({ a: 1 });
    },
  );
});

describe('what a redirect leaves of a request', () => {
  it.each(recorded.filter(({ method, body }) => method === 'PATCH' && body === ''))(
    '$client: an empty $method makes no task',
    async (request) => {
      const answer = await send({ ...request, path: '/api/v1/tasks/', headers: withKey(request.headers, 'bearer') });
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'empty_body' } } });
    },
  );
});

describe('a Zapier app', () => {
  const zapier = recorded.filter(({ client }) => client === 'Zapier app');

  it('subscribes, polls and unsubscribes', async () => {
    const [subscribe, poll, unsubscribe] = [zapier[0], zapier[1], zapier[2]];
    if (!subscribe || !poll || !unsubscribe) throw new Error('the recording is not whole');
    const hook = await send({ ...subscribe, headers: withKey(subscribe.headers, 'bearer') });
    expect(hook).toMatchObject({ status: 200, body: { url: 'https://hooks.zapier.com/fake', events: ['task.completed'], scope: 'all' } });
    const list = await send({ ...poll, headers: withKey(poll.headers, 'bearer') });
    expect(list.body.items).toHaveLength(3);
    const path = unsubscribe.path.replace('hook_1', hook.body.id);
    expect((await send({ ...unsubscribe, path, headers: withKey(unsubscribe.headers, 'bearer') })).status).toBe(200);
  });
});

describe('a wrong key', () => {
  it.each(recorded.filter(({ path }) => path.startsWith('/api/v1/tasks')))('$client: $method $path is refused', async (request) => {
    const answer = await send(request);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'unauthorized', requestId: expect.stringMatching(/^req_/) } } });
  });
});
