import { randomUUID } from 'node:crypto';
import type { SecretBox } from '../auth/secret-box.ts';
import type { Clock } from '../clock.ts';
import type { Database, Sql } from '../store/database.ts';
import { type ClaimedDelivery, claimDeliveries, LEASE_MICROS, readEndpointHeads } from './claim-deliveries.ts';
import { cleanUpDeliveries } from './clean-up-deliveries.ts';
import { EndpointSlots } from './endpoint-slots.ts';
import { type RegisteredHook, readHooks } from './hook-book.ts';
import { signingSecrets } from './hook-secrets.ts';
import { type FinishedAttempt, recordAttempt } from './record-attempt.ts';
import type { RequestSender } from './request-sender.ts';
import { webhookHeaders } from './webhook-headers.ts';

export interface DispatcherDependencies {
  database: Pick<Database, 'read' | 'write' | 'listen'>;
  clock: Clock;
  /** 0 to 1, 1 excluded: spreads retries. */
  random: () => number;
  secretBox: SecretBox;
  /** Closed by `stop`. */
  sender: RequestSender;
  /** Told of what should not happen, a full disk say; the dispatcher tries again. */
  onError: (error: unknown) => void;
  /** How long `stop` waits for answers. */
  stopGraceMs?: number;
}

export interface Dispatcher {
  start(): void;
  /** Looks whether something is due: by itself this happens after commits that queued deliveries, and when retries are due. */
  wake(): void;
  /** Lets what is under way come to its end for a few seconds, gives the rest back, and settles. */
  stop(): Promise<void>;
}

/** How late this process sees what another one left: new deliveries of a process that died, leases that ended. */
const LOOK_AGAIN_MS = 5_000;
const AFTER_ERROR_MS = 1_000;
const CLEAN_UP_MS = 60_000;
const STOP_GRACE_MS = 5_000;

/**
 * Sends what is due and writes down what became of it, in rounds: each is one transaction that records the answers that
 * came since the last and claims as many deliveries as there is room for. Any number of processes may share a database.
 */
export function createDispatcher(dependencies: DispatcherDependencies): Dispatcher {
  const { database, clock, random, secretBox, sender, onError, stopGraceMs = STOP_GRACE_MS } = dependencies;
  const owner = randomUUID();
  const slots = new EndpointSlots();
  /** By delivery id. */
  const underWay = new Map<string, Promise<void>>();
  let finished: FinishedAttempt[] = [];
  let state: 'new' | 'running' | 'stopping' | 'stopped' = 'new';
  let isWorking = false;
  let isWoken = false;
  let timer: NodeJS.Timeout | undefined;
  let cleanUpTimer: NodeJS.Timeout | undefined;
  let rounds: Promise<void> = Promise.resolve();
  let stopListening: () => void = () => undefined;

  const isUnderWay = (id: string) => underWay.has(id) || finished.some(({ delivery }) => delivery.id === id);

  function wake(): void {
    if (state !== 'running') return;
    isWoken = true;
    if (isWorking) return;
    isWorking = true;
    rounds = work();
  }

  async function work(): Promise<void> {
    let waitMs = LOOK_AGAIN_MS;
    try {
      while (isWoken && state === 'running') {
        isWoken = false;
        waitMs = await round();
      }
    } catch (error) {
      waitMs = AFTER_ERROR_MS;
      onError(error);
    }
    isWorking = false;
    if (state !== 'running') return;
    clearTimeout(timer);
    timer = setTimeout(wake, waitMs);
  }

  /** Gives back how long there is nothing to do, in milliseconds, unless somebody wakes us. */
  async function round(): Promise<number> {
    const dueInMs = finished.length === 0 ? await database.read(untilDue) : 0;
    if (dueInMs > 0) return dueInMs;
    const recording = finished;
    finished = [];
    try {
      const claimed = await database.write(async (sql) => {
        await recordFinished(sql, recording);
        return claimDue(sql);
      });
      for (const { hook, delivery } of claimed) send(hook, delivery);
    } catch (error) {
      // Once its lease is over, an answer that cannot be written down counts for nothing: the delivery is tried again.
      const nowMicros = clock.nowMicros();
      finished = [...recording.filter(({ startedAtMicros }) => startedAtMicros + LEASE_MICROS > nowMicros), ...finished];
      throw error;
    }
    return database.read(untilDue);
  }

  async function untilDue(sql: Sql): Promise<number> {
    const nowMicros = clock.nowMicros();
    const heads = await readEndpointHeads(sql);
    const waits = heads
      .filter(({ hookKey }) => slots.room(hookKey) > 0)
      .map(({ dueAtMicros }) => Math.max(0, (dueAtMicros - nowMicros) / 1000));
    return Math.min(LOOK_AGAIN_MS, ...waits);
  }

  async function recordFinished(sql: Sql, attempts: readonly FinishedAttempt[]): Promise<void> {
    for (const attempt of attempts) {
      // Read anew each time: an attempt before may have disabled or removed the hook.
      const hook = (await readHooks(sql)).find(({ key }) => key === attempt.delivery.hookKey) ?? null;
      await recordAttempt(sql, hook, attempt, { owner, nowMicros: clock.nowMicros(), random: random() });
    }
  }

  async function claimDue(sql: Sql): Promise<{ hook: RegisteredHook; delivery: ClaimedDelivery }[]> {
    if (state !== 'running') return [];
    const nowMicros = clock.nowMicros();
    const hooks = await readHooks(sql);
    const claimed: { hook: RegisteredHook; delivery: ClaimedDelivery }[] = [];
    for (const { hookKey, dueAtMicros } of await readEndpointHeads(sql)) {
      const hook = hooks.find(({ key }) => key === hookKey);
      const limit = Math.min(slots.room(hookKey), slots.roomInAll - claimed.length);
      if (!hook || dueAtMicros > nowMicros || limit <= 0) continue;
      const deliveries = await claimDeliveries(sql, { hookKey, limit, owner, isUnderWay, nowMicros });
      claimed.push(...deliveries.map((delivery) => ({ hook, delivery })));
    }
    return claimed;
  }

  function send(hook: RegisteredHook, delivery: ClaimedDelivery): void {
    slots.take(hook.key);
    const sending = attempt(hook, delivery)
      .then((outcome) => {
        slots.giveBack(hook.key, outcome.outcome.error === null);
        finished.push(outcome);
      })
      .catch((error: unknown) => {
        // The lease ends by itself and the delivery is tried again.
        slots.giveBack(hook.key, false);
        onError(error);
      })
      .finally(() => {
        underWay.delete(delivery.id);
        wake();
      });
    underWay.set(delivery.id, sending);
  }

  async function attempt(hook: RegisteredHook, delivery: ClaimedDelivery): Promise<FinishedAttempt> {
    const startedAtMicros = clock.nowMicros();
    const secrets = signingSecrets(secretBox, hook.key, hook.sealedSecrets, startedAtMicros);
    const headers = webhookHeaders({ id: delivery.id, body: delivery.body, atMicros: startedAtMicros, secrets }, delivery.version);
    const outcome = await sender.send({ url: hook.url, headers, body: delivery.body });
    return { delivery, outcome, startedAtMicros };
  }

  async function cleanUp(): Promise<void> {
    try {
      while (state === 'running' && (await database.write((sql) => cleanUpDeliveries(sql, clock.nowMicros())))) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    } catch (error) {
      onError(error);
    }
    if (state === 'running') cleanUpTimer = setTimeout(cleanUp, CLEAN_UP_MS);
  }

  return {
    start() {
      if (state !== 'new') throw new Error('a dispatcher is started once');
      state = 'running';
      cleanUpTimer = setTimeout(cleanUp, CLEAN_UP_MS);
      stopListening = database.listen('deliveries', wake);
      wake();
    },
    wake,
    async stop() {
      if (state === 'stopped' || state === 'stopping') return;
      state = 'stopping';
      stopListening();
      clearTimeout(timer);
      clearTimeout(cleanUpTimer);
      await rounds;
      await settleWithin(stopGraceMs, [...underWay.values()]);
      sender.close();
      await Promise.all(underWay.values());
      const recording = finished;
      finished = [];
      try {
        if (recording.length > 0) await database.write((sql) => recordFinished(sql, recording));
      } catch (error) {
        onError(error);
      }
      state = 'stopped';
    },
  };
}

async function settleWithin(timeMs: number, promises: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeMs);
  });
  await Promise.race([Promise.all(promises), late]);
  clearTimeout(timer);
}
