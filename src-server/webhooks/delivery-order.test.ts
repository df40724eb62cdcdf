import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEASE_MICROS } from './claim-deliveries.ts';
import { createDispatcher } from './dispatcher.ts';
import { createRequestSender } from './request-sender.ts';
import { openTestReceiver, type ReceivedRequest, type TestReceiver } from './test-receiver.ts';
import { LOOPBACK, openWebhookFixture, until, type WebhookFixture } from './webhook-fixture.ts';

const TASKS = 60;
const EVENTS_PER_TASK = 3;

describe('deliveries', () => {
  let webhooks: WebhookFixture;
  let receiver: TestReceiver;
  let secret: string;
  /** What was answered 2xx, by task: versions in order. */
  let accepted: Map<string, number[]>;
  let bodies: Map<string, string>;
  /** What the receiver saw that must not be. */
  let faults: string[];

  beforeEach(async () => {
    webhooks = await openWebhookFixture();
    receiver = await openTestReceiver();
    secret = await webhooks.register({ url: receiver.url });
    accepted = new Map();
    bodies = new Map();
    faults = [];
  });
  afterEach(async () => {
    await webhooks.close();
    await receiver.close();
  });

  it('that a process has claimed and had no time to send do not come behind what another one sent', async () => {
    const { database, clock } = webhooks.engine;
    const { promise: claimed, resolve: claim } = Promise.withResolvers<void>();
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    await webhooks.workThrough('1');
    const stalled = createDispatcher({
      database: {
        read: (work) => database.read(work),
        listen: () => () => undefined,
        async write(work) {
          const value = await database.write(work);
          claim();
          await held;
          return value;
        },
      },
      clock,
      random: () => 0.5,
      secretBox: webhooks.secretBox,
      sender: createRequestSender(LOOPBACK),
      onError: (error) => webhooks.errors.push(error),
    });
    stalled.start();
    await claimed;
    clock.micros += LEASE_MICROS;
    webhooks.startDispatcher();
    await webhooks.settled();
    goOn();
    await stalled.stop();
    const types = receiver.requests.map(({ body }) => JSON.parse(body).type);
    expect(types).toEqual(['task.assigned', 'task.started', 'task.completed']);
    expect([await webhooks.states(), webhooks.errors]).toEqual([Array(3).fill({ state: 'delivered', attempts: 1 }), []]);
  });

  it('keep their order per task while a fifth of the answers fail, time out or are cut, and two dispatchers share them', async () => {
    let count = 0;
    receiver.answer = (request, response) => {
      check(request);
      count += 1;
      switch ((count * 7) % 20) {
        case 1:
          response.writeHead(500).end();
          return;
        case 2:
          response.socket?.destroy();
          return;
        case 3:
          response.writeHead(200, { 'content-length': '9' }).write('half');
          setTimeout(() => response.socket?.destroy(), 2);
          return;
        case 4:
          return;
        default:
          accept(request);
          response.end('ok');
      }
    };
    const other = webhooks.startDispatcher({ totalTimeoutMs: 100 });
    webhooks.startDispatcher({ totalTimeoutMs: 100 });
    for (let task = 0; task < TASKS; task += 1) await webhooks.workThrough(String(task));
    await until(async () => {
      await webhooks.skipToNextRetry();
      other.wake();
      return (await unfinished()) === 0;
    });
    await other.stop();
    expect(receiver.requests.length).toBeGreaterThan(TASKS * EVENTS_PER_TASK);
    await expectEverythingOnce();
  });

  it('survive SIGKILL of the process that sends them: nothing is lost, only what was under way is repeated', async () => {
    receiver.answer = (request, response) => {
      check(request);
      setTimeout(() => {
        // An answer that nobody reads any more counts for nothing.
        if (response.socket?.destroyed !== false) return;
        accept(request);
        response.end();
      }, 4);
    };
    for (let task = 0; task < TASKS; task += 1) await webhooks.workThrough(String(task));
    for (const killedAfter of [20, 70, 120]) {
      const startedAtMs = performance.now();
      const child = spawnDispatcher();
      await receiver.received(killedAfter);
      child.kill('SIGKILL');
      await once(child, 'exit');
      // Within the half minute in which others must take over.
      expect(LEASE_MICROS).toBeLessThan(30_000_000);
      // The child's clock ran on, and this one stands still: the more, the slower the machine.
      webhooks.engine.clock.micros += LEASE_MICROS + Math.ceil((performance.now() - startedAtMs) * 1_000);
    }
    webhooks.startDispatcher();
    await until(async () => (await unfinished()) === 0);
    const repeats = receiver.requests.length - new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size;
    // A slot is free only when its answer is written down: each process that dies leaves no more than its slots behind.
    expect(repeats).toBeLessThanOrEqual(3 * 24);
    await expectEverythingOnce();
  });

  it('are shared by two processes, each sent once', async () => {
    receiver.answer = (request, response) => {
      check(request);
      accept(request);
      response.end();
    };
    for (let task = 0; task < TASKS; task += 1) await webhooks.workThrough(String(task));
    const child = spawnDispatcher();
    webhooks.startDispatcher();
    await until(async () => (await unfinished()) === 0);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    expect(receiver.requests).toHaveLength(TASKS * EVENTS_PER_TASK);
    await expectEverythingOnce();
  });

  function spawnDispatcher() {
    const script = fileURLToPath(new URL('./run-test-dispatcher.ts', import.meta.url));
    const { engine, key } = webhooks;
    return spawn(process.execPath, [script, engine.store.address, key.toString('hex'), String(engine.clock.micros)], { stdio: 'inherit' });
  }

  function check(request: ReceivedRequest): void {
    const { headers, body } = request;
    const id = String(headers['webhook-id']);
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    if (new Webhook(secret).sign(id, at, body) !== headers['webhook-signature']) faults.push(`${id}: bad signature`);
    if (bodies.has(id) && bodies.get(id) !== body) faults.push(`${id}: other bytes`);
    bodies.set(id, body);
    const { task, version } = factsOf(request);
    const before = accepted.get(task) ?? [];
    const missing = [2, 3, 4].filter((earlier) => earlier < version && !before.includes(earlier));
    if (missing.length > 0) faults.push(`${task}: ${version} came before ${missing.join(', ')}`);
  }

  function accept(request: ReceivedRequest): void {
    const { task, version } = factsOf(request);
    const before = accepted.get(task) ?? [];
    if (!before.includes(version)) accepted.set(task, [...before, version]);
  }

  async function unfinished(): Promise<number> {
    const rows = await webhooks.rows("SELECT id FROM deliveries WHERE state IN ('ready', 'waiting')");
    return rows.length;
  }

  async function expectEverythingOnce(): Promise<void> {
    expect(faults).toEqual([]);
    expect(webhooks.errors).toEqual([]);
    const rows = await webhooks.rows<{ id: string; state: string; body: string }>('SELECT id, state, body FROM deliveries');
    expect(rows).toHaveLength(TASKS * EVENTS_PER_TASK);
    expect(rows.filter(({ state }) => state !== 'delivered')).toEqual([]);
    expect(new Map(rows.map(({ id, body }) => [id, body]))).toEqual(bodies);
    expect(accepted.size).toBe(TASKS);
    for (const versions of accepted.values()) expect(versions).toEqual([2, 3, 4]);
  }
});

function factsOf({ headers, body }: ReceivedRequest): { task: string; version: number } {
  return { task: JSON.parse(body).data.task.id, version: Number(headers['docket-task-version']) };
}
