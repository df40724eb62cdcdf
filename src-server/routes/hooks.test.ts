import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, TEST_KEY, type TestApp } from '../app-fixture.ts';
import { openTestReceiver, type TestReceiver } from '../webhooks/test-receiver.ts';
import { until } from '../webhooks/webhook-fixture.ts';

const FIVE = ['task.assigned', 'task.unassigned', 'task.started', 'task.paused', 'task.completed'];

describe('the webhook routes', () => {
  let server: TestApp;
  let receiver: TestReceiver;
  let worker: { id: string; token: string };

  beforeEach(async () => {
    server = await openTestApp();
    receiver = await openTestReceiver();
    worker = await server.person('ann', 'manager');
    server.dependencies.dispatcher.start();
  });
  afterEach(async () => {
    await server.close();
    await receiver.close();
    expect(server.failures).toEqual([]);
  });

  const call = (method: string, path: string, body?: unknown, token: string = TEST_KEY) =>
    server.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), token });
  const register = (body: object, token?: string) => call('POST', '/hooks/', body, token);
  const createTask = (uid: string, integrations: object = {}) => call('POST', '/tasks', { uid, integrations, fields: {} });
  /** claim, start, complete */
  const workThrough = async (uid: string, integrations: object = {}) => {
    await createTask(uid, integrations);
    for (const action of ['claim', 'start', 'complete']) {
      expect((await call('POST', `/tasks/${uid}/${action}`, undefined, worker.token)).status).toBe(200);
    }
  };
  const deliveries = async (id: string, query = '') => (await call('GET', `/hooks/${id}/deliveries${query}`)).body;
  const delivered = (id: string, count: number) => until(async () => (await deliveries(id, '?status=delivered')).items.length === count);

  describe('registration', () => {
    it('answers with id, url, events, scope, secret and time', async () => {
      const { status, body } = await register({ id: 'webhook_1234', url: receiver.url });
      expect(status).toBe(200);
      expect(body).toEqual({
        id: 'webhook_1234',
        url: receiver.url,
        events: FIVE,
        scope: 'tagged',
        secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
        created_at: expect.stringMatching(/^2026-03-01T.*\+00:00$/),
      });
      expect((await register({ url: receiver.url })).body.id).toMatch(/^webhook_[A-Za-z0-9]{12}$/);
    });

    it('shows the secret never again, and keeps it sealed', async () => {
      const { body } = await register({ id: 'a', url: receiver.url });
      const shown = [await call('GET', '/hooks/a'), await call('GET', '/hooks'), await call('PATCH', '/hooks/a', { scope: 'all' })];
      for (const { text } of shown) expect(text).not.toContain('whsec_');
      const rows = await server.dependencies.database.read((sql) => sql.all('SELECT * FROM hooks'));
      expect(JSON.stringify(rows)).not.toContain(body.secret.slice(6));
    });

    it('takes one event or many, by both names', async () => {
      expect((await register({ url: receiver.url, event: 'task.closed' })).body.events).toEqual(['task.closed']);
      expect((await register({ url: receiver.url, event: 'on_complete' })).body.events).toEqual(['task.completed']);
      const both = await register({ url: receiver.url, events: ['on_assign', 'task.assigned', 'on_unassign', 'task.created'] });
      expect(both.body.events).toEqual(['task.assigned', 'task.unassigned', 'task.created']);
      expect((await register({ url: receiver.url, events: 'on_start' })).body.events).toEqual(['task.started']);
    });

    it('of a REST hook is for all tasks, and needs to read them', async () => {
      const scopes = { all: ['hooks', 'tasks:read'], hooks: ['hooks'] } as const;
      const [reader, blind] = [await server.key(scopes.all), await server.key(scopes.hooks)];
      expect((await register({ target_url: receiver.url, event: 'task.completed' }, reader)).body.scope).toBe('all');
      expect((await register({ targetUrl: receiver.url, event: 'task.completed' }, reader)).body.scope).toBe('all');
      expect((await register({ target_url: receiver.url }, blind)).status).toBe(403);
      expect((await register({ url: receiver.url, scope: 'all' }, blind)).status).toBe(403);
      const tagged = await register({ url: receiver.url }, blind);
      expect(tagged.body.scope).toBe('tagged');
      expect((await call('PATCH', `/hooks/${tagged.body.id}`, { scope: 'all' }, blind)).status).toBe(403);
      expect((await call('GET', '/hooks/samples?event=task.completed', undefined, blind)).status).toBe(403);
      expect((await call('GET', `/hooks/${tagged.body.id}/deliveries`, undefined, blind)).status).toBe(403);
    });

    it('answers 409 to an id that is taken', async () => {
      await register({ id: 'a', url: receiver.url });
      const { status, body } = await register({ id: 'a', url: receiver.url });
      expect([status, body.error.code]).toEqual([409, 'already_exists']);
    });

    it.each([
      ['no url', {}],
      ['an unknown event', { url: 'https://93.184.216.34/', event: 'task.exploded' }],
      ['an event of the prototype', { url: 'https://93.184.216.34/', event: 'constructor' }],
      ['no event at all', { url: 'https://93.184.216.34/', events: [] }],
      ['an unknown scope', { url: 'https://93.184.216.34/', scope: 'some' }],
      ['an unknown key', { url: 'https://93.184.216.34/', evnts: ['task.started'] }],
      ['a bad id', { url: 'https://93.184.216.34/', id: 'a b' }],
      ['two urls', { url: 'https://93.184.216.34/', target_url: 'https://93.184.216.34/other' }],
      ['a relative url', { url: '/hook' }],
      ['http to the world', { url: 'http://93.184.216.34/' }],
      ['a private address', { url: 'https://10.0.0.1/' }],
      ['the metadata address', { target_url: 'https://169.254.169.254/' }],
      ['loopback under another name', { url: 'https://[::1]/' }],
      ['user information', { url: 'https://a:b@93.184.216.34/' }],
      ['another scheme', { url: 'ftp://93.184.216.34/' }],
    ])('refuses %s, at POST and PATCH', async (_name, body) => {
      expect((await register(body)).status).toBe(422);
      if (Object.keys(body).length === 0) return;
      await register({ id: 'a', url: receiver.url });
      expect((await call('PATCH', '/hooks/a', body)).status).toBe(422);
      expect((await call('GET', '/hooks/a')).body.url).toBe(receiver.url);
    });
  });

  it('lists, shows, changes and deletes; a deletion of what is gone is no error', async () => {
    await register({ id: 'a', url: receiver.url });
    expect((await call('GET', '/hooks')).body.items.map(({ id }: { id: string }) => id)).toEqual(['a']);
    const changed = await call('PATCH', '/hooks/a', { events: ['on_pause'], scope: 'all', enabled: false });
    expect(changed.body).toMatchObject({ events: ['task.paused'], scope: 'all', enabled: false, disabled_reason: 'paused' });
    expect((await call('DELETE', '/hooks/a')).status).toBe(200);
    expect((await call('DELETE', '/hooks/a/')).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/hooks/a'],
      ['PATCH', '/hooks/a'],
      ['POST', '/hooks/a/rotate'],
      ['POST', '/hooks/a/test'],
      ['GET', '/hooks/a/deliveries'],
    ] as const) {
      expect((await call(method, path, method === 'PATCH' ? { scope: 'all' } : undefined)).status).toBe(404);
    }
    expect((await register({ id: 'a', url: receiver.url })).status).toBe(200);
    expect((await deliveries('a')).items).toEqual([]);
  });

  it('delivers to those whom the task names, with what it keeps for them', async () => {
    await register({ id: 'webhook_1234', url: receiver.url });
    const { body: other } = await register({ url: `${receiver.url}/other`, scope: 'all', event: 'task.completed' });
    await workThrough('1', { webhook_1234: { externalId: 'abc' } });
    await workThrough('2');
    await delivered('webhook_1234', 3);
    await delivered(other.id, 2);
    const infos = receiver.requests.map(({ path, body }) => [path, JSON.parse(body).data.task.id, JSON.parse(body).data.info]);
    expect(infos.filter(([path]) => path === '/hook')).toEqual(Array(3).fill(['/hook', '1', { externalId: 'abc' }]));
    expect(infos.filter(([path]) => path === '/hook/other')).toEqual([
      ['/hook/other', '1', {}],
      ['/hook/other', '2', {}],
    ]);
  });

  it('signs with the secret that it gave out, and after a rotation with both', async () => {
    // The verifier looks at the real clock.
    server.clock.micros = Date.now() * 1000;
    const { body: created } = await register({ id: 'a', url: receiver.url });
    const { body: rotated } = await call('POST', '/hooks/a/rotate');
    expect(rotated.secret).not.toBe(created.secret);
    const { body: result } = await call('POST', '/hooks/a/test');
    expect(result).toMatchObject({ delivered: true, status: 200, error: null });
    const [request] = receiver.requests;
    for (const secret of [created.secret, rotated.secret]) {
      expect(new Webhook(secret).verify(request?.body ?? '', request?.headers as Record<string, string>)).toMatchObject({
        type: 'task.assigned',
        data: { task: { status: { name: 'ASSIGNED' } } },
      });
    }
  });

  it('says in a test what the endpoint answered', async () => {
    await register({ id: 'a', url: receiver.url });
    receiver.answer = (_request, response) => response.writeHead(418).end('short and stout');
    const { status, body } = await call('POST', '/hooks/a/test');
    expect([status, body.delivered, body.status, body.error, body.answer]).toEqual([
      200,
      false,
      418,
      'The endpoint answered 418.',
      'short and stout',
    ]);
  });

  it('lists deliveries with their attempts, page by page', async () => {
    await register({ id: 'a', url: receiver.url, scope: 'all' });
    await workThrough('1');
    await delivered('a', 3);
    const first = await deliveries('a', '?limit=2');
    expect(first.items.map(({ type }: { type: string }) => type)).toEqual(['task.completed', 'task.started']);
    expect(first.items[0]).toMatchObject({ status: 'delivered', attempts: [{ number: 1, status: 200, error: null, answer: '' }] });
    expect(first.items[0].body).toBe(receiver.requests[2]?.body);
    const second = await deliveries('a', `?limit=2&cursor=${first.meta.next_cursor}`);
    expect(second.items.map(({ type }: { type: string }) => type)).toEqual(['task.assigned']);
    expect(second.meta).toEqual({ next_cursor: null, has_more: false });
    expect((await deliveries('a', '?since=2026-03-02T00:00:00Z')).items).toEqual([]);
    expect((await deliveries('a', `?until=${encodeURIComponent(first.items[1].created_at)}`)).items).toHaveLength(2);
    expect((await call('GET', '/hooks/a/deliveries?since=soon')).status).toBe(422);
    expect((await call('GET', '/hooks/a/deliveries?cursor=x')).status).toBe(422);
  });

  it('replays one delivery with its id and bytes', async () => {
    await register({ id: 'a', url: receiver.url, scope: 'all', event: 'task.completed' });
    await workThrough('1');
    await delivered('a', 1);
    const [{ id }] = (await deliveries('a')).items;
    expect((await call('POST', `/deliveries/${id}/replay`)).status).toBe(200);
    await receiver.received(2);
    const [first, second] = receiver.requests;
    expect([second?.body, second?.headers['webhook-id']]).toEqual([first?.body, id]);
    await until(async () => (await call('GET', `/deliveries/${id}`)).body.attempts.length === 2);
    expect((await call('POST', '/deliveries/msg_none/replay')).status).toBe(404);
  });

  it('sends and replays each message in the trace of the request that caused it', async () => {
    await register({ id: 'a', url: receiver.url, scope: 'all', events: ['task.created', 'task.started', 'task.completed'] });
    await createTask('1');
    const trace = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
    const act = (action: string, traceparent: string) =>
      server.call('POST', `/api/v1/tasks/1/${action}`, { token: worker.token, headers: { traceparent } });
    await act('claim', trace('1'));
    await act('start', trace('2'));
    await act('complete', 'of no form');
    await delivered('a', 3);
    await call('POST', '/hooks/a/replay', { since: '2026-03-01T00:00:00Z', only: 'all' });
    await delivered('a', 3);
    await receiver.received(6);
    const traces = receiver.requests.map(({ headers, body }) => [JSON.parse(body).type, headers.traceparent]);
    const once = [
      ['task.created', undefined],
      ['task.started', trace('2')],
      ['task.completed', undefined],
    ];
    expect(traces).toEqual([...once, ...once]);
  });

  it('replays all of a range, in order', async () => {
    await register({ id: 'a', url: receiver.url, scope: 'all' });
    await workThrough('1');
    await delivered('a', 3);
    const { body } = await call('POST', '/hooks/a/replay', { since: '2026-03-01T00:00:00Z', only: 'all' });
    expect(body).toEqual({ replayed: 3 });
    await receiver.received(6);
    await delivered('a', 3);
    expect(receiver.requests.slice(3).map(({ body }) => body)).toEqual(receiver.requests.slice(0, 3).map(({ body }) => body));
  });

  it('replays at once what failed, and only that', async () => {
    await register({ id: 'a', url: receiver.url, scope: 'all' });
    await workThrough('1');
    await delivered('a', 3);
    receiver.answer = (_request, response) => response.writeHead(500).end();
    await createTask('2');
    await call('POST', '/tasks/2/claim', undefined, worker.token);
    await until(async () => (await deliveries('a', '?status=failed')).items.length === 1);
    receiver.answer = (_request, response) => response.end();
    expect((await call('POST', '/hooks/a/replay', { since: '2026-03-01T00:00:00Z' })).body).toEqual({ replayed: 1 });
    await delivered('a', 4);
    expect(receiver.requests).toHaveLength(5);
  });

  it('replays what was missed before the subscription, once', async () => {
    await workThrough('1', { late: { externalId: 'x' } });
    await workThrough('2');
    await register({ id: 'late', url: receiver.url });
    const replay = () => call('POST', '/hooks/late/replay', { since: '2026-03-01T00:00:00Z', only: 'missing' });
    expect((await replay()).body).toEqual({ replayed: 3 });
    await delivered('late', 3);
    expect(receiver.requests.map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'task.assigned', data: { task: { id: '1', status: { name: 'ASSIGNED', userId: worker.id } }, info: { externalId: 'x' } } },
      { type: 'task.started' },
      { type: 'task.completed' },
    ]);
    expect((await replay()).body).toEqual({ replayed: 0 });
  });

  it('gives what was missed the body that it would have had', async () => {
    await register({ id: 'early', url: receiver.url, scope: 'all', events: [...FIVE, 'task.created', 'task.updated', 'task.snoozed'] });
    await createTask('1');
    for (const action of ['claim', 'unassign', 'claim', 'start', 'pause'])
      await call('POST', `/tasks/1/${action}`, undefined, worker.token);
    await call('PATCH', '/tasks/1', { fields: { colour: 'red' } });
    await call('POST', '/tasks/1/snooze', { until: '2026-03-09T00:00:00Z' }, worker.token);
    await register({ id: 'late', url: receiver.url, scope: 'all', events: [...FIVE, 'task.created', 'task.updated', 'task.snoozed'] });
    await call('POST', '/hooks/late/replay', { since: 0, only: 'missing' });
    const events = async (id: string) => {
      const { items } = await deliveries(id);
      return items
        .sort((a: { version: number }, b: { version: number }) => a.version - b.version)
        .map(({ version, type, body }: { version: number; type: string; body: string }) => ({
          version,
          type,
          data: JSON.parse(body).data,
        }));
    };
    await delivered('early', 9);
    await delivered('late', 9);
    expect(await events('late')).toEqual(await events('early'));
  });

  it('shows samples, newest first, with an id of their own', async () => {
    await workThrough('1');
    await workThrough('2');
    const { status, body } = await call('GET', '/hooks/samples?event=task.completed');
    expect(status).toBe(200);
    expect(body.map(({ data }: { data: { task: { id: string } } }) => data.task.id)).toEqual(['2', '1']);
    expect(new Set(body.map(({ id }: { id: string }) => id)).size).toBe(2);
    expect(Object.keys(body[0])).toEqual(['id', 'type', 'data', 'sentAt']);
    expect((await call('GET', '/hooks/samples?event=task.due')).body).toEqual([]);
    expect((await call('GET', '/hooks/samples?event=nothing')).status).toBe(422);
  });

  it('removes a REST hook that answers 410', async () => {
    const { body: hook } = await register({ target_url: receiver.url, event: 'task.completed' });
    receiver.answer = (_request, response) => response.writeHead(410).end();
    await workThrough('1');
    await until(async () => (await call('GET', `/hooks/${hook.id}`)).status === 404);
  });
});
