import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

/** What an integrator finds at the corners of the contract: what is unusual, and allowed or told of. */
let server: TestApp;
beforeEach(async () => {
  server = await openTestApp();
});
afterEach(async () => {
  expect(server.failures).toEqual([]);
  await server.close();
});

const JSON_TYPE = { 'content-type': 'application/json' };
const call = (method: string, path: string, body?: unknown, token?: string) =>
  server.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const send = (text: string, headers: Record<string, string> = JSON_TYPE) => server.call('PATCH', '/api/v1/tasks', { body: text, headers });
const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } | null }) => [status, body?.error?.code];
const warningsOf = ({ headers }: { headers: Record<string, string> }) =>
  (JSON.parse(decodeURIComponent(headers['docket-warnings'] ?? '[]')) as { code: string; path: string }[]).map(
    ({ code, path }) => `${code} ${path}`,
  );

describe('numbers that JSON can write and nobody can keep', () => {
  it('are refused, and not kept as null', async () => {
    const refused = await send('{"uid":"a","fields":{"list":[{"n":1e400}]}}');
    expect([...codeOf(refused), refused.body.error.details[0].path]).toEqual([422, 'validation_failed', 'fields']);
    expect(codeOf(await send('{"uid":"a","tags":{"n":-1e400}}'))).toEqual([422, 'validation_failed']);
    expect(codeOf(await send('{"uid":"a","priority":1e400}'))).toEqual([422, 'validation_failed']);
    expect((await call('GET', '/tasks/a')).status).toBe(404);
  });

  it('spoil no other item of a batch', async () => {
    const items = '{"items":[{"uid":"a","fields":{"n":1e400}},{"uid":"b","fields":{"n":1e40}}]}';
    const { status, body } = await server.call('PATCH', '/api/v1/tasks/batch', { body: items, headers: JSON_TYPE });
    expect([status, ...body.results.map((result: { status: number }) => result.status)]).toEqual([207, 422, 200]);
  });
});

describe('the limit of keys', () => {
  const fields = (name: string, count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`${name}${n}`, n]));

  it('is that of the task, and not of each body', async () => {
    expect((await call('PATCH', '/tasks/a', { fields: fields('k', 495) })).status).toBe(200);
    expect(codeOf(await call('PATCH', '/tasks/a', { fields: fields('q', 6) }))).toEqual([422, 'validation_failed']);
    expect((await call('PATCH', '/tasks/a', { fields: fields('q', 5) })).status).toBe(200);
    expect((await call('PATCH', '/tasks/a', { fields: { k0: null, q5: 1 } })).status).toBe(200);
    for (const body of [{ tags: fields('t', 501) }, { title: 'x', ...fields('t', 600) }, fields('t', 501)])
      expect(codeOf(await call('PATCH', '/tasks/b', body))).toEqual([422, 'validation_failed']);
  });
});

describe('a stranger', () => {
  it('is given little to send before somebody knows who it is', async () => {
    const body = { email: 'a@example.com', password: 'x'.repeat(20_000) };
    for (const path of ['/auth/login', '/first-run', '/invitations/di_none/accept', '/password-resets/dr_none/finish']) {
      expect([path, ...codeOf(await server.call('POST', `/api/v1${path}`, { token: null, body }))]).toEqual([path, 413, 'body_too_large']);
    }
  });
});

describe('what is passed over', () => {
  it('is named as it was sent', async () => {
    await call('PATCH', '/tasks/a', { fields: {} });
    expect(warningsOf(await call('PATCH', '/tasks/a', { title: 'x', createdAt: '2020-01-01T00:00:00Z' }))).toEqual(['read_only createdAt']);
    expect(warningsOf(await call('PATCH', '/tasks/a', { fields: {}, created_at: 1 }))).toEqual(['read_only created_at']);
  });

  it('includes what a status cannot say, and an id that is none', async () => {
    const sent = await call('PATCH', '/tasks', { id: null, status: { name: 'TODO', by: 'Ann' }, title: 'x' });
    expect(warningsOf(sent)).toEqual(['empty_ignored id', 'unknown_ignored status.by']);
  });

  it('includes the person of a task that is TODO', async () => {
    const { id } = await server.person('ann');
    const sent = await call('PATCH', '/tasks', { uid: 'a', status: 'TODO', assignee_uid: id });
    expect([sent.body.status, sent.body.assignee_uid, ...warningsOf(sent)]).toEqual(['TODO', null, 'overruled assignee_uid']);
    const legacy = await call('PATCH', '/tasks', { id: 'b', status: { name: 'TODO', userId: id } });
    expect(warningsOf(legacy)).toEqual(['overruled status.userId']);
  });
});

describe('a queue that a body names', () => {
  beforeEach(async () => {
    for (const id of ['fr', 'de']) {
      const condition = { rules: [{ field: 'fields.country', operator: '=', value: id }] };
      await call('POST', '/queues', { id, name: id, condition });
    }
    await call('PATCH', '/tasks/a', { fields: { country: 'fr' } });
  });
  const queueOf = async () => (await call('GET', '/tasks/a')).body.queue_uid;

  it('is where the task stays until that is cleared, also when it was there already', async () => {
    await call('PATCH', '/tasks/a', { queue_uid: 'fr' });
    await call('PATCH', '/tasks/a', { fields: { country: 'de' } });
    expect(await queueOf()).toBe('fr');
    await call('PATCH', '/tasks/a', { queue_uid: null });
    expect(await queueOf()).toBe('de');
  });

  it('is no choice where the whole task is sent back', async () => {
    await call('PATCH', '/tasks/a', { ...(await call('GET', '/tasks/a')).body, fields: { country: 'de' }, title: 'x' });
    expect(await queueOf()).toBe('de');
  });
});

describe('a date', () => {
  it('has an offset that exists', async () => {
    const statusOf = async (due: string) => (await call('PATCH', '/tasks/a', { due_at: due })).status;
    expect(await statusOf('2024-07-12T12:29:16+14:00')).toBe(200);
    expect(await statusOf('2024-07-12T12:29:16+99:99')).toBe(422);
    expect(await statusOf('2024-07-12T12:29:16+10:60')).toBe(422);
  });
});

describe('a date that cannot be kept to the microsecond', () => {
  it.each(['1600-01-01', '9999-12-31'])('is refused with the years that can be, at every door: %s', async (date) => {
    const moment = `${date}T00:00:00Z`;
    await call('PUT', '/tasks/a', { fields: {} });
    const schema = { type: 'object', properties: { day: { type: 'string', format: 'date' }, at: { type: 'string', format: 'date-time' } } };
    await call('POST', '/forms', { id: 'f', title: 'Form', schema });
    const condition = { combinator: 'and', rules: [{ field: 'due_at', operator: '<', value: moment }] };
    const answers = [
      await call('PATCH', '/tasks/a', { due_at: moment }),
      await call('POST', '/tasks/a/snooze', { until: moment }),
      await call('GET', `/tasks?updated_since=${moment}`),
      await call('GET', `/audit?since=${moment}`),
      await call('POST', '/tasks/query', { condition }),
      await call('POST', '/forms/f/submissions', { values: { day: date } }),
      await call('POST', '/forms/f/submissions', { values: { at: moment } }),
    ];
    for (const { status, body } of answers)
      expect([status, JSON.stringify(body.error)]).toEqual([422, expect.stringContaining('1684 to 2255')]);
  });
});

describe('a list of one', () => {
  it('is what it holds, for batches and their items too', async () => {
    const { status, body } = await call('PATCH', '/tasks/batch', [{ items: [[{ uid: 'a', fields: { n: 1 } }]] }]);
    expect([status, body.results[0].task.uid]).toEqual([200, 'a']);
  });
});

describe('an item of a batch that says nothing', () => {
  it('is refused as a body of its own would be', async () => {
    const { body } = await call('PATCH', '/tasks/batch', { items: [{}] });
    expect([body.results[0].status, body.results[0].error.code]).toEqual([400, 'empty_body']);
  });
});

describe('a form that is not encoded in UTF-8', () => {
  it('is refused, and not kept with other characters', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(codeOf(await send('id=a&fields[title]=caf%E9', form))).toEqual([400, 'bad_request']);
    expect((await send('id=a&fields[title]=caf%C3%A9+100%', form)).body.title).toBe('café 100%');
  });
});

describe('whose credentials these are', () => {
  it('is told to every key: no-code tools test their connection so', async () => {
    for (const scope of ['tasks:read', 'tasks:write', 'hooks', 'admin'] as const) {
      const key = await server.key([scope]);
      for (const path of ['/me', '/accounts/me/']) expect((await call('GET', path, undefined, key)).body.scopes).toEqual([scope]);
    }
  });
});
