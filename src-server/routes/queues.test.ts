import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, TEST_KEY, type TestApp } from '../app-fixture.ts';
import { changeQueue, createQueue } from '../queues/queue-commands.ts';
import { whereCategory } from '../queues/routing-fixture.ts';
import { createSchedule } from '../schedules/schedule-commands.ts';
import type { Sql } from '../store/database.ts';

let app: TestApp;

beforeEach(async () => {
  app = await openTestApp();
});

afterEach(async () => {
  expect(app.failures).toEqual([]);
  await app.close();
});

/** A transaction that tells nobody of its commit. */
function silently(sql: Sql): Sql {
  return {
    dialect: sql.dialect,
    all: (text, parameters) => sql.all(text, parameters),
    get: (text, parameters) => sql.get(text, parameters),
    run: (text, parameters) => sql.run(text, parameters),
    send: (text, parameters) => sql.send(text, parameters),
    notify: () => undefined,
    beforeCommit: (step) => sql.beforeCommit(step),
  };
}

const where = (field: string, value: unknown, operator = '=') => ({ combinator: 'and', rules: [{ field, operator, value }] });

describe('queues', () => {
  it('are shown as another process has just made them, before this one has heard of it', async () => {
    const { database, clock } = app.dependencies;
    await post('/queues', { id: 'kyc', name: 'KYC', priority: 20, condition: where('fields.category', 'kyc') });
    await app.call('PUT', '/api/v1/tasks/t1', { body: { fields: { category: 'kyc' } } });
    // Whatever writes looks at the queues first.
    await untilRouted();
    await database.write(async (sql) => {
      const silent = silently(sql);
      await createSchedule(silent, clock, 'office', { name: 'Office', time_zone: 'UTC' });
      await createQueue(silent, clock, 'new', { name: 'New', priority: 10, schedule_uid: 'office' });
      await changeQueue(silent, clock, 'kyc', { condition: whereCategory('fraud') });
    });
    expect((await get('/queues')).body.items.map(({ id }: { id: string }) => id)).toEqual(['new', 'kyc']);
    expect((await get('/queues/new')).status).toBe(200);
    const [schedule, schedules] = [await get('/schedules/office'), await get('/schedules')];
    expect([schedule.status, schedules.body.items]).toEqual([200, [schedule.body]]);
    const { queues } = (await get('/tasks/t1/routing')).body;
    expect(queues.map(({ id, matches }: { id: string; matches: boolean }) => [id, matches])).toEqual([
      ['new', true],
      ['kyc', false],
    ]);
  });

  it('are made, listed in the order in which they are tried, changed, replaced and removed', async () => {
    const kyc = await post('/queues', {
      id: 'kyc',
      name: 'KYC',
      priority: 20,
      condition: where('fields.category', 'kyc'),
      skills: ['kyc'],
    });
    expect([kyc.status, kyc.body]).toEqual([
      200,
      {
        id: 'kyc',
        name: 'KYC',
        priority: 20,
        condition: where('fields.category', 'kyc'),
        skills: ['kyc'],
        enabled: true,
        release_on_skip: false,
        schedule_uid: null,
        target_minutes: null,
      },
    ]);
    const rest = await post('/queues', { name: 'The rest' });
    expect(rest.body).toMatchObject({ priority: 30, condition: { combinator: 'and', rules: [] }, id: expect.stringMatching(/^queue_/) });
    await post('/queues', { id: 'first', name: 'First', priority: 1 });
    expect((await get('/queues')).body.items.map(({ name }: { name: string }) => name)).toEqual(['First', 'KYC', 'The rest']);

    expect((await app.call('PATCH', '/api/v1/queues/kyc', { body: { name: 'Checks' } })).body).toEqual({ ...kyc.body, name: 'Checks' });
    expect((await app.call('PUT', '/api/v1/queues/kyc', { body: { name: 'New', enabled: false } })).body).toEqual({
      ...{ id: 'kyc', name: 'New', priority: 20, condition: { combinator: 'and', rules: [] } },
      ...{ skills: [], enabled: false, release_on_skip: false, schedule_uid: null, target_minutes: null },
    });
    expect((await app.call('PUT', '/api/v1/queues/made', { body: { name: 'Made' } })).body).toMatchObject({ id: 'made', priority: 40 });
    expect((await get('/queues/made')).body).toMatchObject({ name: 'Made' });

    expect((await app.call('DELETE', '/api/v1/queues/made')).status).toBe(204);
    expect((await get('/queues/made')).status).toBe(404);
    expect((await app.call('DELETE', '/api/v1/queues/made')).status).toBe(404);
  });

  it('take the published format of conditions, and keep it as rules', async () => {
    const { combinator, rules } = where('fields.category', 'kyc');
    const made = await post('/queues', { id: 'kyc', name: 'KYC', condition: { combinator, conditions: rules } });
    expect(made.body.condition).toEqual({ combinator, rules });
    await patchTask('t1', { category: 'KYC' });
    expect((await get('/tasks/t1')).body.queue_uid).toBe('kyc');
  });

  it.each<[string, string, unknown, number, RegExp]>([
    [
      'an operator that does not exist',
      'POST',
      { name: 'A', condition: where('fields.x', 1, 'like') },
      422,
      /body\.condition\.rules\.0\.operator must be one/,
    ],
    [
      'a field that does not exist',
      'POST',
      { name: 'A', condition: where('country', 1) },
      422,
      /body\.condition\.rules\.0\.field is no attribute/,
    ],
    ['what depends on routing', 'POST', { name: 'A', condition: where('queue_uid', 'x') }, 422, /cannot depend/],
    ['no name', 'POST', { condition: {} }, 422, /body\.name is missing/],
    ['an unknown key', 'POST', { name: 'A', rules: [] }, 422, /body\.rules is not known/],
    ['the id of a path', 'POST', { name: 'A', id: 'routing' }, 422, /must not be routing/],
    ['an id that is taken', 'POST', { name: 'A', id: 'taken' }, 409, /already/],
    ['an empty change', 'PATCH', {}, 422, /body/],
    ['another id in the body', 'PUT', { id: 'other', name: 'A' }, 422, /another queue/],
  ])('refuse %s', async (_name, method, body, status, message) => {
    await post('/queues', { id: 'taken', name: 'Taken' });
    const answer = await app.call(method, method === 'POST' ? '/api/v1/queues' : '/api/v1/queues/taken', { body });
    expect([answer.status, answer.body.error.message]).toEqual([status, expect.stringMatching(message)]);
    expect((await get('/queues')).body.items).toHaveLength(1);
  });

  it('are not made under an id that no path can carry', async () => {
    expect((await app.call('PUT', '/api/v1/queues/a%20b', { body: { name: 'A' } })).status).toBe(422);
  });

  it('are changed by managers and by admin keys alone; operators may read them', async () => {
    const ann = await app.person('ann');
    const mia = await app.person('mae', 'manager');
    const writer = await app.key(['tasks:read', 'tasks:write']);
    const body = { name: 'A' };
    const statuses = async (token: string) => [
      (await app.call('POST', '/api/v1/queues', { body, token })).status,
      (await app.call('GET', '/api/v1/queues', { token })).status,
      (await app.call('POST', '/api/v1/queues/preview', { body: { condition: {} }, token })).status,
      (await app.call('GET', '/api/v1/queues/routing', { token })).status,
    ];
    expect(await statuses(ann.token)).toEqual([403, 200, 403, 403]);
    expect(await statuses(mia.token)).toEqual([200, 200, 200, 200]);
    expect(await statuses(writer)).toEqual([403, 200, 403, 200]);
    expect(await statuses(TEST_KEY)).toEqual([200, 200, 200, 200]);
  });

  it('route the very next write, and open tasks in the background', async () => {
    await patchTask('old', { category: 'kyc' });
    expect((await get('/tasks/old')).body.queue_uid).toBeNull();
    await post('/queues', { id: 'kyc', name: 'KYC', condition: where('fields.category', 'kyc') });
    await patchTask('new', { category: 'kyc' });
    expect((await get('/tasks/new')).body.queue_uid).toBe('kyc');
    await untilRouted();
    expect((await get('/tasks/old')).body.queue_uid).toBe('kyc');
    expect((await get('/queues/routing')).body).toMatchObject({ running: false });
    await app.call('DELETE', '/api/v1/queues/kyc');
    await untilRouted();
    expect((await get('/tasks/old')).body.queue_uid).toBeNull();
  });

  it('decide with every write, and give way to a choice by hand until it is cleared', async () => {
    await post('/queues', { id: 'kyc', name: 'KYC', condition: where('fields.category', 'kyc') });
    await post('/queues', { id: 'vip', name: 'VIP', condition: where('fields.vip', true) });
    await patchTask('t1', { category: 'kyc' });
    await app.call('PATCH', '/api/v1/tasks/t1', { body: { queue_uid: 'vip' } });
    await patchTask('t1', { category: 'fraud' });
    expect((await get('/tasks/t1')).body.queue_uid).toBe('vip');
    await app.call('PATCH', '/api/v1/tasks/t1', { body: { queue_uid: null } });
    expect((await get('/tasks/t1')).body.queue_uid).toBeNull();
  });

  it('are not changed by whoever saw another queue before', async () => {
    const made = await post('/queues', { id: 'kyc', name: 'KYC', condition: where('fields.category', 'kyc') });
    const condition = where('fields.category', 'checks');
    const change = (body: unknown) => app.call('PATCH', '/api/v1/queues/kyc', { body });
    expect((await change({ condition, expected: { condition: made.body.condition } })).status).toBe(200);
    const late = await change({ condition: where('fields.vip', true), expected: { condition: made.body.condition } });
    expect([late.status, late.body.error.code, late.body.error.message]).toEqual([
      412,
      'version_mismatch',
      expect.stringContaining('condition'),
    ]);
    expect((await get('/queues/kyc')).body.condition).toEqual(condition);
    expect((await change({ name: 'Checks', expected: { name: 'KYC' } })).body).toMatchObject({ name: 'Checks', condition });
  });

  it('say before what would become of their tasks without them', async () => {
    await post('/queues', { id: 'kyc', name: 'KYC', condition: where('fields.category', 'kyc') });
    await post('/queues', { id: 'rest', name: 'The rest' });
    await patchTask('t1', { category: 'kyc' });
    const condition = where('fields.category', 'kyc');
    const preview = await post('/queues/preview', { id: 'kyc', condition, enabled: false });
    expect(preview.body).toMatchObject({ open: 1, matching: 1, moving: 1, moves: [{ from: 'kyc', to: 'rest', count: 1 }] });
  });

  it('tell connected consoles to read them again', async () => {
    const mia = await app.person('mae', 'manager');
    const { dependencies } = app;
    const caller = await dependencies.authenticator.identify(mia.token);
    let sent = '';
    const told = new Promise<void>((resolve) => {
      const write = (text: string) => {
        sent += text;
        if (sent.includes('event: workspace')) resolve();
      };
      const sink = { write, bufferedBytes: () => 0, onDrain: () => undefined, end: () => undefined };
      void dependencies.feed.connect(caller, { checkpoint: null, lastSeq: null }, sink).then(() => post('/queues', { name: 'A' }));
    });
    await told;
  });
});

describe('a preview', () => {
  it('says how many open tasks would move from where to where, and changes nothing', async () => {
    await post('/queues', { id: 'rest', name: 'The rest', priority: 90 });
    for (let index = 0; index < 25; index += 1) await patchTask(`fraud-${index}`, { category: 'fraud' });
    for (let index = 0; index < 3; index += 1) await patchTask(`kyc-${index}`, { category: 'kyc' });
    await app.call('PATCH', '/api/v1/tasks/done', { body: { status: 'DONE', fields: { category: 'fraud' } } });
    const { status, body } = await post('/queues/preview', { condition: where('fields.category', 'fraud'), priority: 5 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ open: 28, matching: 25, moving: 25, moves: [{ from: 'rest', to: '~new', count: 25 }] });
    expect(body.samples).toHaveLength(20);
    expect(body.samples[0]).toMatchObject({ uid: 'fraud-0', fields: { category: 'fraud' }, from: 'rest', to: '~new' });
    expect((await get('/queues')).body.items).toHaveLength(1);
    expect((await get('/tasks/fraud-0')).body.queue_uid).toBe('rest');
  });

  it('tries a new queue last unless it says otherwise, and leaves alone what was chosen by hand', async () => {
    await post('/queues', { id: 'kyc', name: 'KYC', condition: where('fields.category', 'kyc') });
    await patchTask('t1', { category: 'kyc' });
    await patchTask('t2', { category: 'fraud' });
    await app.call('PATCH', '/api/v1/tasks/t3', { body: { queue_uid: 'kyc' } });
    expect((await post('/queues/preview', { condition: {} })).body).toMatchObject({
      matching: 3,
      moves: [{ from: null, to: '~new', count: 1 }],
    });
  });

  it('of a queue that exists is with its new condition', async () => {
    await post('/queues', { id: 'kyc', name: 'KYC', condition: where('fields.category', 'kyc') });
    await patchTask('t1', { category: 'kyc' });
    const { body } = await post('/queues/preview', { id: 'kyc', condition: where('fields.category', 'aml') });
    expect(body).toMatchObject({ matching: 0, moves: [{ from: 'kyc', to: null, count: 1 }] });
  });

  it('refuses a condition that cannot be read', async () => {
    expect((await post('/queues/preview', { condition: { rules: 3 } })).body.error.message).toMatch(
      /body\.condition\.rules must be a list/,
    );
  });
});

describe('the explanation of a task', () => {
  it('says which conditions hold, rule by rule, in the order in which queues are tried', async () => {
    await post('/queues', { id: 'kyc', name: 'KYC', priority: 20, condition: where('fields.category', 'kyc') });
    await post('/queues', { id: 'vip', name: 'VIP', priority: 10, enabled: false, condition: where('fields.vip', true) });
    await patchTask('t1', { category: 'fraud', vip: true });
    await app.call('PATCH', '/api/v1/tasks/t1', { body: { queue_uid: 'kyc' } });
    expect((await get('/tasks/t1/routing')).body).toEqual({
      task_uid: 't1',
      queue_uid: 'kyc',
      override: 'kyc',
      queues: [
        {
          ...{ id: 'vip', name: 'VIP', enabled: false, matches: true },
          rules: [{ field: 'fields.vip', operator: '=', value: true, holds: true }],
        },
        {
          ...{ id: 'kyc', name: 'KYC', enabled: true, matches: false },
          rules: [{ field: 'fields.category', operator: '=', value: 'kyc', holds: false }],
        },
      ],
    });
  });

  it('is for those who may see the task', async () => {
    const ann = await app.person('ann');
    await patchTask('t1', {});
    expect((await app.call('GET', '/api/v1/tasks/t1/routing', { token: ann.token })).status).toBe(404);
    expect((await get('/tasks/none/routing')).status).toBe(404);
  });
});

describe('next', () => {
  beforeEach(async () => {
    await post('/queues', { id: 'all', name: 'All' });
  });

  it('claims a task for the person who asks, and answers 204 when there is none', async () => {
    const ann = await app.person('ann');
    await patchTask('t1', {});
    const { status, body, headers } = await app.call('POST', '/api/v1/queues/all/next/', { token: ann.token });
    expect([status, body]).toEqual([200, expect.objectContaining({ uid: 't1', id: 't1', status: 'ASSIGNED', assignee_uid: ann.id })]);
    expect(headers.etag).toBe('"2"');
    const none = await app.call('POST', '/api/v1/queues/all/next', { token: ann.token, body: {} });
    expect([none.status, none.text]).toEqual([204, '']);
  });

  it('takes from a key whom it is for', async () => {
    const ann = await app.person('ann');
    await patchTask('t1', {});
    await patchTask('t2', {});
    const next = (body: unknown) => app.call('POST', '/api/v1/queues/all/next', { body });
    expect((await next({})).body.error.code).toBe('assignee_required');
    expect((await next({ assignee_uid: 'nobody' })).body.error.code).toBe('assignee_unknown');
    expect((await next({ assignee_uid: ann.id })).body.assignee_uid).toBe(ann.id);
    expect((await next({ assignee_email: 'ANN@example.com' })).body.assignee_uid).toBe(ann.id);
    expect((await app.call('POST', '/api/v1/queues/none/next', { body: { assignee_uid: ann.id } })).status).toBe(404);
  });

  it('with an Idempotency-Key gives the same task again', async () => {
    const ann = await app.person('ann');
    await patchTask('t1', {});
    await patchTask('t2', {});
    const next = () => app.call('POST', '/api/v1/queues/all/next', { token: ann.token, headers: { 'idempotency-key': 'k1' } });
    expect((await next()).body.uid).toBe((await next()).body.uid);
  });

  it('gives each of many callers another task, over real sockets', async () => {
    const items = Array.from({ length: 200 }, (_, index) => ({ uid: `t${index}`, due_at: '2026-03-01T12:00:00Z' }));
    await app.call('PATCH', '/api/v1/tasks/batch', { body: { items } });
    const ann = await app.person('ann');
    const address = await app.app.listen({ port: 0, host: '127.0.0.1' });
    const next = () =>
      fetch(`${address}/api/v1/queues/all/next`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ann.token}` },
      });
    const answers = await Promise.all(Array.from({ length: 210 }, next));
    const given = await Promise.all(
      answers.filter(({ status }) => status === 200).map(async (answer) => (await answer.json()) as { uid: string }),
    );
    expect(new Set(given.map(({ uid }) => uid)).size).toBe(200);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(10);
  });
});

function get(path: string) {
  return app.call('GET', `/api/v1${path}`);
}

function post(path: string, body: unknown) {
  return app.call('POST', `/api/v1${path}`, { body });
}

function patchTask(uid: string, fields: Record<string, unknown>) {
  return app.call('PATCH', `/api/v1/tasks/${uid}`, { body: { fields } });
}

async function untilRouted(): Promise<void> {
  while ((await get('/queues/routing')).body.running) await new Promise((resolve) => setTimeout(resolve, 2));
}
