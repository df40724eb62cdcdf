import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { Endpoint } from '../../src-shared/http/endpoint.ts';
import type { AuditEntry } from '../../src-shared/schema/audit.ts';
import { openTestApp, TEST_ADMIN, type TestApp } from '../app-fixture.ts';

let server: TestApp;
beforeEach(async () => {
  server = await openTestApp();
});
afterEach(() => server.close());

const call = (method: string, path: string, body?: unknown, token?: string) =>
  server.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const audit = async (query = ''): Promise<AuditEntry[]> => (await call('GET', `/audit${query}`)).body.items;

/** About tasks, or without effect; or they record by themselves who has come in. */
const NOT_AUDITED =
  /^(tasks\.|sync\.|queues\.(next|preview)$|hooks\.test$|connectors\.(test|testNew|preview|previewNew|sample|sampleNew|mapSample|events)$|auth\.login$|firstRun\.finish$|invitations\.accept$|passwordResets\.finish$|forms\.submit$|formPage\.)/;

describe('the audit log', () => {
  it('is of every endpoint that changes something, unless it is about tasks', () => {
    const undecided = Object.entries<Endpoint>(ENDPOINTS)
      .filter(([name, { method, isAudited }]) => method !== 'GET' && !isAudited && !NOT_AUDITED.test(name))
      .map(([name]) => name);
    expect(undecided).toEqual([]);
  });

  it('tells who did what to whom, from where, newest first', async () => {
    const { id, token } = await server.person('olga', 'manager');
    await call('PATCH', `/users/${id}`, { role: 'admin', password: 'a new password' });
    const [change, login, creation] = await audit();
    expect(change).toMatchObject({
      actor: { kind: 'key', name: 'First key' },
      action: 'users.change',
      subject: id,
      task: null,
      address: '127.0.0.1',
      details: { role: 'admin', password: '[secret]' },
    });
    expect(login).toMatchObject({ actor: { kind: 'user', id, name: 'olga' }, action: 'auth.login', subject: id });
    expect(creation).toMatchObject({ action: 'users.create', subject: id });
    expect((await call('GET', '/audit')).text).not.toContain('password of olga');
    expect(token).not.toBe('');
  });

  it('has every kind of administrative change, each once', async () => {
    const { token } = await server.person('olga', 'manager');
    const { body: key } = await call('POST', '/keys', { name: 'Shop', scopes: ['tasks:read'] });
    await call('POST', `/keys/${key.id}/rotate`);
    await call('DELETE', `/keys/${key.id}`);
    await call('POST', '/queues', { id: 'refunds', name: 'Refunds', condition: { combinator: 'and', rules: [] } });
    await call('PATCH', '/queues/refunds', { name: 'Refunds!' });
    await call('PUT', '/queues/refunds', { name: 'Refunds', condition: { combinator: 'and', rules: [] } });
    await call('DELETE', '/queues/refunds');
    await call('POST', '/schedules', { id: 'office', name: 'Office', time_zone: 'UTC' });
    await call('PATCH', '/schedules/office', { name: 'Office!' });
    await call('POST', '/schedules/office/due-dates');
    await call('DELETE', '/schedules/office');
    await call('POST', '/hooks', { id: 'hook-1', url: 'http://127.0.0.1:9/in', events: ['task.started'] });
    await call('PATCH', '/hooks/hook-1', { events: ['task.assigned'] });
    await call('POST', '/hooks/hook-1/rotate');
    await call('POST', '/hooks/hook-1/replay', { since: '2026-01-01T00:00:00Z' });
    await call('DELETE', '/hooks/hook-1');
    await call('DELETE', '/hooks/hook-1');
    await call('POST', '/auth/logout', undefined, token);
    const entries = await audit('?order=asc');
    expect(entries.map(({ action, subject }) => [action, subject]).slice(3)).toEqual([
      ['keys.create', key.id],
      ['keys.rotate', key.id],
      ['keys.delete', key.id],
      ...['create', 'change', 'replace', 'delete'].map((verb) => [`queues.${verb}`, 'refunds']),
      ...['create', 'change', 'apply', 'delete'].map((verb) => [`schedules.${verb}`, 'office']),
      ...['create', 'change', 'rotate', 'replay', 'delete'].map((verb) => [`hooks.${verb}`, 'hook-1']),
      ['auth.logout', null],
    ]);
    for (const secret of [key.key, 'whsec_']) expect(JSON.stringify(entries)).not.toContain(secret);
  });

  it('tells of sign-ins that failed, whether or not there is such an account, and not of their passwords', async () => {
    const login = (email: string) => server.call('POST', '/api/v1/auth/login', { token: null, body: { email, password: 'guess-123' } });
    await login('Nobody@example.com');
    await login(TEST_ADMIN.email);
    const [known, unknown] = await audit();
    expect(unknown).toMatchObject({
      action: 'auth.refuse',
      actor: { kind: 'nobody', id: null },
      subject: null,
      details: { email: 'nobody@example.com' },
    });
    expect(known?.subject).toMatch(/^user_/);
    expect((await call('GET', '/audit')).text).not.toContain('guess-123');
  });

  it('has nothing of what was refused, and one entry where a request was repeated', async () => {
    const before = (await audit()).length;
    await call('POST', '/users', { email: 'no address', name: 'X', role: 'operator' });
    await call('PATCH', '/users/nobody', { name: 'X' });
    await call('DELETE', '/queues/nothing');
    const repeat = { body: { name: 'Shop', scopes: ['tasks:read'] }, headers: { 'idempotency-key': 'once' } };
    await server.call('POST', '/api/v1/keys', repeat);
    await server.call('POST', '/api/v1/keys', repeat);
    expect((await audit()).slice(0, -before).map(({ action }) => action)).toEqual(['keys.create']);
  });

  it('begins with the first run', async () => {
    const empty = await openTestApp({ isEmpty: true });
    const wrong = await empty.call('POST', '/api/v1/first-run', { token: null, body: { code: 'AAAAA-BBBBB', ...TEST_ADMIN } });
    expect(wrong.status).toBe(403);
    const code = empty.dependencies.firstRunCode?.code;
    const { body } = await empty.call('POST', '/api/v1/first-run', { token: null, body: { code, ...TEST_ADMIN } });
    const { items } = (await empty.call('GET', '/api/v1/audit', { token: body.token })).body;
    expect(items).toMatchObject([
      { action: 'firstRun.finish', actor: { id: body.user.id }, subject: body.user.id },
      { action: 'firstRun.refuse', actor: { kind: 'nobody', id: null }, subject: null, address: '127.0.0.1', details: {} },
    ]);
    await empty.close();
  });

  it('has every step of every task, with what it changed', async () => {
    const { id, token } = await server.person('olga', 'manager');
    await call('PATCH', '/tasks', { uid: 't1', fields: { amount: 1 } });
    await call('PATCH', '/tasks/t1', { fields: { amount: 2 } });
    await call('POST', '/tasks/t1/start', undefined, token);
    await call('PATCH', '/tasks', { uid: 't2' });
    const entries = await audit('?task=t1&order=asc');
    expect(entries.map(({ action, actor, task }) => [action, actor.name, task])).toEqual([
      ['tasks.create', 'First key', 't1'],
      ['tasks.update', 'First key', 't1'],
      ['tasks.claim', 'olga', 't1'],
      ['tasks.start', 'olga', 't1'],
    ]);
    expect(entries[1]?.details).toMatchObject({ version: 2, changes: { fields: { amount: 2 } } });
    expect(entries[3]?.details).toMatchObject({ status_before: 'ASSIGNED', status: 'STARTED', assignee_uid: id });
    expect(entries[2]?.seq).toBe(entries[3]?.seq);
  });

  it('goes on page by page in both directions, and neither skips nor repeats while things happen', async () => {
    for (let index = 0; index < 7; index += 1)
      await call('PATCH', '/tasks', { uid: `t${index}`, status: 'ASSIGNED', assignee_email: TEST_ADMIN.email });
    const all = await audit('?limit=1000');
    for (const order of ['asc', 'desc']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await call('GET', `/audit?limit=2&order=${order}${cursor}`);
        seen.push(...body.items.map((entry: AuditEntry) => entry.id));
        cursor = body.meta.has_more ? `&cursor=${body.meta.next_cursor}` : '';
        if (order === 'desc') await call('PATCH', '/tasks/t1', { fields: { at: seen.length } });
      } while (cursor !== '');
      const expected = all.map(({ id }) => id);
      expect(seen).toEqual(order === 'asc' ? expected.toReversed() : expected);
    }
  });

  it('is filtered by who, since when and until when', async () => {
    const { id, token } = await server.person('olga', 'manager');
    await call('PATCH', '/tasks', { uid: 't1' });
    await call('POST', '/tasks/t1/claim', undefined, token);
    server.clock.advanceSeconds(3_600);
    const [{ at }] = [...(await audit('?limit=1'))] as [AuditEntry];
    await call('POST', '/tasks/t1/start', undefined, token);
    const hers = await audit(`?actor=${id}`);
    expect(hers.map(({ action }) => action)).toEqual(['tasks.start', 'tasks.claim', 'auth.login']);
    const since = encodeURIComponent(new Date(server.clock.micros / 1000 - 60_000).toISOString());
    for (const order of ['asc', 'desc'])
      expect((await audit(`?since=${since}&order=${order}`)).map(({ action }) => action)).toEqual(['tasks.start']);
    expect((await audit(`?since=${encodeURIComponent(at)}&actor=${id}`)).map(({ action }) => action)).toEqual([
      'tasks.start',
      'tasks.claim',
    ]);
    expect(await audit('?since=2099-01-01T00:00:00Z')).toEqual([]);
    for (const order of ['asc', 'desc']) {
      const earlier = await audit(`?until=${since}&actor=${id}&order=${order}`);
      expect(earlier.map(({ action }) => action).toSorted()).toEqual(['auth.login', 'tasks.claim']);
    }
    expect(await audit(`?until=${encodeURIComponent(at)}&actor=${id}`), 'the moment itself is not in it').toEqual([
      expect.objectContaining({ action: 'auth.login' }),
    ]);
    expect(await audit('?until=2001-01-01T00:00:00Z')).toEqual([]);
  });

  it('is exported whole, a line each, oldest first', async () => {
    const items = (from: number) => Array.from({ length: 600 }, (_, index) => ({ uid: `t${from + index}` }));
    for (const from of [0, 600]) expect((await call('POST', '/tasks/batch', { items: items(from) })).status).toBe(200);
    const answer = await call('GET', '/audit?format=ndjson');
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    const lines = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEntry);
    expect(lines.length).toBeGreaterThan(1_200);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect((await call('GET', '/audit?format=ndjson&task=t7')).text.trim().split('\n')).toHaveLength(1);
  });

  it.each(['since=yesterday', 'until=tomorrow', 'cursor=xx', 'order=up', 'limit=0', 'format=csv'])('is refused for %s', async (query) => {
    expect((await call('GET', `/audit?${query}`)).status).toBe(422);
  });
});
