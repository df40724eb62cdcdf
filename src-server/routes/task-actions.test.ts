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
