import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, TEST_KEY, type TestApp } from '../app-fixture.ts';

let server: TestApp;
beforeEach(async () => {
  server = await openTestApp();
});
afterEach(() => server.close());

const TASKS = '/api/v1/tasks';
const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}, token = TEST_KEY) =>
  server.call(method, `${TASKS}${path}`, { body, headers, token });
const create = async (body: object = {}) => (await send('PATCH', '', { fields: { title: 'Claim' }, ...body })).body;
const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code];

describe('the list', () => {
  const uids = ({ body }: { body: { items: { uid: string }[] } }) => body.items.map(({ uid }) => uid);

  async function walk(query: string, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await send('GET', `?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...uids(page));
      cursor = page.body.meta.next_cursor;
      expect(page.body.meta.has_more).toBe(cursor !== null);
      await between();
    }
    return seen;
  }

  beforeEach(async () => {
    const items = Array.from({ length: 25 }, (_, index) => ({ uid: `t${String(index).padStart(2, '0')}`, fields: { index } }));
    await send('POST', '/batch', { items });
  });
  const all = Array.from({ length: 25 }, (_, index) => `t${String(index).padStart(2, '0')}`);

  it('is newest first, and pages neither skip nor repeat while tasks are written', async () => {
    let written = 0;
    const seen = await walk('limit=4', () =>
      Promise.all([create({ uid: `new${written++}` }), send('PATCH', `/t0${written}`, { fields: { x: written } })]),
    );
    expect(seen).toEqual(all.toReversed());
    expect(await walk('limit=7&order=asc')).toEqual([...all, ...Array.from({ length: written }, (_, index) => `new${index}`)]);
  });

  it('keeps tasks apart that were made at the same moment', async () => {
    const items = all.map((uid) => ({ uid: `same-${uid}`, created_at: '2020-01-01T00:00:00Z', fields: {} }));
    await send('POST', '/batch', { items });
    expect((await walk('limit=3&order=asc')).slice(0, 25)).toEqual(items.map(({ uid }) => uid));
    expect((await walk('limit=3')).slice(-25)).toEqual(items.map(({ uid }) => uid).toReversed());
  });

  it('with updated_since follows the feed and shows again only what changed again', async () => {
    const since = (await send('GET', '/t09')).body.updated_at;
    let pages = 0;
    const seen = await walk(`limit=6&updated_since=${encodeURIComponent(since)}`, async () => {
      if (pages++ === 0) await send('PATCH', '/t10', { fields: { again: true } });
    });
    expect(seen).toEqual([...all.slice(9), 't10']);
    // A plus sign that was not encoded.
    expect(await walk(`limit=100&updated_since=${since}`)).toHaveLength(16);
    expect(await walk('updated_since=2199-01-01T00:00:00Z')).toEqual([]);
  });

  it('is filtered by status, assignee and queue', async () => {
    const olga = await server.person('olga');
    await send('POST', '/t01/assign', { assignee_uid: olga.id });
    await send('PATCH', '/t02', { status: 'DONE' });
    expect(uids(await send('GET', '?status=ASSIGNED'))).toEqual(['t01']);
    expect(uids(await send('GET', '?status=ASSIGNED,DONE&order=asc'))).toEqual(['t01', 't02']);
    expect(uids(await send('GET', `?assignee_uid=${olga.id}`))).toEqual(['t01']);
    expect(uids(await send('GET', '?queue_uid=nowhere'))).toEqual([]);
    expect(uids(await send('GET', '?status=&queue_uid=&assignee_uid=&updated_since=&order=&limit=2&cursor='))).toEqual(['t24', 't23']);
  });

  it('is filtered by any field', async () => {
    await send('PATCH', '/t03', { fields: { partner: 'VIP customer XYZ', status: 'open', customer: { country: 'FR' }, ok: true } });
    expect(uids(await send('GET', '?fields.partner=VIP%20customer%20XYZ'))).toEqual(['t03']);
    expect(uids(await send('GET', '?partner=VIP+customer+XYZ&index=3'))).toEqual(['t03']);
    expect(uids(await send('GET', '?partner=VIP+customer+XYZ&index=4'))).toEqual([]);
    expect(uids(await send('GET', '?fields.status=open&fields.customer.country=FR&ok=true'))).toEqual(['t03']);
    expect(uids(await send('GET', '?index=7&status=TODO'))).toEqual(['t07']);
    expect(uids(await send('GET', '?index=7&status=DONE'))).toEqual([]);
  });

  it('pages through a filtered list', async () => {
    const items = all.map((uid, index) => ({ uid, fields: { parity: index % 2 === 0 ? 'even' : 'odd' } }));
    await send('PATCH', '/batch', { items });
    expect(await walk('parity=even&limit=5')).toEqual(all.filter((_, index) => index % 2 === 0).toReversed());
    expect(await walk('parity=odd&limit=12&order=asc')).toEqual(all.filter((_, index) => index % 2 === 1));
    expect(await walk('parity=odd&limit=5&updated_since=2020-01-01T00:00:00Z')).toEqual(all.filter((_, index) => index % 2 === 1));
  });

  it('comes as a bare list, and in the legacy dialect, on request', async () => {
    const { body } = await send('GET', '?format=array&limit=3&dialect=legacy');
    expect(body.map(({ id }: { id: string }) => id)).toEqual(['t24', 't23', 't22']);
    expect(Object.keys(body[0])).toEqual(['id', 'title', 'url', 'tags', 'status', 'integrations', 'createdAt', 'dueAt', 'updatedAt']);
    expect((await send('GET', '/t00?dialect=legacy')).body.tags).toEqual({ index: 0 });
  });

  it.each(['limit=0', 'limit=1001', 'limit=ten', 'status=OPEN', 'order=up', 'cursor=nonsense', 'updated_since=yesterday', 'format=xml'])(
    'refuses %s by name',
    async (query) => {
      const { status, body } = await send('GET', `?${query}`);
      expect([status, body.error.code]).toEqual([422, 'validation_failed']);
      expect(body.error.message).toContain(`query.${query.split('=')[0]}`);
    },
  );

  it('names the filter that it cannot use', async () => {
    const { status, body } = await send('GET', `?country=FR&fields.note=${'x'.repeat(3_000)}`);
    expect([status, body.error.message]).toEqual([422, 'query.fields.note must have at most 2000 characters.']);
    expect((await send('GET', '?fields.=x')).body.error.message).toMatch(/^query\.fields\. is no attribute/);
  });

  it('refuses a cursor of another order', async () => {
    const { next_cursor: cursor } = (await send('GET', '?limit=3')).body.meta;
    expect((await send('GET', `?limit=3&order=asc&cursor=${cursor}`)).status).toBe(422);
  });
});

describe('a search', () => {
  const search = (body: object, token = TEST_KEY) => server.call('POST', '/api/v1/tasks/query', { body, token });
  const uids = ({ body }: { body: { items: { uid: string }[] } }) => body.items.map(({ uid }) => uid);

  beforeEach(async () => {
    const amounts = [5, 40, '300', null, 40, 'many', 7];
    const items = amounts.map((amount, index) => ({ uid: `t${index}`, fields: { amount, name: `n${index % 2}` } }));
    await send('POST', '/batch', { items });
  });

  it('finds what the condition says, newest first', async () => {
    const condition = { combinator: 'and', rules: [{ field: 'fields.amount', operator: '>=', value: 7 }] };
    expect(uids(await search({ condition }))).toEqual(['t6', 't4', 't2', 't1']);
    expect(uids(await search({}))).toHaveLength(7);
    const published = {
      combinator: 'or',
      conditions: [
        { field: 'fields.amount', operator: 'null' },
        { field: 'uid', operator: '=', value: 't0' },
      ],
    };
    expect(uids(await search({ condition: published }))).toEqual(['t3', 't0']);
  });

  it.each([
    [[{ field: 'fields.amount' }], ['t0', 't6', 't1', 't4', 't2', 't5', 't3']],
    [[{ field: 'fields.amount', order: 'desc' }], ['t4', 't1', 't6', 't0', 't5', 't2', 't3']],
    [
      [
        { field: 'fields.name', order: 'desc' },
        { field: 'created_at', order: 'asc' },
      ],
      ['t1', 't3', 't5', 't0', 't2', 't4', 't6'],
    ],
  ])('sorts by %j, a page at a time', async (sorts, expected) => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await search({ sorts, limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...uids(page));
      cursor = page.body.meta.next_cursor;
    }
    // Equal amounts are in the order of ids.
    const byAmount = (order: string[]) => order.join().replace('t4,t1', 't1,t4');
    expect(byAmount(seen)).toBe(byAmount(expected));
  });

  it('shows operators only what is theirs', async () => {
    const olga = await server.person('olga');
    await send('POST', '/t2/assign', { assignee_uid: olga.id });
    expect(uids(await search({}, olga.token))).toEqual(['t2']);
    expect(uids(await search({ sorts: [{ field: 'uid' }] }, olga.token))).toEqual(['t2']);
  });

  it.each([
    [{ condition: { rules: [{ field: 'nothing', operator: '=' }] } }, 'body.condition.rules.0'],
    [{ condition: { combinator: 'xor', rules: [] } }, 'body.condition.combinator'],
    [{ sorts: [{ field: 'nothing' }] }, 'body.sorts.0'],
    [{ cursor: 'nonsense' }, 'body.cursor'],
    [{ sorts: [{ field: 'uid' }], cursor: 'nonsense' }, 'body.cursor'],
    [{ limit: 1_001 }, 'body.limit'],
  ])('is refused as %j', async (body, named) => {
    const answer = await search(body);
    expect(codeOf(answer)).toEqual([422, 'validation_failed']);
    expect(answer.body.error.message).toContain(named);
  });
});
