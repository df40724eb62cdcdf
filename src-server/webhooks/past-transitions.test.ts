import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanUpDeliveries, RETENTION_MICROS } from './clean-up-deliveries.ts';
import { findRegisteredHook } from './hook-book.ts';
import { replayRange } from './replay-range.ts';
import { openWebhookFixture, type WebhookFixture } from './webhook-fixture.ts';

describe('a replay of what was missed', () => {
  let webhooks: WebhookFixture;

  beforeEach(async () => {
    webhooks = await openWebhookFixture();
  });
  afterEach(() => webhooks.close());

  async function replayMissing(): Promise<number> {
    const { engine } = webhooks;
    const hook = await engine.database.read((sql) => findRegisteredHook(sql, 'hook'));
    if (!hook) throw new Error('there is no hook');
    const nowMicros = engine.clock.nowMicros();
    return replayRange(engine.commands, { hook, sinceMicros: 0, untilMicros: nowMicros, only: 'missing', nowMicros });
  }

  it('does not take for missed what was delivered longer ago than deliveries are kept', async () => {
    const { engine } = webhooks;
    await webhooks.workThrough('before');
    await webhooks.register({ id: 'hook', url: 'https://example.com/' });
    await webhooks.workThrough('after');
    await engine.database.write((sql) => sql.run("UPDATE deliveries SET state = 'delivered', finished_at = created_at"));
    engine.clock.micros += RETENTION_MICROS + 1_000_000;
    await engine.database.write((sql) => cleanUpDeliveries(sql, engine.clock.nowMicros()));
    expect(await webhooks.rows('SELECT id FROM deliveries')).toEqual([]);
    expect(await replayMissing()).toBe(3);
    expect(await webhooks.rows('SELECT DISTINCT task_uid FROM deliveries')).toEqual([{ task_uid: 'before' }]);
    expect(await replayMissing()).toBe(0);
  });

  it('finds more than fits into one piece, each once and in order', async () => {
    for (let task = 0; task < 130; task += 1) await webhooks.workThrough(`task-${task}`);
    await webhooks.register({ id: 'hook', url: 'https://example.com/' });
    expect(await replayMissing()).toBe(390);
    const heads = await webhooks.rows<{ version: number }>("SELECT DISTINCT version FROM deliveries WHERE state = 'ready'");
    expect(heads).toEqual([{ version: 2 }]);
    expect(await webhooks.rows("SELECT id FROM deliveries WHERE state = 'waiting'")).toHaveLength(260);
  });
});
