import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timestampMicros } from '../../src-shared/time/timestamp.ts';
import { openTestApp, type TestAnswer, type TestApp } from '../app-fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await openTestApp();
});

afterEach(async () => {
  expect(app.failures).toEqual([]);
  await app.close();
});

const COMPLAINT = {
  id: 'complaint',
  title: 'Complaint from a customer',
  schema: {
    type: 'object',
    properties: { customer: { type: 'string', maxLength: 20 }, amount: { type: 'number', minimum: 0 } },
    required: ['customer'],
  },
};

const call = (method: string, path: string, body?: unknown, token?: string): Promise<TestAnswer> =>
  app.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const make = (form: object = {}) => call('POST', '/forms', { ...COMPLAINT, ...form });
const task = async (reference: string) => (await call('GET', `/tasks/${reference}`)).body;

describe('forms', () => {
  it('are made with everything that was left out, listed, changed, replaced and removed', async () => {
    const made = await make();
    expect([made.status, made.body]).toEqual([
      200,
      {
        ...COMPLAINT,
        ...{ slug: 'complaint-from-a-customer', description: '', ui: {}, prefill: [], public: false, frame_ancestors: [], enabled: true },
        target: { fields: {}, queue_uid: null, due_in_seconds: null },
        url: 'http://localhost:80/f/complaint-from-a-customer',
      },
    ]);
    expect((await make({ id: undefined })).body).toMatchObject({
      id: expect.stringMatching(/^form_/),
      slug: 'complaint-from-a-customer-2',
    });
    expect((await call('GET', '/forms')).body.items).toHaveLength(2);
    expect((await call('PATCH', '/forms/complaint', { public: true, target: { due_in_seconds: 60 } })).body).toEqual({
      ...made.body,
      public: true,
      target: { fields: {}, queue_uid: null, due_in_seconds: 60 },
    });
    const replaced = await call('PUT', '/forms/complaint', { title: 'Other', schema: COMPLAINT.schema });
    expect(replaced.body).toMatchObject({
      title: 'Other',
      slug: 'complaint-from-a-customer',
      public: false,
      target: { due_in_seconds: null },
    });
    expect((await call('GET', '/forms/complaint')).body).toEqual(replaced.body);
    expect((await call('DELETE', '/forms/complaint')).status).toBe(204);
    expect((await call('GET', '/forms/complaint')).status).toBe(404);
    expect((await call('DELETE', '/forms/complaint')).status).toBe(404);
  });

  it('are refused with every mistake and the way to it, and nothing is kept of them', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string', pattern: '^(a+)+$' }, b: { $ref: 'https://example.com/schema.json' } },
    };
    const { status, body } = await make({ schema, prefill: ['c'] });
    expect([status, body.error.code]).toEqual([422, 'validation_failed']);
    expect(body.error.message).toMatch(/^body\.schema\.properties\.a\.pattern can match the same text in so many ways/);
    expect(body.error.details.issues.map(({ path }: { path: string }) => path)).toEqual([
      'body.schema.properties.a.pattern',
      'body.schema.properties.b.$ref',
    ]);
    for (const wrong of [
      { slug: 'Not A Slug' },
      { slug: '_' },
      { frame_ancestors: ['*'] },
      { frame_ancestors: ["https://example.com; script-src 'unsafe-inline'"] },
      { target: { queue_uid: 'nowhere' } },
      { target: { due_in_seconds: -1 } },
      { prefill: ['nobody'] },
      { ui: { fields: { customer: { widget: 'canvas' } } } },
      { extra: 1 },
      { schema: { type: 'array' } },
    ]) {
      expect({ wrong, status: (await make(wrong)).status }).toEqual({ wrong, status: 422 });
    }
    expect((await call('GET', '/forms')).body.items).toEqual([]);
  });

  it('are not changed by who had another one before their eyes', async () => {
    const { body: seen } = await make();
    await call('PATCH', '/forms/complaint', { title: 'Changed meanwhile' });
    const late = await call('PATCH', '/forms/complaint', { description: 'Mine', expected: { title: seen.title, target: seen.target } });
    expect([late.status, late.body.error.message]).toEqual([412, 'The form Changed meanwhile was changed meanwhile: title.']);
    const again = { description: 'Mine', expected: { title: 'Changed meanwhile', schema: seen.schema } };
    expect((await call('PATCH', '/forms/complaint', again)).body).toMatchObject({ title: 'Changed meanwhile', description: 'Mine' });
  });

  it('have ids and addresses of their own', async () => {
    await make();
    expect((await make({ slug: 'other' })).status).toBe(409);
    expect((await make({ id: 'two', slug: 'complaint-from-a-customer' })).status).toBe(409);
    expect((await call('PUT', '/forms/two', { ...COMPLAINT, id: 'three' })).status).toBe(422);
  });

  it('go to every console, as long as they take anything, and are announced', async () => {
    const { token } = await app.person('ann');
    await make();
    await make({ id: 'closed', enabled: false });
    const { body } = await call('GET', '/sync/workspace', undefined, token);
    expect(body.forms.map(({ id }: { id: string }) => id)).toEqual(['complaint']);
  });

  it('are changed under their name in the audit log', async () => {
    await make();
    const { body } = await call('GET', '/audit');
    expect(body.items[0]).toMatchObject({ action: 'forms.create', subject: 'complaint' });
  });
});

describe('a submission', () => {
  it('makes a task with what was entered, what the form sets, its queue and its due date, and answers the reference alone', async () => {
    await call('POST', '/queues', { id: 'refunds', name: 'Refunds', condition: { field: 'fields.never', operator: '=', value: 1 } });
    await make({ target: { fields: { source: 'form', title: 'A complaint' }, queue_uid: 'refunds', due_in_seconds: 3_600 } });
    const { id, token } = await app.person('ann');
    const sent = await call('POST', '/forms/complaint/submissions', { id: 'once', values: { customer: 'ACME', amount: 3 } }, token);
    expect([sent.status, sent.body]).toEqual([200, { reference: expect.stringMatching(/^F-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/) }]);
    const made = await task(sent.body.reference);
    expect(made).toMatchObject({
      status: 'TODO',
      queue_uid: 'refunds',
      fields: { customer: 'ACME', amount: 3, source: 'form', title: 'A complaint' },
    });
    expect(timestampMicros(made.due_at) - timestampMicros(made.created_at)).toBe(3_600_000_000);
    const history = (await call('GET', `/tasks/${sent.body.reference}/history`)).body;
    expect(JSON.stringify(history)).toContain('form “Complaint from a customer”');
    expect(JSON.stringify(history)).toContain(id);
  });

  it('is made once, however often it is sent', async () => {
    await make();
    const body = { id: 'once', values: { customer: 'ACME' } };
    const sent = await Promise.all(Array.from({ length: 5 }, () => call('POST', '/forms/complaint/submissions', body)));
    expect(new Set(sent.map((answer) => answer.body.reference)).size).toBe(1);
    expect((await call('GET', '/tasks')).body.items).toHaveLength(1);
    const other = await call('POST', '/forms/complaint/submissions', { ...body, values: { customer: 'Other' } });
    expect([other.status, other.body.error.code]).toEqual([422, 'idempotency_mismatch']);
    await call('POST', '/forms/complaint/submissions', { ...body, id: 'twice' });
    expect((await call('GET', '/tasks')).body.items).toHaveLength(2);
  });

  it('is refused with the path of everything that does not fit, and writes nothing', async () => {
    await make({ target: { fields: { source: 'form' } } });
    const values = { customer: 'x'.repeat(21), amount: '3', source: 'mine', other: 1 };
    const { status, body } = await call('POST', '/forms/complaint/submissions', { values });
    expect([status, body.error.message]).toEqual([422, 'body.values.source is set by the form itself.']);
    expect(body.error.details.issues.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['body.values.customer', 'body.values.amount', 'body.values.source', 'body.values.other']),
    );
    let deep: object = {};
    for (let level = 0; level < 30; level += 1) deep = { deep };
    expect((await call('POST', '/forms/complaint/submissions', { values: deep })).status).toBe(422);
    expect((await call('GET', '/tasks')).body.items).toEqual([]);
  });

  it('is for forms that there are, and callers that may write tasks', async () => {
    await make({ enabled: false });
    const body = { values: { customer: 'ACME' } };
    expect((await call('POST', '/forms/complaint/submissions', body)).status).toBe(404);
    expect((await call('POST', '/forms/nothing/submissions', body)).status).toBe(404);
    await call('PATCH', '/forms/complaint', { enabled: true });
    expect((await call('POST', '/forms/complaint/submissions', body, await app.key(['tasks:read']))).status).toBe(403);
    expect((await call('POST', '/forms/complaint/submissions', body, await app.key(['tasks:write']))).status).toBe(200);
  });

  it('larger than its limit is refused', async () => {
    await make();
    const { status } = await call('POST', '/forms/complaint/submissions', { values: { customer: 'x'.repeat(200_000) } });
    expect(status).toBe(413);
  });
});

describe('an operation that creates with a form', () => {
  const operation = (deviceSeq: number, payload: object, taskId = `task-${deviceSeq}`) => ({
    opId: `00000000-0000-7000-8000-${String(deviceSeq).padStart(12, '0')}`,
    ...{ deviceId: 'laptop', deviceSeq, taskId, action: 'create', baseVersion: 0, at: '2026-03-01T09:00:00Z' },
    payload: { taskId, ...payload },
  });
  const push = (operations: object[], token: string) => call('POST', '/sync/operations', { deviceId: 'laptop', operations }, token);

  it('is checked and completed as a submission is, and rejected with the path otherwise', async () => {
    await make({ target: { fields: { source: 'form' }, due_in_seconds: 60 } });
    const { token } = await app.person('ann');
    const { body } = await push(
      [
        operation(1, { formId: 'complaint', values: { customer: 'ACME' } }),
        operation(2, { formId: 'complaint', values: { customer: 7 } }),
        operation(3, { formId: 'complaint', values: { customer: 'ACME', source: 'mine' } }),
        operation(4, { formId: 'nothing', values: { customer: 'ACME' } }),
        operation(5, { values: { anything: true } }),
      ],
      token,
    );
    expect(body.results.map(({ result, reason, message }: Record<string, string>) => [result, reason, message])).toEqual([
      ['applied', undefined, undefined],
      ['rejected', 'invalid_payload', 'What was entered does not fit the form: values.customer must be a text.'],
      ['rejected', 'invalid_payload', 'What was entered does not fit the form: values.source is set by the form itself.'],
      ['rejected', 'invalid_payload', 'The form was closed or removed.'],
      ['applied', undefined, undefined],
    ]);
    expect(await task('task-1')).toMatchObject({ fields: { customer: 'ACME', source: 'form' } });
    const history = (await call('GET', '/tasks/task-1/history')).body;
    expect(JSON.stringify(history)).toContain('form “Complaint from a customer”');
  });

  it('cannot make a task that is there already', async () => {
    await make();
    await call('PUT', '/tasks/here', { fields: {} });
    const { token } = await app.person('ann', 'manager');
    const { body } = await push([operation(1, { formId: 'complaint', values: { customer: 'ACME' } }, 'here')], token);
    expect(body.results[0]).toMatchObject({ result: 'rejected', reason: 'already_exists' });
  });
});
