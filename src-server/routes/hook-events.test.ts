import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, TEST_KEY, type TestApp } from '../app-fixture.ts';
import { openTestReceiver, type TestReceiver } from '../webhooks/test-receiver.ts';
import { until } from '../webhooks/webhook-fixture.ts';

describe('endpoints that fail', () => {
  let server: TestApp;
  let receiver: TestReceiver;

  beforeEach(async () => {
    server = await openTestApp();
    receiver = await openTestReceiver();
    server.dependencies.dispatcher.start();
  });
  afterEach(async () => {
    await server.close();
    await receiver.close();
    expect(server.failures).toEqual([]);
  });

  const call = (method: string, path: string, body?: unknown, token: string = TEST_KEY) =>
    server.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), token });
  const register = (id: string, extras: object = {}) =>
    call('POST', '/hooks', { id, url: `${receiver.url}/${id}`, scope: 'all', event: 'task.created', ...extras });
  const events = async (query = '') => (await call('GET', `/hooks/events${query}`)).body;

  it('are told of, page by page, shown on the hook and in the workspaces of managers, and audited', async () => {
    const manager = await server.person('max', 'manager');
    const operator = await server.person('ann');
    for (const id of ['one', 'two', 'three']) await register(id);
    receiver.answer = (_request, response) => response.writeHead(410).end();
    await call('POST', '/tasks', { uid: '1', fields: {} });
    await until(async () => (await events()).items.length === 3);
    const all = (await events()).items;
    expect(all.map(({ type, hook_id }: { type: string; hook_id: string }) => `${hook_id} ${type}`).toSorted()).toEqual([
      'one disabled',
      'three disabled',
      'two disabled',
    ]);
    expect(all[0]).toMatchObject({ error: 'The endpoint answered 410.', since: expect.stringMatching(/^2026-03-01T/) });

    const first = await events('?limit=2');
    expect(first.items).toEqual(all.slice(0, 2));
    const second = await events(`?limit=2&cursor=${first.meta.next_cursor}`);
    expect(second).toEqual({ items: all.slice(2), meta: { next_cursor: null, has_more: false } });
    expect((await events('?hook=two')).items).toHaveLength(1);
    expect((await events('?since=2026-03-02T00:00:00Z')).items).toEqual([]);
    expect((await call('GET', '/hooks/events?cursor=x')).status).toBe(422);

    expect((await call('GET', '/hooks/one')).body).toMatchObject({ alert: 'disabled', enabled: false, disabled_reason: 'gone' });
    const workspace = (token: string) => call('GET', '/sync/workspace', undefined, token);
    expect((await workspace(manager.token)).body.hookAlarms).toHaveLength(3);
    expect((await workspace(operator.token)).body).not.toHaveProperty('hookAlarms');
    const audited = (await call('GET', '/audit')).body.items.filter(({ action }: { action: string }) => action === 'hooks.disable');
    expect(audited[0]).toMatchObject({ actor: { kind: 'system', name: 'Webhooks' }, details: { error: 'The endpoint answered 410.' } });

    receiver.answer = (_request, response) => response.end();
    await call('PATCH', '/hooks/one', { enabled: true });
    await until(async () => (await events('?hook=one')).items[0].type === 'recovered');
    expect((await call('GET', '/hooks/one')).body).toMatchObject({ alert: null, enabled: true });
    expect((await workspace(manager.token)).body.hookAlarms).toHaveLength(2);
  });

  it('are announced to consoles that listen', async () => {
    const manager = await server.person('max', 'manager');
    const address = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const console = new AbortController();
    const stream = await fetch(`${address}/api/v1/sync/stream`, {
      headers: { authorization: `Bearer ${manager.token}` },
      signal: console.signal,
    });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async (what: string) => {
      while (!heard.includes(what)) heard += (await reader?.read())?.value ?? '';
    };
    await hear('event: heartbeat');
    heard = '';
    await register('one');
    receiver.answer = (_request, response) => response.writeHead(410).end();
    await call('POST', '/tasks', { uid: '1', fields: {} });
    await hear('event: workspace');
    console.abort();
  });

  it('have limits that their owner sets and lifts', async () => {
    await register('a');
    expect((await call('GET', '/hooks/a')).body).toMatchObject({ max_in_flight: null, max_per_second: null });
    await register('b', { max_in_flight: 2, max_per_second: 5 });
    expect((await call('GET', '/hooks/b')).body).toMatchObject({ max_in_flight: 2, max_per_second: 5 });
    const { body } = await call('PATCH', '/hooks/b', { max_in_flight: null, max_per_second: 100 });
    expect(body).toMatchObject({ max_in_flight: null, max_per_second: 100, events: ['task.created'] });
    expect((await call('PATCH', '/hooks/b', { max_per_second: null })).body.max_per_second).toBeNull();
    for (const limits of [{ max_in_flight: 0 }, { max_in_flight: 257 }, { max_per_second: 0.5 }, { max_per_second: '3' }]) {
      expect((await call('PATCH', '/hooks/b', limits)).status, JSON.stringify(limits)).toBe(422);
    }
  });

  it.each(['samples', 'events'])('cannot be called %s, which is a path of its own', async (id) => {
    expect((await register(id)).status).toBe(422);
  });
});
