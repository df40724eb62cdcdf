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
    const tooMuch = await send('PATCH', '', { uid: 'a', fields: { text: 'x'.repeat(3 * 1024 * 1024) } });
    expect(codeOf(tooMuch)).toEqual([413, 'body_too_large']);
    expect(tooMuch.body.error.details).toEqual({ limit_bytes: expect.any(Number) });
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

  it('tells what is wrong with an item as it tells it of a request, with the id of the request', async () => {
    const { body, headers } = await send('POST', '/batch', { items: [{ fields: {} }, { fields: {}, due_at: 'soon' }, 5] });
    const [, unreadable, noObject] = body.results;
    expect(Object.keys(unreadable.error)).toEqual(['code', 'message', 'requestId', 'details']);
    expect(noObject.error).toMatchObject({ code: 'validation_failed', requestId: unreadable.error.requestId });
    expect(unreadable.error.requestId).toMatch(/^req_/);
    expect(headers).not.toHaveProperty('retry-after');
  });

  it('refuses If-Match, which could mean any of its tasks', async () => {
    await create({ uid: 'a' });
    expect(codeOf(await send('PATCH', '/batch', { items: [{ uid: 'a', fields: { n: 1 } }] }, { 'if-match': '1' }))).toEqual([
      400,
      'bad_request',
    ]);
    expect((await send('GET', '/a')).body.version).toBe(1);
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
