import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeHook, retryHeldDeliveries } from './hook-commands.ts';
import { openTestReceiver, type TestReceiver } from './test-receiver.ts';
import { openWebhookFixture, until, type WebhookFixture } from './webhook-fixture.ts';

const MINUTE = 60_000_000;
const HOUR = 3_600_000_000;

describe('an endpoint', () => {
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
  const told = async () => {
    const events = await webhooks.rows<{ type: string; error: string | null }>('SELECT type, error FROM hook_events ORDER BY at, id');
    const audited = await webhooks.rows<{ action: string; subject: string; actor_kind: string }>(
      'SELECT action, subject, actor_kind FROM audit_events ORDER BY seq',
    );
    expect(audited).toHaveLength(events.length);
    expect(audited.filter(({ actor_kind }) => actor_kind !== 'system')).toEqual([]);
    return events.map(({ type, error }) => (error === null ? type : `${type}: ${error}`));
  };
  const alert = async () => (await webhooks.rows<{ alert: string | null }>('SELECT alert FROM hook_health'))[0]?.alert;
  const enable = async (id: string) => {
    const { commands, clock } = webhooks.engine;
    const key = await commands.submit((sql) => changeHook(sql, id, { enabled: true }, clock.nowMicros()));
    await commands.submit((sql) => retryHeldDeliveries(sql, key ?? '', clock.nowMicros()));
  };

  it('holds what happens while an endpoint is paused, and sends it in order when it is enabled', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ id: 'pausing', url: receiver.url });
    const { commands, clock } = webhooks.engine;
    await commands.submit((sql) => changeHook(sql, 'pausing', { enabled: false }, clock.nowMicros()));
    await webhooks.workThrough('1');
    expect((await states()).map(({ state }) => state)).toEqual(['ready', 'waiting', 'waiting']);
    await enable('pausing');
    await settled();
    expect(types()).toEqual(['task.assigned', 'task.started', 'task.completed']);
  });

  it('removes a REST hook that answers 410, and disables any other', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ id: 'rest', url: receiver.url, isRestHook: true });
    await webhooks.register({ id: 'plain', url: receiver.url });
    receiver.answer = (_request, response) => response.writeHead(410).end();
    await webhooks.workThrough('1');
    const hooks = () => webhooks.rows('SELECT id, enabled, disabled_reason FROM hooks');
    await until(async () => JSON.stringify(await hooks()) === JSON.stringify([{ id: 'plain', enabled: 0, disabled_reason: 'gone' }]));
    expect((await told()).toSorted()).toEqual(['disabled: The endpoint answered 410.', 'removed: The endpoint answered 410.']);
    expect(await alert()).toBe('disabled');
    receiver.answer = (_request, response) => response.end();
    await enable('plain');
    await until(async () => (await states()).filter(({ state }) => state === 'delivered').length === 3);
    expect((await told()).at(-1)).toBe('recovered');
    expect(await alert()).toBeNull();
  });

  it('disables an endpoint on which everything fails for three days, and holds its events', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ id: 'down', url: receiver.url });
    receiver.answer = (_request, response) => response.writeHead(500).end();
    await webhooks.workThrough('1');
    const startedAt = webhooks.engine.clock.micros;
    let attempts = 1;
    await attempted(attempts);
    const isEnabled = async () => (await webhooks.rows('SELECT id FROM hooks WHERE enabled = 1')).length === 1;
    while (await isEnabled()) {
      attempts += 1;
      await webhooks.skipToNextRetry();
      await attempted(attempts);
    }
    expect(webhooks.engine.clock.micros - startedAt).toBeGreaterThan(72 * HOUR);
    expect(attempts).toBe(10);
    expect((await states()).map(({ state }) => state)).toEqual(['ready', 'waiting', 'waiting']);
    expect(await webhooks.rows('SELECT disabled_reason FROM hooks')).toEqual([{ disabled_reason: 'failing' }]);
    receiver.answer = (_request, response) => response.end();
    await enable('down');
    await settled();
    expect(types().slice(-3)).toEqual(['task.assigned', 'task.started', 'task.completed']);
    expect(await told()).toEqual(['failing: The endpoint answered 500.', 'disabled: The endpoint answered 500.', 'recovered']);
  });

  it('says once that an endpoint fails, and once that it recovered, and nothing of a hiccup', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url });
    receiver.answer = (_request, response) => response.writeHead(503).end();
    for (const uid of ['1', '2', '3']) await webhooks.workThrough(uid);
    await attempted(3);
    expect(await told()).toEqual([]);
    receiver.answer = (_request, response) => response.end();
    await webhooks.skipToNextRetry();
    webhooks.engine.clock.micros += MINUTE;
    webhooks.dispatcher.wake();
    await settled();
    expect(await told()).toEqual([]);
    receiver.answer = (_request, response) => response.writeHead(503).end();
    await webhooks.workThrough('4');
    await webhooks.workThrough('5');
    await attempted(3 + 9 + 2);
    webhooks.engine.clock.micros += MINUTE;
    webhooks.dispatcher.wake();
    await attempted(3 + 9 + 4);
    expect(await told()).toEqual(['failing: The endpoint answered 503.']);
    expect(await alert()).toBe('failing');
    receiver.answer = (_request, response) => response.end();
    webhooks.engine.clock.micros += HOUR;
    webhooks.dispatcher.wake();
    await settled();
    expect(await told()).toEqual(['failing: The endpoint answered 503.', 'recovered']);
  });

  it('gives up a message that is refused while others pass, and lets its successor go', async () => {
    webhooks.startDispatcher();
    await webhooks.register({ url: receiver.url });
    receiver.answer = ({ body }, response) =>
      response.writeHead(body.includes('"id":"bad"') && body.includes('task.assigned') ? 400 : 200).end();
    await webhooks.workThrough('bad');
    await attempted(1);
    for (let attempt = 2; attempt <= 10; attempt += 1) {
      await webhooks.workThrough(`good-${attempt}`);
      await until(
        async () =>
          (await webhooks.rows("SELECT id FROM deliveries WHERE state IN ('ready', 'waiting') AND task_uid <> 'bad'")).length === 0,
      );
      await webhooks.skipToNextRetry();
      await until(
        async () => (await webhooks.rows(`SELECT id FROM deliveries WHERE task_uid = 'bad' AND attempts >= ${attempt}`)).length === 1,
      );
    }
    await settled();
    expect((await states()).slice(0, 3)).toEqual([
      { state: 'given_up', attempts: 10 },
      { state: 'delivered', attempts: 1 },
      { state: 'delivered', attempts: 1 },
    ]);
    expect(await webhooks.rows('SELECT id FROM hooks WHERE enabled = 0')).toEqual([]);
  });
});
