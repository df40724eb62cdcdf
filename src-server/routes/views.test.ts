import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

describe('saved views', () => {
  let server: TestApp;
  let olga: { id: string; token: string };
  let paul: { id: string; token: string };
  let mo: { id: string; token: string };
  beforeEach(async () => {
    server = await openTestApp();
    [olga, paul, mo] = [await server.person('olga'), await server.person('paul'), await server.person('mo', 'manager')];
  });
  afterEach(async () => {
    expect(server.failures).toEqual([]);
    await server.close();
  });

  const call = (method: string, path: string, token: string, body?: unknown, headers = {}) =>
    server.call(method, `/api/v1/views${path}`, { token, headers, ...(body === undefined ? {} : { body }) });
  const names = async (token: string) => (await call('GET', '', token)).body.items.map(({ name }: { name: string }) => name);
  const breaching = {
    name: 'Breaching',
    condition: {
      rules: [
        { field: 'due_at', operator: '<', value: '2026-03-01' },
        { field: 'fields.country', operator: '=', value: 'FR' },
      ],
    },
    sorts: [{ field: 'due_at', order: 'asc' }],
    columns: ['title', 'fields.partner', 'queue_uid'],
    display: { widths: { title: 300 } },
  };

  it('keep what was saved, to the letter', async () => {
    const { status, body, headers } = await call('POST', '', olga.token, breaching);
    expect([status, headers.etag]).toEqual([200, '"1"']);
    expect(body).toEqual({
      ...breaching,
      condition: { combinator: 'and', rules: breaching.condition.rules },
      id: expect.stringMatching(/^view_/),
      shared: false,
      owner_uid: olga.id,
      version: 1,
      created_at: expect.any(String),
      updated_at: body.created_at,
    });
    expect((await call('GET', `/${body.id}`, olga.token)).body).toEqual(body);
    expect((await call('GET', '', olga.token)).body.items).toEqual([body]);
  });

  it('of one person are for nobody else to see, change or know of', async () => {
    const { body: view } = await call('POST', '', olga.token, { id: 'mine', name: 'Mine' });
    for (const { token } of [paul, mo]) {
      expect(await names(token)).toEqual([]);
      expect((await call('GET', `/${view.id}`, token)).status).toBe(404);
      expect((await call('PATCH', `/${view.id}`, token, { name: 'Yours' })).status).toBe(404);
      expect((await call('DELETE', `/${view.id}`, token)).status).toBe(404);
    }
    expect((await call('POST', '', paul.token, { id: 'mine', name: 'Mine too' })).status).toBe(409);
  });

  it('are shared by managers, seen by everybody, and changed by managers', async () => {
    expect((await call('POST', '', olga.token, { name: 'For all', shared: true })).status).toBe(403);
    const { body: own } = await call('POST', '', olga.token, { name: 'Own' });
    expect((await call('PATCH', `/${own.id}`, olga.token, { shared: true })).status).toBe(403);
    const { body: view } = await call('POST', '', mo.token, { name: 'For all', shared: true });
    expect(await names(olga.token)).toEqual(['For all', 'Own']);
    expect(await names(paul.token)).toEqual(['For all']);
    expect((await call('PATCH', `/${view.id}`, olga.token, { name: 'Mine now' })).status).toBe(403);
    expect((await call('DELETE', `/${view.id}`, olga.token)).status).toBe(403);
    const zoe = await server.person('zoe', 'admin');
    expect((await call('PATCH', `/${view.id}`, zoe.token, { name: 'For everybody' })).body.owner_uid).toBe(mo.id);
    expect((await call('DELETE', `/${view.id}`, zoe.token)).status).toBe(204);
    expect(await names(paul.token)).toEqual([]);
  });

  it('have versions: whoever changed another one is told', async () => {
    const { body: view } = await call('POST', '', olga.token, { name: 'One' });
    const { body: second } = await call('PATCH', `/${view.id}`, olga.token, { name: 'Two' }, { 'if-match': '"1"' });
    expect([second.version, second.updated_at > second.created_at]).toEqual([2, true]);
    expect((await call('PATCH', `/${view.id}`, olga.token, { name: 'Two' })).body.version).toBe(2);
    const late = await call('PATCH', `/${view.id}`, olga.token, { name: 'Three' }, { 'if-match': '1' });
    expect([late.status, late.body.error.code, late.body.error.details.current.name]).toEqual([412, 'version_mismatch', 'Two']);
    expect((await call('DELETE', `/${view.id}`, olga.token, undefined, { 'if-match': '1' })).status).toBe(412);
    expect((await call('DELETE', `/${view.id}`, olga.token, undefined, { 'if-match': '2' })).status).toBe(204);
    expect((await call('DELETE', `/${view.id}`, olga.token)).status).toBe(404);
  });

  it.each([
    [{ name: '' }, 'body.name'],
    [{ name: 'x', odd: 1 }, 'body.odd'],
    [{ name: 'x', condition: { rules: [{ field: 'nothing', operator: '=', value: 1 }] } }, 'body.condition.rules'],
    [{ name: 'x', sorts: [{ field: 'nothing', order: 'asc' }] }, 'nothing'],
    [{ name: 'x', columns: ['constructor'] }, 'constructor'],
    [{ name: 'x', display: { text: 'x'.repeat(33_000) } }, '32768'],
  ])('cannot be %j', async (body, place) => {
    const answer = await call('POST', '', olga.token, body);
    expect([answer.status, answer.body.error.code]).toEqual([422, 'validation_failed']);
    expect(answer.body.error.message).toContain(place);
  });

  it('have a limit a person, and another one for all', async () => {
    await server.dependencies.database.write(async (sql) => {
      for (let number = 0; number < 100; number += 1) {
        const values = [`own${number}`, olga.id, 'x', 0, '{"condition":{},"sorts":[],"columns":[],"display":{}}', 1, 0, 0];
        await sql.run(
          'INSERT INTO views (id, owner_uid, name, shared, definition, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          values,
        );
      }
    });
    expect((await call('POST', '', olga.token, { name: 'one more' })).status).toBe(409);
    expect((await call('POST', '', paul.token, { name: 'one more' })).status).toBe(200);
    expect((await call('PATCH', '/own1', olga.token, { name: 'renamed' })).status).toBe(200);
    expect((await call('DELETE', '/own1', olga.token)).status).toBe(204);
    expect((await call('POST', '', olga.token, { name: 'one more' })).status).toBe(200);
  });

  it('are part of the workspace, whose changes are announced', async () => {
    const events: string[] = [];
    const sink = { write: (text: string) => events.push(text), bufferedBytes: () => 0, onDrain: () => undefined, end: () => undefined };
    const caller = await server.dependencies.authenticator.identify(paul.token);
    await server.dependencies.feed.connect(caller, { checkpoint: null, lastSeq: null }, sink);
    const before = events.length;
    await call('POST', '', olga.token, { name: 'Own' });
    await call('POST', '', mo.token, { name: 'For all', shared: true });
    await expect.poll(() => events.slice(before).filter((text) => text.includes('event: workspace')).length, { timeout: 15_000 }).toBe(2);
    const { body } = await server.call('GET', '/api/v1/sync/workspace', { token: olga.token });
    expect(body.views.map(({ name }: { name: string }) => name)).toEqual(['For all', 'Own']);
  });

  it('are for people: a key has none', async () => {
    expect((await server.call('GET', '/api/v1/views')).status).toBe(403);
  });
});
