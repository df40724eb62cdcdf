import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEASE_MICROS } from './claim-deliveries.ts';
import { rotateHookSecret } from './hook-commands.ts';
import { openTestReceiver, type TestReceiver } from './test-receiver.ts';
import { openWebhookFixture, until, type WebhookFixture } from './webhook-fixture.ts';

const HOUR = 3_600_000_000;

describe('the dispatcher', () => {
  let webhooks: WebhookFixture;
  let receiver: TestReceiver;

  beforeEach(async () => {
    webhooks = await openWebhookFixture();
    receiver = await openTestReceiver();
  });
  afterEach(async () => {
    await webhooks.close();
    await receiver.close();
    expect(webhooks.errors).toEqual([]);
  });

  const types = () => receiver.requests.map(({ body }) => JSON.parse(body).type);
  const states = () => webhooks.states();
  const settled = () => webhooks.settled();
  const attempted = (count: number) => webhooks.attempted(count);

  it('sends exactly the published body, with the headers of the standard', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ id: 'webhook_1234', url: receiver.url, scope: 'tagged' });
    await webhooks.workThrough('1', { integrations: { webhook_1234: { externalId: 'abc' } } });
    await webhooks.workThrough('2');
    await settled();

    const [row] = await webhooks.rows<{ id: string; body: string; at: string }>(
      "SELECT d.id, d.body, h.at FROM deliveries d JOIN history h ON h.task_uid = d.task_uid AND h.version = d.version WHERE type = 'task.started'",
    );
    const started = receiver.requests.find(({ body }) => body.includes('task.started'));
    expect(started?.body).toMatch(
      /^\{"type":"task\.started","data":\{"task":\{"id":"1","status":\{"name":"STARTED","userId":"ann","at":"2026-03-01T09:00:0\d\.\d{6}\+00:00"\}\},"info":\{"externalId":"abc"\}\},"sentAt":"2026-03-01T09:00:0\d\.\d{6}\+00:00"\}$/,
    );
    expect(started?.body).toBe(row?.body);
    expect(started?.headers).toMatchObject({
      'webhook-id': row?.id,
      'content-type': 'application/json',
      'user-agent': 'Docket',
      'docket-task-version': '4',
      'content-length': String(Buffer.byteLength(row?.body ?? '')),
    });
    // Only the task that names the hook, only the five events.
    expect(types()).toEqual(['task.assigned', 'task.started', 'task.completed']);
  });

  it('names the one who lost the task when it is unassigned', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url });
    await webhooks.workThrough('1');
    await webhooks.engine.write('1', { type: 'reopen' });
    await webhooks.engine.write('1', { type: 'assign', assigneeUid: 'bob' });
    await webhooks.engine.write('1', { type: 'unassign' });
    await settled();
    const last = JSON.parse(receiver.requests.at(-1)?.body ?? '');
    expect(last).toMatchObject({ type: 'task.unassigned', data: { task: { status: { name: 'TODO', userId: 'bob' } }, info: {} } });
  });

  it('writes one row per transition and endpoint', async () => {
    await webhooks.register({ id: 'one', url: receiver.url });
    await webhooks.register({ id: 'two', url: receiver.url, events: ['task.completed', 'task.created'] });
    await webhooks.workThrough('1');
    const rows = await webhooks.rows(
      'SELECT hooks.id, version, type FROM deliveries JOIN hooks ON hooks.hook_key = deliveries.hook_key ORDER BY hooks.id, version',
    );
    expect(rows).toEqual([
      { id: 'one', version: 2, type: 'task.assigned' },
      { id: 'one', version: 3, type: 'task.started' },
      { id: 'one', version: 4, type: 'task.completed' },
      { id: 'two', version: 1, type: 'task.created' },
      { id: 'two', version: 4, type: 'task.completed' },
    ]);
  });

  it('retries with the same id and bytes, a new timestamp, and lets nothing of the task overtake', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url });
    receiver.answer = (_request, response) => response.writeHead(503).end('not now');
    await webhooks.workThrough('1');
    await attempted(1);
    expect(await webhooks.rows('SELECT number, status, error, answer FROM delivery_attempts')).toEqual([
      { number: 1, status: 503, error: 'The endpoint answered 503.', answer: 'not now' },
    ]);
    receiver.answer = (_request, response) => response.end();
    await webhooks.skipToNextRetry();
    await settled();
    const [first, second] = receiver.requests;
    expect(types()).toEqual(['task.assigned', 'task.assigned', 'task.started', 'task.completed']);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(Number(second?.headers['webhook-timestamp'])).toBeGreaterThanOrEqual(Number(first?.headers['webhook-timestamp']) + 5);
  });

  it('does not let the other tasks wait for one that fails', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url });
    receiver.answer = ({ body }, response) => response.writeHead(body.includes('"id":"bad"') ? 500 : 204).end();
    await webhooks.workThrough('bad');
    await webhooks.workThrough('good');
    await until(async () => (await states()).filter(({ state }) => state === 'delivered').length === 3);
    expect(await states()).toEqual([
      { state: 'ready', attempts: 1 },
      { state: 'waiting', attempts: 0 },
      { state: 'waiting', attempts: 0 },
      ...Array(3).fill({ state: 'delivered', attempts: 1 }),
    ]);
  });

  it('does not let an endpoint that hangs slow the others', async () => {
    webhooks.startDispatcher();
    const hanging = await openTestReceiver();
    hanging.answer = () => undefined;
    await webhooks.register({ id: 'hanging', url: hanging.url });
    await webhooks.register({ id: 'fine', url: receiver.url });
    for (let task = 0; task < 40; task += 1) await webhooks.workThrough(String(task));
    await receiver.received(120);
    // As many requests at a time as one endpoint gets.
    expect(hanging.requests).toHaveLength(24);
    await hanging.close();
  });

  it.each([
    ['a redirect', (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end(), 'a redirect'],
    ['no HTTP', (response: ServerResponse) => response.socket?.end('hello\r\n\r\n'), 'no HTTP'],
    ['a cut answer', cutAnswer, 'cut before its end'],
    ['silence', () => undefined, 'within 0.2 seconds'],
    ['a closed connection', (response: ServerResponse) => response.socket?.destroy(), 'before an answer came'],
  ])('counts %s as a failure, in a sentence', async (_name, answer, sentence) => {
    webhooks.startDispatcher({ totalTimeoutMs: 200 });
    await webhooks.register({ url: receiver.url, events: ['task.assigned'] });
    receiver.answer = (_request, response) => answer(response);
    await webhooks.workThrough('1');
    await attempted(1);
    const [attempt] = await webhooks.rows<{ error: string }>('SELECT error FROM delivery_attempts');
    expect(attempt?.error).toContain(sentence);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/hook']);
  });

  it.each([
    ['a 204 with a text', 'HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\nno', ''],
    ['more than was announced', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok and more', 'ok'],
  ])('takes %s for the answer that it is', async (_name, bytes, kept) => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url, events: ['task.assigned'] });
    receiver.answer = (_request, response) => void response.socket?.write(bytes);
    await webhooks.workThrough('1');
    await settled();
    expect(await states()).toEqual([{ state: 'delivered', attempts: 1 }]);
    expect(await webhooks.rows('SELECT error, answer FROM delivery_attempts')).toEqual([{ error: null, answer: kept }]);
  });

  it('keeps at most 16 KiB of an answer', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url, events: ['task.assigned'] });
    receiver.answer = (_request, response) => response.end('x'.repeat(100_000));
    await webhooks.workThrough('1');
    await settled();
    expect(await webhooks.rows('SELECT length(answer) AS kept FROM delivery_attempts')).toEqual([{ kept: 16_384 }]);
  });

  it('sends over one connection what comes one after the other', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url });
    await webhooks.workThrough('1');
    await settled();
    expect(receiver.requests).toHaveLength(3);
    expect(receiver.connections).toBe(1);
  });

  it('reconnects at once when a kept connection was closed', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url, events: ['task.assigned', 'task.completed'] });
    receiver.answer = (_request, response) => {
      response.end();
      setTimeout(() => response.socket?.resetAndDestroy(), 0);
    };
    for (const uid of ['1', '2', '3']) await webhooks.workThrough(uid);
    await settled();
    expect((await states()).every(({ attempts }) => attempts === 1)).toBe(true);
  });

  it('signs with both secrets for a day after a rotation', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ id: 'rotating', url: receiver.url, events: ['task.assigned'] });
    const { commands, clock } = webhooks.engine;
    await commands.submit((sql) => rotateHookSecret(sql, webhooks.secretBox, 'rotating', clock.nowMicros()));
    await webhooks.workThrough('1');
    await receiver.received(1);
    clock.micros += 25 * HOUR;
    await webhooks.workThrough('2');
    await receiver.received(2);
    const counts = receiver.requests.map(({ headers }) => String(headers['webhook-signature']).split(' ').length);
    expect(counts).toEqual([2, 1]);
  });

  it('gives back what it could not finish when it stops, without an attempt', async () => {
    const dispatcher = webhooks.startDispatcher({ totalTimeoutMs: 60_000 });
    await webhooks.register({ url: receiver.url, events: ['task.assigned'] });
    receiver.answer = () => undefined;
    await webhooks.workThrough('1');
    await receiver.received(1);
    await dispatcher.stop();
    expect(await webhooks.rows('SELECT state, attempts, lease_owner FROM deliveries')).toEqual([
      { state: 'ready', attempts: 0, lease_owner: null },
    ]);
    receiver.answer = (_request, response) => response.end();
    webhooks.startDispatcher();
    await settled();
    expect(receiver.requests[1]?.body).toBe(receiver.requests[0]?.body);
  });

  it('does not send twice what it is still sending when its lease is over', async () => {
    webhooks.startDispatcher({ totalTimeoutMs: 60_000 });
    await webhooks.register({ url: receiver.url, events: ['task.assigned'] });
    const answers: (() => void)[] = [];
    receiver.answer = (_request, response) => void answers.push(() => response.end());
    await webhooks.workThrough('1');
    await receiver.received(1);
    webhooks.engine.clock.micros += LEASE_MICROS + 1_000_000;
    await webhooks.workThrough('2');
    await receiver.received(2);
    for (const answer of answers) answer();
    await settled();
    expect((await states()).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });
});

function cutAnswer(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '100' });
  response.write('half');
  setTimeout(() => response.socket?.destroy(), 5);
}
