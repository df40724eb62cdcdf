import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { openTestReceiver, type TestReceiver } from '../webhooks/test-receiver.ts';

/** What integrators were shown before there was this server: all of it has to work as it was printed. */
const SAMPLES = JSON.parse(readFileSync(new URL('./fixtures/published-samples.json', import.meta.url), 'utf8'));

let server: TestApp;
let receiver: TestReceiver;
let ann: { id: string; token: string };
beforeEach(async () => {
  server = await openTestApp();
  receiver = await openTestReceiver();
  ann = await server.person('ann', 'manager');
  server.dependencies.dispatcher.start();
});
afterEach(async () => {
  await server.close();
  await receiver.close();
  expect(server.failures).toEqual([]);
});

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  server.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), headers });
const act = (action: string, body: object = {}) => server.call('POST', `/api/v1/tasks/1/${action}`, { token: ann.token, body });
const events = () => receiver.requests.map(({ body }) => JSON.parse(body));

/** The same keys in the same order, all the way down, and values of the same types. */
function shapeOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
}

describe('the published tasks', () => {
  it('of the Python sample is answered 200, and so each time', async () => {
    for (const result of ['created', 'created']) {
      const answer = await call('PATCH', '/tasks/', SAMPLES.pythonTask);
      expect([answer.status, answer.headers['docket-result']]).toEqual([200, result]);
      expect(answer.body).toMatchObject(SAMPLES.pythonTask);
    }
  });

  it.each([
    ['Zapier', 'PUT', (task: object) => task],
    ['n8n', 'PATCH', (task: object) => task],
    ['Make', 'PATCH', (task: object) => task],
    ['n8n, all items at once', 'PATCH', (task: object) => [task]],
  ] as const)('of the %s sample is one task, however often its row is sent', async (_tool, method, wrap) => {
    const { id, ...row } = SAMPLES.sheetRow;
    const send = (extras: object) =>
      call(method, '/tasks/', wrap({ fields: { ...row, external_id: id, ...extras } }), { 'x-api-key': 'unused' });
    const first = await send({});
    expect(first.body).toMatchObject({
      status: 'TODO',
      title: 'Row',
      priority: null,
      fields: { category: 'A', priority: 'High', external_id: 17 },
    });
    const second = await send({ category: 'B' });
    expect([second.body.uid, second.body.version, second.body.fields.category]).toEqual([first.body.uid, 2, 'B']);
    expect((await send({ category: 'B' })).headers['docket-result']).toBe('unchanged');
  });

  it('of the webhooks page is answered in its own dialect', async () => {
    const { body } = await call('PATCH', '/tasks/', SAMPLES.legacyTask);
    const { status, ...rest } = SAMPLES.legacyTask;
    expect(body).toMatchObject(rest);
    expect(body.status).toMatchObject({ name: status.name, userId: null });
    expect(Object.keys(body.status)).toEqual(['name', 'userId', 'at']);
  });
});

describe('the published webhook', () => {
  it('registered under the id of the page brings the events that the page shows', async () => {
    await call('POST', '/hooks', { id: 'webhook_1234', url: receiver.url });
    await call('PATCH', '/tasks/', { ...SAMPLES.legacyTask, integrations: SAMPLES.integrations });
    await act('start');
    await act('complete');
    await receiver.received(3);
    const [, started, completed] = events();
    for (const [event, published] of [
      [started, SAMPLES.startedEvent],
      [completed, SAMPLES.completedEvent],
    ]) {
      expect([event.type, event.data.task.id, event.data.task.status.name]).toEqual([published.type, '1', published.data.task.status.name]);
      expect(event.data.task.status.userId).toBe(ann.id);
      expect(shapeOf({ ...event, data: { ...event.data, info: 0 } })).toEqual(
        shapeOf({ ...published, data: { ...published.data, info: 0 } }),
      );
      for (const moment of [event.sentAt, event.data.task.status.at])
        expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    }
    expect(started.data.info).toEqual(SAMPLES.startedEvent.data.info);
  });

  it.each(Object.entries<string>(SAMPLES.eventNames))('asked for %s brings %s, and nothing else', async (name, type) => {
    await call('POST', '/hooks', { url: receiver.url, events: [name], scope: 'all' });
    await call('POST', '/hooks', { id: 'end', url: receiver.url, events: ['task.reopened'], scope: 'all' });
    await call('PATCH', '/tasks/', SAMPLES.legacyTask);
    for (const action of ['claim', 'unassign', 'claim', 'start', 'pause', 'start', 'complete', 'reopen'])
      expect((await act(action)).status).toBe(200);
    const once = ['on_assign', 'on_start'].includes(name) ? 2 : 1;
    await receiver.received(once + 1);
    expect(
      events()
        .map((event) => event.type)
        .filter((each) => each !== 'task.reopened'),
    ).toEqual(Array(once).fill(type));
  });

  it('says of a task that lost its person who that was, and nothing of tasks that do not name it', async () => {
    await call('POST', '/hooks', { id: 'webhook_1234', url: receiver.url });
    await call('PATCH', '/tasks/', { id: '2', title: 'Not for the hook', url: 'https://google.com' });
    await server.call('POST', '/api/v1/tasks/2/claim', { token: ann.token, body: {} });
    await call('PATCH', '/tasks/', SAMPLES.legacyTask);
    await act('claim');
    await act('unassign');
    await receiver.received(2);
    const [, unassigned] = events();
    expect(unassigned).toMatchObject({
      type: 'task.unassigned',
      data: { task: { id: '1', status: { name: 'TODO', userId: ann.id } }, info: { externalId: '123' } },
    });
    expect(receiver.requests).toHaveLength(2);
  });
});
