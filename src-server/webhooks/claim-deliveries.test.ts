import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sql } from '../store/database.ts';
import { type ClaimedDelivery, claimDeliveries, LEASE_MICROS } from './claim-deliveries.ts';
import { cleanUpDeliveries, RETENTION_MICROS } from './clean-up-deliveries.ts';
import { removeHook } from './hook-commands.ts';
import { recordAttempts } from './record-attempts.ts';
import type { RequestOutcome } from './request-sender.ts';
import { openWebhookFixture, type WebhookFixture } from './webhook-fixture.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z') * 1000;
const OK: RequestOutcome = { status: 200, error: null, answer: '', retryAfter: null, durationMs: 1, isAborted: false, isForbidden: false };

describe('a claimed delivery', () => {
  let webhooks: WebhookFixture;
  let hookKey: string;

  beforeEach(async () => {
    webhooks = await openWebhookFixture();
    await webhooks.register({ url: 'https://example.com/' });
    await webhooks.workThrough('1');
    hookKey = (await webhooks.rows<{ hook_key: string }>('SELECT hook_key FROM hooks'))[0]?.hook_key ?? '';
  });
  afterEach(() => webhooks.close());

  const write = <Value>(work: (sql: Sql) => Promise<Value>) => webhooks.engine.database.write(work);
  const claim = (owner: string, nowMicros: number, isUnderWay = (_id: string) => false) =>
    write((sql) => claimDeliveries(sql, { hookKey, limit: 10, owner, isUnderWay, nowMicros }));
  const record = (delivery: ClaimedDelivery, owner: string, nowMicros: number) =>
    write((sql) => recordAttempts(sql, [{ delivery, outcome: OK, startedAtMicros: NOW }], { owner, nowMicros, random: () => 0.5 }));

  it('is nobody else’s until its lease is over, and then goes out with the same bytes', async () => {
    const [first] = await claim('one', NOW);
    expect(first?.version).toBe(2);
    expect(await claim('two', NOW + LEASE_MICROS - 1)).toEqual([]);
    const [again] = await claim('two', NOW + LEASE_MICROS);
    expect(again).toEqual({ ...first, leaseEndsAtMicros: NOW + 2 * LEASE_MICROS });
  });

  it('does not stay with a process whose clock was hours ahead, nor what was queued then; a retry has its time', async () => {
    const hours = 7_200_000_000;
    await claim('ahead', NOW + hours);
    await write((sql) => sql.run("UPDATE deliveries SET state = 'ready', due_at = ? WHERE version = 3", [NOW + hours]));
    await write((sql) => sql.run("UPDATE deliveries SET state = 'ready', due_at = ?, tries = 4 WHERE version = 4", [NOW + hours]));
    expect(await claim('two', NOW)).toEqual([]);
    await write((sql) => cleanUpDeliveries(sql, NOW));
    expect((await claim('two', NOW)).map(({ version }) => version).sort()).toEqual([2, 3]);
    await claim('three', NOW + 1);
    await write((sql) => cleanUpDeliveries(sql, NOW + 1));
    expect(await claim('three', NOW + 1)).toEqual([]);
  });

  it('is not judged by the process that lost it', async () => {
    const [lost] = await claim('one', NOW);
    const [taken] = await claim('two', NOW + LEASE_MICROS);
    if (!lost || !taken) throw new Error('nothing was claimed');
    await record(lost, 'one', NOW + LEASE_MICROS + 1);
    expect(await webhooks.rows('SELECT state, lease_owner FROM deliveries WHERE version = 2')).toEqual([
      { state: 'ready', lease_owner: 'two' },
    ]);
    await record(taken, 'two', NOW + LEASE_MICROS + 2);
    expect(await webhooks.rows('SELECT version, state FROM deliveries ORDER BY version')).toEqual([
      { version: 2, state: 'delivered' },
      { version: 3, state: 'ready' },
      { version: 4, state: 'waiting' },
    ]);
  });

  it('is renewed, not claimed again, while this process is on it', async () => {
    await claim('one', NOW);
    expect(await claim('one', NOW + LEASE_MICROS, () => true)).toEqual([]);
    expect(await claim('two', NOW + 2 * LEASE_MICROS - 1)).toEqual([]);
  });

  it('goes when its endpoint is removed, and when its retention is over', async () => {
    const [delivery] = await claim('one', NOW);
    if (!delivery) throw new Error('nothing was claimed');
    await record(delivery, 'one', NOW);
    await write((sql) => cleanUpDeliveries(sql, NOW + RETENTION_MICROS - 1));
    expect(await webhooks.rows('SELECT id FROM deliveries')).toHaveLength(3);
    await write((sql) => cleanUpDeliveries(sql, NOW + RETENTION_MICROS + 1));
    // What is still to be delivered has no age.
    expect(await webhooks.rows('SELECT version FROM deliveries ORDER BY version')).toEqual([{ version: 3 }, { version: 4 }]);
    expect(await webhooks.rows('SELECT * FROM delivery_attempts')).toEqual([]);
    await write((sql) => removeHook(sql, hookKey));
    expect(await write((sql) => cleanUpDeliveries(sql, NOW))).toBe(true);
    expect(await webhooks.rows('SELECT * FROM deliveries')).toEqual([]);
    expect(await write((sql) => cleanUpDeliveries(sql, NOW))).toBe(false);
  });
});
