import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

/** What is promised to integrators about tasks, sentence by sentence, where no other test shows it through the API. */
let server: TestApp;
beforeEach(async () => {
  server = await openTestApp();
});
afterEach(async () => {
  expect(server.failures).toEqual([]);
  await server.close();
});

const call = (method: string, path: string, body?: unknown, token?: string) =>
  server.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } | null }) => [status, body?.error?.code];
const feed = async () =>
  (await call('GET', '/sync/tasks')).body.documents as { uid: string; version: number; seq: number; _deleted: boolean }[];

describe('which task a write means', () => {
  it('is the one of the path, for every method', async () => {
    for (const method of ['PATCH', 'PUT']) {
      const uid = method.toLowerCase();
      expect((await call(method, `/tasks/${uid}`, { fields: { n: 1 } })).body).toMatchObject({ uid, fields: { n: 1 } });
      expect(codeOf(await call(method, `/tasks/${uid}`, { uid: 'another', fields: {} }))).toEqual([422, 'validation_failed']);
      expect((await call(method, `/tasks/${uid}`, { id: uid, fields: { n: 2 } })).body).toMatchObject({ uid, version: 2 });
    }
  });

  it('is the one that uid or id names, before external_id', async () => {
    await call('PATCH', '/tasks', { uid: 'a', fields: { external_id: 'x' } });
    expect((await call('PATCH', '/tasks', { fields: { external_id: 'x', n: 1 } })).body.uid).toBe('a');
    expect((await call('PATCH', '/tasks', { id: 'b', fields: { n: 1 } })).body.id).toBe('b');
    expect((await call('PUT', '/tasks', { uid: 'b', id: 'b', fields: { n: 2 } })).body).toMatchObject({ uid: 'b', version: 2 });
  });

  it('is another one under the same external_id of another source; two keys may share a source', async () => {
    const [shop, till, desk] = [
      await server.key(['tasks:write'], 'shop'),
      await server.key(['tasks:write'], 'shop'),
      await server.key(['tasks:write']),
    ];
    const send = async (token: string) => (await call('PATCH', '/tasks', { fields: { external_id: '4711' } }, token)).body.uid;
    const uid = await send(shop);
    expect([(await send(till)) === uid, (await send(desk)) === uid]).toEqual([true, false]);
  });

  it('may have an id made of any hash, without version bits', async () => {
    const uid = 'c6951f29-e70d-04c9-3733-50f90b248db2';
    expect((await call('PUT', `/tasks/${uid}`, { fields: { n: 1 } })).body.uid).toBe(uid);
    expect((await call('PATCH', '/tasks', { id: 'A.b_c:d~e@f-0', fields: { n: 1 } })).status).toBe(200);
  });
});

describe('merging', () => {
  it('goes key by key with PATCH, and null removes a key; what a body does not name stays', async () => {
    const first = {
      uid: 'a',
      due_at: '2030-01-01T00:00:00Z',
      priority: 5,
      skills: ['french'],
      fields: { a: 1, b: { c: 1 } },
      integrations: { h: { x: 1 } },
    };
    await call('PATCH', '/tasks', first);
    const { body } = await call('PATCH', '/tasks/a', { fields: { a: null, b: { d: 2 }, e: 3 }, integrations: { i: {} } });
    expect(body).toMatchObject({ due_at: '2030-01-01T00:00:00.000000+00:00', priority: 5, skills: ['french'] });
    expect(body.fields).toEqual({ b: { d: 2 }, e: 3 });
    expect(body.integrations).toEqual({ h: { x: 1 }, i: {} });
    expect((await call('PATCH', '/tasks/a', { integrations: { h: null } })).body.integrations).toEqual({ i: {} });
  });

  it('replaces the fields with PUT, and nothing else', async () => {
    await call('PATCH', '/tasks', { uid: 'a', priority: 5, fields: { a: 1 }, integrations: { h: {} } });
    const { body } = await call('PUT', '/tasks/a', { fields: { b: 2 } });
    expect([body.fields, body.priority, body.integrations]).toEqual([{ b: 2 }, 5, { h: {} }]);
  });

  it('takes all dialects in one body, and answers the current one', async () => {
    const { body } = await call('PATCH', '/tasks', {
      id: 'a',
      status: { name: 'TODO' },
      dueAt: 1_720_787_356,
      tags: { t: 1 },
      fields: { f: 2 },
      odd: 3,
    });
    expect(body).toMatchObject({ uid: 'a', status: 'TODO', due_at: '2024-07-12T12:29:16.000000+00:00', fields: { t: 1, f: 2, odd: 3 } });
  });

  it('lets fields win over the top with a warning, and keeps a priority that is no number as a field', async () => {
    const { body, headers } = await call('PATCH', '/tasks', { uid: 'a', title: 'top', priority: 'High', fields: { title: 'field' } });
    expect(body).toMatchObject({ title: 'field', priority: null, fields: { priority: 'High' } });
    const warnings = JSON.parse(decodeURIComponent(headers['docket-warnings'] ?? '[]'));
    expect(warnings).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'overruled', path: 'title' })]));
  });
});

describe('dates', () => {
  it('are printed in one form, whatever they came in', async () => {
    const forms = ['2024-07-12T14:29:16.891+02:00', '2024-07-12T12:29:16.891000Z', 1_720_787_356.891, 1_720_787_356_891];
    for (const due of forms)
      expect((await call('PATCH', '/tasks', { uid: 'a', due_at: due })).body.due_at).toBe('2024-07-12T12:29:16.891000+00:00');
  });

  it('of a task without a due date are when it was made; its source may say when that was, once', async () => {
    const { body } = await call('PATCH', '/tasks', { uid: 'a', fields: { n: 1 } });
    expect(body.due_at).toBe(body.created_at);
    const old = await call('PATCH', '/tasks', { uid: 'b', createdAt: '2023-10-27T14:16:51.173671+00:00', fields: {} });
    expect(old.body).toMatchObject({ created_at: '2023-10-27T14:16:51.173671+00:00', due_at: '2023-10-27T14:16:51.173671+00:00' });
    const later = await call('PATCH', '/tasks/b', { created_at: '2020-01-01T00:00:00Z', fields: { n: 1 } });
    expect(later.body.created_at).toBe('2023-10-27T14:16:51.173671+00:00');
    expect(decodeURIComponent(later.headers['docket-warnings'] ?? '')).toContain('created_at');
  });

  it.each(['due_at', 'dueAt', 'created_at', 'createdAt'])('that cannot be read are refused by name: %s', async (key) => {
    for (const value of [{}, 'soon', '2024-13-01T00:00:00Z', '2024-07-12T12:29:16', []]) {
      const answer = await call('PATCH', '/tasks', { fields: {}, [key]: value });
      expect(codeOf(answer)).toEqual([422, 'validation_failed']);
      expect(answer.body.error.message).toContain(key);
    }
  });
});

describe('a write that changes nothing', () => {
  it('leaves no version, no history, no place in the feed and no event', async () => {
    await call('POST', '/hooks', { id: 'hook', url: 'http://127.0.0.1:9/', scope: 'all', events: ['task.created', 'task.updated'] });
    const task = { uid: 'a', status: 'TODO', fields: { title: 'Claim' }, integrations: { hook: { externalId: '1' } } };
    await call('PATCH', '/tasks', task);
    const before = await feed();
    for (const method of ['PATCH', 'PUT']) expect((await call(method, '/tasks', task)).headers['docket-result']).toBe('unchanged');
    expect(await feed()).toEqual(before);
    expect((await call('GET', '/tasks/a/history')).body.items).toHaveLength(1);
    expect((await call('GET', '/hooks/hook/deliveries')).body.items).toHaveLength(1);
  });

  it('is also a status that its source had said before: it takes no task from its operator, and reopens none', async () => {
    const olga = await server.person('olga', 'manager');
    const again = { uid: 'a', status: 'TODO', fields: { n: 1 } };
    await call('PATCH', '/tasks', again);
    await call('POST', '/tasks/a/start', {}, olga.token);
    expect((await call('PATCH', '/tasks', { ...again, fields: { n: 2 } })).body).toMatchObject({
      status: 'STARTED',
      assignee_uid: olga.id,
    });
    await call('POST', '/tasks/a/complete', {}, olga.token);
    expect((await call('PATCH', '/tasks', { ...again, fields: { n: 3 } })).body).toMatchObject({ status: 'DONE', fields: { n: 3 } });
    expect((await call('PATCH', '/tasks', { ...again, status: 'DONE', fields: { n: 3 } })).headers['docket-result']).toBe('unchanged');
    expect((await call('PATCH', '/tasks', again)).body.status).toBe('TODO');
  });
});

describe('a deleted task', () => {
  it('leaves a tombstone in the feed, and operations that were under way are rejected', async () => {
    const olga = await server.person('olga', 'manager');
    await call('PATCH', '/tasks', { uid: 'a', fields: { n: 1 } });
    const { checkpoint } = (await call('GET', '/sync/tasks')).body;
    await call('DELETE', '/tasks/a');
    const { documents } = (await call('GET', `/sync/tasks?checkpoint=${encodeURIComponent(checkpoint)}`)).body;
    expect(documents).toEqual([{ id: 'a', uid: 'a', version: 2, seq: expect.any(Number), _deleted: true }]);
    const operation = {
      opId: '019a0000-0000-7000-8000-000000000001',
      deviceId: 'desk',
      deviceSeq: 1,
      taskId: 'a',
      action: 'claim',
      baseVersion: 1,
      at: '2026-03-01T09:00:00Z',
      payload: {},
    };
    const { body } = await call('POST', '/sync/operations', { deviceId: 'desk', operations: [operation] }, olga.token);
    expect(body.results[0]).toMatchObject({ result: 'rejected', reason: 'deleted' });
  });
});

describe('the states', () => {
  const TYPES = ['assigned', 'unassigned', 'started', 'paused', 'completed', 'closed', 'reopened', 'snoozed'].map((name) => `task.${name}`);
  let ann: { id: string; token: string };
  let bob: { id: string; token: string };
  beforeEach(async () => {
    [ann, bob] = [await server.person('ann', 'manager'), await server.person('bob', 'manager')];
    await call('POST', '/hooks', { id: 'hook', url: 'http://127.0.0.1:9/', scope: 'all', events: TYPES });
  });

  const STATES = ['TODO', 'ASSIGNED', 'STARTED', 'DONE'] as const;
  /** A task of Ann's in the state, and the events from then on. */
  async function taskIn(state: (typeof STATES)[number]): Promise<{ uid: string; events: () => Promise<string[]> }> {
    const uid = `in-${state}`;
    await call('PATCH', '/tasks', { uid, fields: { n: 1 } });
    for (const action of ['claim', 'start', 'complete'].slice(0, STATES.indexOf(state)))
      await call('POST', `/tasks/${uid}/${action}`, {}, ann.token);
    const from = (await call('GET', `/tasks/${uid}`)).body.version;
    return {
      uid,
      events: async () => {
        const { items } = (await call('GET', '/hooks/hook/deliveries?limit=100')).body;
        const own = items.filter((item: { task_id?: string; version: number }) => item.version > from);
        return own
          .toSorted((a: { version: number }, b: { version: number }) => a.version - b.version)
          .map(({ type }: { type: string }) => type.slice(5));
      },
    };
  }

  it.each([
    ['claim', 'TODO', {}, 'ASSIGNED', ['assigned']],
    ['assign', 'TODO', { assignee_uid: 'bob' }, 'ASSIGNED', ['assigned']],
    ['assign', 'ASSIGNED', { assignee_uid: 'bob' }, 'ASSIGNED', ['unassigned', 'assigned']],
    ['assign', 'STARTED', { assignee_uid: 'bob' }, 'ASSIGNED', ['paused', 'unassigned', 'assigned']],
    ['unassign', 'ASSIGNED', {}, 'TODO', ['unassigned']],
    ['unassign', 'STARTED', {}, 'TODO', ['paused', 'unassigned']],
    ['start', 'TODO', {}, 'STARTED', ['assigned', 'started']],
    ['start', 'ASSIGNED', {}, 'STARTED', ['started']],
    ['pause', 'STARTED', {}, 'ASSIGNED', ['paused']],
    ['complete', 'STARTED', {}, 'DONE', ['completed']],
    ['reopen', 'DONE', {}, 'TODO', ['reopened']],
    ['snooze', 'TODO', { until: '2030-01-01T00:00:00Z' }, 'TODO', ['snoozed']],
    ['snooze', 'ASSIGNED', { until: '2030-01-01T00:00:00Z' }, 'TODO', ['unassigned', 'snoozed']],
    ['snooze', 'STARTED', { until: '2030-01-01T00:00:00Z' }, 'TODO', ['paused', 'unassigned', 'snoozed']],
  ] as const)('%s from %s with %j leads to %s by legal single steps', async (action, state, body, after, events) => {
    const task = await taskIn(state);
    const sent = 'assignee_uid' in body ? { assignee_uid: bob.id } : body;
    const answer = await call('POST', `/tasks/${task.uid}/${action}`, sent, ann.token);
    expect([answer.status, answer.body.status]).toEqual([200, after]);
    expect(await task.events()).toEqual(events);
  });

  it.each([
    ['TODO', ['closed']],
    ['ASSIGNED', ['closed']],
    ['STARTED', ['completed']],
  ] as const)('a source that says DONE closes a task that is %s', async (state, events) => {
    const task = await taskIn(state);
    expect((await call('PATCH', `/tasks/${task.uid}`, { status: 'DONE' })).body.status).toBe('DONE');
    expect(await task.events()).toEqual(events);
  });

  it.each([
    ['TODO', ['unassign', 'pause', 'complete', 'reopen']],
    ['ASSIGNED', ['pause', 'complete', 'reopen']],
    ['STARTED', ['start', 'reopen']],
    ['DONE', ['claim', 'unassign', 'start', 'pause', 'complete', 'snooze']],
  ] as const)('from %s nothing leads by %j: a 409 with the task, and no event', async (state, actions) => {
    const task = await taskIn(state);
    for (const action of actions) {
      const body = action === 'snooze' ? { until: '2030-01-01T00:00:00Z' } : {};
      const answer = await call('POST', `/tasks/${task.uid}/${action}`, body, ann.token);
      expect([action, ...codeOf(answer)]).toEqual([action, 409, 'illegal_transition']);
      expect(answer.body.error.details.task.status).toBe(state);
    }
    expect(await task.events()).toEqual([]);
  });

  it('ASSIGNED and STARTED need a person that is known', async () => {
    for (const status of ['ASSIGNED', 'STARTED']) {
      expect(codeOf(await call('PATCH', '/tasks', { status, fields: {} }))).toEqual([422, 'assignee_required']);
      expect(codeOf(await call('PATCH', '/tasks', { status: { name: status, userId: 'nobody' }, fields: {} }))).toEqual([
        422,
        'assignee_unknown',
      ]);
      const legacy = await call('PATCH', '/tasks', { title: 'x', status: { name: status, userId: ann.id } });
      expect(legacy.body.status).toMatchObject({ name: status, userId: ann.id });
    }
  });
});

describe('a task that no queue takes', () => {
  it('is seen by managers and by search, and by no operator', async () => {
    const [olga, mo] = [await server.person('olga'), await server.person('mo', 'manager')];
    await call('POST', '/queues', {
      id: 'fr',
      name: 'French',
      condition: { rules: [{ field: 'fields.country', operator: '=', value: 'FR' }] },
    });
    await call('PATCH', '/tasks', { uid: 'nowhere', fields: { country: 'DE' } });
    await call('PATCH', '/tasks', { uid: 'somewhere', fields: { country: 'FR' } });
    const uids = async (token: string) => (await call('GET', '/tasks', undefined, token)).body.items.map(({ uid }: { uid: string }) => uid);
    expect([await uids(olga.token), await uids(mo.token)]).toEqual([['somewhere'], ['somewhere', 'nowhere']]);
    const condition = { rules: [{ field: 'queue_uid', operator: 'null' }] };
    expect((await call('POST', '/tasks/query', { condition }, mo.token)).body.items[0].uid).toBe('nowhere');
  });
});

describe('a new server', () => {
  it('answers health and first run alone until there is an admin', async () => {
    const empty = await openTestApp({ isEmpty: true });
    const statusOf = async (method: string, path: string) =>
      (await empty.call(method, path, { token: 'dk_live_anything_at_all_0123456789' })).status;
    expect(await statusOf('GET', '/health/ready')).toBe(200);
    expect(await statusOf('GET', '/api/v1/first-run')).toBe(200);
    for (const path of ['/api/v1/tasks', '/api/v1/me', '/api/v1/sync/stream', '/docs', '/openapi.json', '/metrics', '/f/any'])
      expect([path, await statusOf('GET', path)]).toEqual([path, 403]);
    const login = await empty.call('POST', '/api/v1/auth/login', { token: null, body: { email: 'a@example.com', password: 'x' } });
    expect(codeOf(login)).toEqual([403, 'not_set_up']);
    await empty.close();
  });
});
