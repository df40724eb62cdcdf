import { randomBytes } from 'node:crypto';
import { createSecretBox, type SecretBox } from '../auth/secret-box.ts';
import { createAction, type Engine, openEngine } from '../sync/engine-fixture.ts';
import { createAddressGuard } from './address-guard.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { createHook, type NewHook } from './hook-commands.ts';
import { createRequestSender, type RequestSenderOptions } from './request-sender.ts';
import { resolveAddresses } from './resolve-addresses.ts';

/** For tests: the engine with a dispatcher that is woken by its commits, as the server wires it. */
export interface WebhookFixture {
  engine: Engine;
  key: Buffer;
  secretBox: SecretBox;
  /** The one that is running, or the last. */
  readonly dispatcher: Dispatcher;
  errors: unknown[];
  /** Another dispatcher, as after a restart. */
  startDispatcher(options?: Partial<RequestSenderOptions>): Dispatcher;
  register(hook: Partial<NewHook> & { url: string }): Promise<string>;
  /** TODO → ASSIGNED → STARTED → DONE: three events. */
  workThrough(uid: string, extras?: { integrations?: Record<string, { externalId: string }> }): Promise<void>;
  /** Sets the clock to when the next retry is due, and wakes the dispatcher. False when nothing waits for a retry. */
  skipToNextRetry(): Promise<boolean>;
  rows<Row extends object>(sql: string): Promise<Row[]>;
  /** Of every delivery, by task and version. */
  states(): Promise<{ state: string; attempts: number }[]>;
  /** Settles when nothing is to be delivered any more. */
  settled(): Promise<void>;
  /** Settles when that many attempts are written down. */
  attempted(count: number): Promise<void>;
  close(): Promise<void>;
}

export const LOOPBACK = { guard: createAddressGuard(['127.0.0.0/8']), resolve: resolveAddresses };

export async function openWebhookFixture(): Promise<WebhookFixture> {
  let dispatcher: Dispatcher | null = null;
  const engine = await openEngine();
  const key = randomBytes(32);
  const secretBox = createSecretBox(key);
  const errors: unknown[] = [];

  const fixture: WebhookFixture = {
    engine,
    key,
    secretBox,
    get dispatcher() {
      if (!dispatcher) throw new Error('no dispatcher was started');
      return dispatcher;
    },
    errors,
    startDispatcher(options = {}) {
      dispatcher = createDispatcher({
        database: engine.database,
        clock: engine.clock,
        random: () => 0.5,
        secretBox,
        sender: createRequestSender({ ...LOOPBACK, ...options }),
        onError: (error) => errors.push(error),
        stopGraceMs: 50,
      });
      dispatcher.start();
      return dispatcher;
    },
    async register(hook) {
      const whole: NewHook = {
        id: null,
        events: ['task.assigned', 'task.unassigned', 'task.started', 'task.paused', 'task.completed'],
        scope: 'all',
        isRestHook: false,
        maxInFlight: null,
        maxPerSecond: null,
        ...hook,
      };
      const created = await engine.commands.submit((sql) => createHook(sql, secretBox, whole, engine.clock.nowMicros()));
      if (!created) throw new Error('the id is taken');
      return created.secret;
    },
    async workThrough(uid, { integrations = {} } = {}) {
      await engine.write(uid, createAction(uid));
      await engine.write(uid, { type: 'upsert', patch: { integrations: { mode: 'merge', value: integrations } } });
      await engine.write(uid, { type: 'assign', assigneeUid: 'ann' });
      await engine.write(uid, { type: 'start' });
      await engine.write(uid, { type: 'complete' });
    },
    async skipToNextRetry() {
      const [row] = await fixture.rows<{ due: number | null }>(
        "SELECT MIN(due_at) AS due FROM deliveries WHERE state = 'ready' AND lease_owner IS NULL",
      );
      if (row?.due == null) return false;
      engine.clock.micros = Math.max(engine.clock.micros, row.due);
      dispatcher?.wake();
      return true;
    },
    rows: (sql) => engine.database.read((connection) => connection.all(sql)),
    states: () => fixture.rows('SELECT state, attempts FROM deliveries ORDER BY task_uid, version'),
    settled: () => until(async () => (await fixture.rows("SELECT id FROM deliveries WHERE state IN ('ready', 'waiting')")).length === 0),
    attempted: (count) => until(async () => (await fixture.rows('SELECT number FROM delivery_attempts')).length === count),
    async close() {
      await dispatcher?.stop();
      await engine.remove();
    },
  };
  return fixture;
}

/** Polls real work until it is so; the test's own time limit ends it otherwise. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
