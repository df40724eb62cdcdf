import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeTurns } from './endpoint-pace.ts';
import { openTestReceiver, type TestReceiver } from './test-receiver.ts';
import { openWebhookFixture, until, type WebhookFixture } from './webhook-fixture.ts';

describe('an endpoint’s limit', () => {
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

  const manyTasks = async (count: number) => {
    for (let task = 0; task < count; task += 1) await webhooks.workThrough(String(task));
  };

  it('of requests at the same time holds over all processes', async () => {
    let open = 0;
    let most = 0;
    receiver.answer = (_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 10);
    };
    await webhooks.register({ url: receiver.url, maxInFlight: 3 });
    await manyTasks(10);
    const dispatchers = [webhooks.startDispatcher(), webhooks.startDispatcher(), webhooks.startDispatcher()];
    const feeding = setInterval(() => {
      for (const dispatcher of dispatchers) dispatcher.wake();
    }, 2);
    await webhooks.settled();
    clearInterval(feeding);
    for (const dispatcher of dispatchers) await dispatcher.stop();
    expect(most).toBeLessThanOrEqual(3);
    expect(receiver.requests).toHaveLength(30);
  });

  it('of requests in a second holds over all processes, with a tenth of a second’s worth at once', async () => {
    await webhooks.register({ url: receiver.url, maxPerSecond: 50, events: ['task.assigned'] });
    await manyTasks(20);
    const { clock } = webhooks.engine;
    clock.micros += 10_000_000;
    const dispatchers = [webhooks.startDispatcher(), webhooks.startDispatcher()];
    await receiver.received(5);
    await until(async () => (await webhooks.states()).filter(({ state }) => state === 'delivered').length >= 5);
    const startedAt = clock.micros;
    while (receiver.requests.length < 20) {
      clock.micros += 5_000;
      for (const dispatcher of dispatchers) dispatcher.wake();
      await new Promise((resolve) => setTimeout(resolve, 1));
      // 20 ms a turn, and what was not used of the last tenth of a second.
      expect(receiver.requests.length).toBeLessThanOrEqual(5 + 5 + Math.ceil((clock.micros - startedAt) / 20_000));
    }
    for (const dispatcher of dispatchers) await dispatcher.stop();
  });

  it('of requests in a second keeps nobody waiting whose clock was set on and back', async () => {
    await webhooks.register({ url: receiver.url, maxPerSecond: 1, events: ['task.assigned'] });
    await manyTasks(2);
    const { clock } = webhooks.engine;
    clock.micros += 7_200_000_000;
    const dispatcher = webhooks.startDispatcher();
    await webhooks.attempted(1);
    clock.micros -= 7_190_000_000;
    dispatcher.wake();
    await webhooks.settled();
    expect(receiver.requests).toHaveLength(2);
  });

  it('of requests in a second is exact over time, and survives a clock that is set back', async () => {
    const { database } = webhooks.engine;
    const take = (nowMicros: number, wanted = 100) =>
      database.write((sql) => takeTurns(sql, { hookKey: 'k', maxPerSecond: 100, wanted, nowMicros }));
    const begin = 1_000_000_000_000;
    expect(await take(begin, 4)).toEqual({ allowed: 4, nextAtMicros: begin - 50_000 });
    expect((await take(begin)).allowed).toBe(6);
    expect(await take(begin)).toEqual({ allowed: 0, nextAtMicros: begin + 10_000 });
    let taken = 0;
    for (let now = begin; now <= begin + 1_000_000; now += 1_000) taken += (await take(now)).allowed;
    expect(taken).toBe(100);
    expect((await take(begin - 3_600_000_000)).allowed).toBe(10);
  });
});
