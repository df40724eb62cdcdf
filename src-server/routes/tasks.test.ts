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

describe('a write', () => {
  it('answers the task, the version, and what became of it', async () => {
    const created = await send('PATCH', '/', { uid: 'a', fields: { title: 'Claim' } });
    expect([created.status, created.headers['docket-result'], created.headers.etag]).toEqual([200, 'created', '"1"']);
    expect(Object.keys(created.body)).toEqual(
      'uid,id,status,status_at,assignee_uid,queue_uid,due_at,created_at,updated_at,started_at,done_at,snooze_expires_at,title,url,fields,integrations,skills,priority,version'.split(
        ',',
      ),
    );
    const again = await send('PATCH', '/a', { fields: { title: 'Claim' } });
    expect([again.headers['docket-result'], again.body.version]).toEqual(['unchanged', 1]);
    const changed = await send('PUT', '/a/', { fields: { url: 'x' } });
    expect([changed.headers['docket-result'], changed.body.fields, changed.body.version]).toEqual(['updated', { url: 'x' }, 2]);
  });

  it('by POST only creates', async () => {
    expect((await send('POST', '', { uid: 'a', fields: {} })).status).toBe(200);
    expect(codeOf(await send('POST', '', { uid: 'a', fields: {} }))).toEqual([409, 'already_exists']);
  });

  it('names in a header what it did not take as it came, whatever the keys are', async () => {
    const { headers } = await send('PATCH', '', { uid: 'a', version: 7, 'é "\n,;': 1, fields: {} });
    const warnings = JSON.parse(decodeURIComponent(headers['docket-warnings'] ?? ''));
    expect(warnings.map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['version', 'é "\n,;']));
  });

  it.each(['', ' ', '\ufeff', '\r\n', 'null', '{}'])('without anything in it (%j) is refused, and makes no task', async (body) => {
    for (const method of ['PATCH', 'PUT', 'POST']) {
      expect(codeOf(await send(method, '/', body, { 'content-type': 'application/json' }))).toEqual([400, 'empty_body']);
    }
    expect(codeOf(await send('PATCH', '/'))).toEqual([400, 'empty_body']);
    expect((await send('GET', '')).body.items).toEqual([]);
  });

  it.each(['[]', '[{"uid":"a"},{"uid":"b"}]', '"text"', '5', 'true', '[[{"uid":"a"}]]'])('of %s is refused', async (body) => {
    expect(codeOf(await send('PATCH', '/', body))).toEqual([422, 'validation_failed']);
  });

  it('takes a list of one object for the object', async () => {
    expect((await send('PATCH', '/', [{ uid: 'a', fields: { x: 1 } }])).body).toMatchObject({ uid: 'a', fields: { x: 1 } });
  });

  it('keeps __proto__ as a field', async () => {
    await send('PATCH', '/', '{"uid":"a","fields":{"__proto__":{"admin":true},"x":1}}');
    const { text } = await send('GET', '/a');
    expect(text).toContain('"fields":{"__proto__":{"admin":true},"x":1}');
  });

  it.each([
    ['a wrong status', { status: 'OPEN' }, 'validation_failed', 'status'],
    ['a date that is none', { due_at: {} }, 'validation_failed', 'due_at'],
    ['fields that are no object', { fields: [] }, 'validation_failed', 'fields'],
    ['an id with a blank', { uid: 'a b' }, 'validation_failed', 'uid'],
    ['two ids', { uid: 'a', id: 'b' }, 'validation_failed', 'id'],
    ['an unknown person', { status: 'ASSIGNED', assignee_uid: 'nobody' }, 'assignee_unknown', 'nobody'],
    ['a status that needs a person', { status: 'STARTED' }, 'assignee_required', 'STARTED'],
    ['an unknown queue', { queue_uid: 'nowhere' }, 'validation_failed', 'queue_uid'],
  ])('with %s is refused', async (_what, body, code, named) => {
    const answer = await send('PATCH', '/', { fields: { title: 'x' }, ...body });
    expect(codeOf(answer)).toEqual([422, code]);
    expect(answer.body.error.message).toContain(named);
  });

  it('of fields beyond the limits is refused', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`);
    const wide = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`k${index}`, 1]));
    for (const fields of [deep, wide, { text: 'x'.repeat(257 * 1024) }]) {
      expect(codeOf(await send('PATCH', '', { uid: 'a', fields }))).toEqual([422, 'validation_failed']);
    }
    expect(codeOf(await send('PATCH', '', { uid: 'a', fields: { text: 'x'.repeat(3 * 1024 * 1024) } }))).toEqual([413, 'body_too_large']);
  });

  it('under If-Match happens only to that version', async () => {
    await create({ uid: 'a' });
    expect(codeOf(await send('PATCH', '/a', { fields: { x: 1 } }, { 'if-match': '"2"' }))).toEqual([412, 'version_mismatch']);
    expect((await send('PATCH', '/a', { fields: { x: 1 } }, { 'if-match': '"1"' })).status).toBe(200);
    expect(codeOf(await send('POST', '/a/reopen', {}, { 'if-match': '1' }))).toEqual([412, 'version_mismatch']);
    expect(codeOf(await send('DELETE', '/a', undefined, { 'if-match': '1' }))).toEqual([412, 'version_mismatch']);
    expect(codeOf(await send('PATCH', '/b', { fields: {} }, { 'if-match': '*' }))).toEqual([412, 'version_mismatch']);
    expect(codeOf(await send('PATCH', '/a', { fields: {} }, { 'if-match': 'newest' }))).toEqual([400, 'bad_request']);
  });

  it('under an id that no task can have is refused', async () => {
    expect(codeOf(await send('PATCH', '/a%20b', { fields: { x: 1 } }))).toEqual([422, 'validation_failed']);
    expect(codeOf(await send('GET', '/a%20b'))).toEqual([404, 'not_found']);
    expect(codeOf(await send('GET', `/${'x'.repeat(129)}`))).toEqual([404, 'not_found']);
    expect(codeOf(await send('GET', '/%zz'))).toEqual([400, 'bad_request']);
  });
});

describe('a batch', () => {
  it('answers one result per item, in order; a bad one spoils no other', async () => {
    const { status, body } = await send('POST', '/batch', {
      items: [{ uid: 'a', fields: { n: 1 } }, { uid: 'b', status: 'NONE' }, 5, { id: 'c', title: 'C' }, { uid: 'a', fields: {} }],
    });
    expect(status).toBe(207);
    expect(body.results.map((result: { status: number }) => result.status)).toEqual([200, 422, 422, 200, 409]);
    expect(body.results[0]).toMatchObject({ result: 'created', task: { uid: 'a' } });
    expect(body.results[3].task).toMatchObject({ id: 'c', tags: {} });
  });

  it('is 200 when all were applied', async () => {
    const items = Array.from({ length: 300 }, (_, index) => ({ uid: `t${index}`, fields: { index } }));
    const { status, body } = await send('PATCH', '/batch/', { items });
    expect([status, body.results.length]).toEqual([200, 300]);
    expect((await send('PUT', '/batch', { items })).body.results[0].result).toBe('unchanged');
  });

  it('takes up to 1,000 items', async () => {
    for (const items of [[], Array.from({ length: 1_001 }, () => ({ fields: {} }))]) {
      expect(codeOf(await send('POST', '/batch', { items }))).toEqual([422, 'validation_failed']);
    }
  });
});

describe('an action', () => {
  it('by a key names a person', async () => {
    const olga = await server.person('olga');
    await create({ uid: 'a' });
    expect(codeOf(await send('POST', '/a/claim'))).toEqual([422, 'assignee_required']);
    expect(codeOf(await send('POST', '/a/start'))).toEqual([422, 'assignee_required']);
    expect(codeOf(await send('POST', '/a/claim', { assignee_uid: 'nobody' }))).toEqual([422, 'assignee_unknown']);
    expect((await send('POST', '/a/claim', { assignee_email: 'OLGA@example.com' })).body).toMatchObject({
      status: 'ASSIGNED',
      assignee_uid: olga.id,
      version: 2,
    });
  });

  it('walks a task through its life, with or without a body', async () => {
    const admin = await server.person('ada', 'admin');
    await create({ uid: 'a' });
    const act = async (name: string, body?: unknown) => (await send('POST', `/a/${name}`, body, {}, admin.token)).body;
    expect(await act('claim')).toMatchObject({ status: 'ASSIGNED', assignee_uid: admin.id });
    expect(await act('start', {})).toMatchObject({ status: 'STARTED' });
    expect(await act('pause', '')).toMatchObject({ status: 'ASSIGNED' });
    expect(await act('start')).toMatchObject({ status: 'STARTED' });
    expect(await act('complete', { fields: { result: 'fine' }, comment: 'Done well' })).toMatchObject({
      status: 'DONE',
      fields: { title: 'Claim', result: 'fine' },
    });
    expect(await act('reopen')).toMatchObject({ status: 'TODO', assignee_uid: null });
    expect(await act('snooze', { until: '2030-01-31T09:00:00Z' })).toMatchObject({ snooze_expires_at: '2030-01-31T09:00:00.000000+00:00' });
    expect(await act('assign', { assignee_uid: admin.id })).toMatchObject({ status: 'ASSIGNED' });
    expect(await act('unassign')).toMatchObject({ status: 'TODO' });
    expect(await act('comments', { text: 'So long' })).toMatchObject({ uid: 'a' });
    const { items } = (await send('GET', '/a/history')).body;
    expect(items.map(({ step }: { step: string }) => step)).toEqual(
      'create,claim,start,pause,start,update,comment,complete,reopen,snooze,assign,unassign,comment'.split(','),
    );
    expect(items.at(-1)).toMatchObject({ note: 'So long', actor: { kind: 'user', id: admin.id, name: 'ada' } });
    expect(items.map(({ version }: { version: number }) => version)).toEqual(items.map((_: unknown, index: number) => index + 1));
  });

  it('that the state does not allow is a 409 with the task, and changes nothing', async () => {
    const olga = await server.person('olga', 'manager');
    await create({ uid: 'a', status: 'DONE' });
    for (const name of ['claim', 'start', 'pause', 'complete', 'unassign', 'assign']) {
      const answer = await send('POST', `/a/${name}`, name === 'assign' ? { assignee_uid: olga.id } : undefined, {}, olga.token);
      expect(codeOf(answer)).toEqual([409, 'illegal_transition']);
      expect(answer.body.error.details.task).toMatchObject({ uid: 'a', status: 'DONE' });
    }
    expect((await send('GET', '/a/history')).body.items).toHaveLength(2);
  });

  it('on a task that somebody holds names the holder', async () => {
    const [olga, paul] = [await server.person('olga', 'manager'), await server.person('paul', 'manager')];
    await create({ uid: 'a' });
    await send('POST', '/a/claim', undefined, {}, olga.token);
    const answer = await send('POST', '/a/claim', undefined, {}, paul.token);
    expect(codeOf(answer)).toEqual([409, 'held']);
    expect(answer.body.error.details).toMatchObject({ holder: { id: olga.id, name: 'olga' }, task: { uid: 'a' } });
  });

  it.each([
    ['snooze', { until: 'tomorrow' }, 'until'],
    ['snooze', {}, 'until'],
    ['assign', {}, 'assignee_uid'],
    ['start', { force: true }, 'force'],
    ['comments', { text: '' }, 'text'],
    ['complete', { fields: 'x' }, 'fields'],
    ['claim', { assignee_uid: 5 }, 'assignee_uid'],
  ])('%s with %j is refused', async (name, body, named) => {
    await create({ uid: 'a' });
    const { status, body: answer } = await send('POST', `/a/${name}`, body);
    expect(status).toBe(422);
    expect(answer.error.message).toContain(named);
  });

  it('on a task that is not there is a 404', async () => {
    expect(codeOf(await send('POST', '/nothing/pause'))).toEqual([404, 'not_found']);
    expect(codeOf(await send('DELETE', '/nothing'))).toEqual([404, 'not_found']);
    expect(codeOf(await send('GET', '/nothing/history'))).toEqual([404, 'not_found']);
  });
});

describe('a deleted task', () => {
  it('is gone everywhere, until its source makes it again', async () => {
    await create({ uid: 'a' });
    expect((await send('DELETE', '/a')).status).toBe(204);
    expect((await send('GET', '/a')).status).toBe(404);
    expect((await send('GET', '')).body.items).toEqual([]);
    expect((await send('DELETE', '/a')).status).toBe(404);
    const again = await send('POST', '', { uid: 'a', fields: { title: 'Again' } });
    expect([again.status, again.headers['docket-result'], again.body.version > 1]).toEqual([200, 'created', true]);
  });
});

describe('an operator', () => {
  it('sees and works only what is theirs', async () => {
    const olga = await server.person('olga');
    await create({ uid: 'free' });
    await create({ uid: 'hers' });
    await send('POST', '/hers/assign', { assignee_uid: olga.id });
    const asOlga = (method: string, path: string, body?: unknown) => send(method, path, body, {}, olga.token);
    expect((await asOlga('GET', '')).body.items.map(({ uid }: { uid: string }) => uid)).toEqual(['hers']);
    expect((await asOlga('GET', '/free')).status).toBe(404);
    expect((await asOlga('POST', '/free/claim')).status).toBe(404);
    expect((await asOlga('GET', '/free/history')).status).toBe(404);
    expect((await asOlga('POST', '/hers/start')).body.status).toBe('STARTED');
    expect((await asOlga('PATCH', '/hers', { fields: {} })).status).toBe(403);
    expect((await asOlga('DELETE', '/hers')).status).toBe(403);
  });
});

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
