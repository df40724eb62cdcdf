import { randomUUID } from 'node:crypto';
import type { SecretBox } from '../auth/secret-box.ts';
import { type Clock, isOpenWindow } from '../clock.ts';
import type { Database, Sql } from '../store/database.ts';
import { type ClaimedDelivery, claimDeliveries, countClaimed, LEASE_MICROS, readEndpointHeads } from './claim-deliveries.ts';
import { cleanUpDeliveries } from './clean-up-deliveries.ts';
import { takeTurns } from './endpoint-pace.ts';
import { EndpointSlots } from './endpoint-slots.ts';
import { type RegisteredHook, readHooks } from './hook-book.ts';
import { signingSecrets } from './hook-secrets.ts';
import { type FinishedAttempt, recordAttempts } from './record-attempts.ts';
import type { RequestOutcome, RequestSender } from './request-sender.ts';
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
/** When other processes use up an endpoint's share, this one looks again after this time: one of them may have died. */
const OTHERS_MICROS = 500_000;
/** No limit makes an endpoint wait for longer. */
const LIMITED_MICROS = 1_000_000;
const CLEAN_UP_MS = 60_000;
const STOP_GRACE_MS = 5_000;
const NOT_SENT: RequestOutcome = {
  ...{ status: null, error: '', answer: '', retryAfter: null, durationMs: 0 },
  ...{ isAborted: true, isForbidden: false },
};

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
  /** By hook: when its limits let something through again. */
  const notBefore = new Map<string, number>();
  let finished: FinishedAttempt[] = [];
  let state: 'new' | 'running' | 'stopping' | 'stopped' = 'new';
  let isWorking = false;
  let isWoken = false;
  let timer: NodeJS.Timeout | undefined;
  let cleanUpTimer: NodeJS.Timeout | undefined;
  let rounds: Promise<void> = Promise.resolve();
  let stopListening: () => void = () => undefined;

  /** 0: nothing keeps it waiting. What was said by a clock that was set back since is forgotten. */
  const waitsUntil = (hookKey: string, nowMicros: number) => {
    const untilMicros = notBefore.get(hookKey) ?? 0;
    return isOpenWindow(untilMicros, nowMicros, LIMITED_MICROS) ? untilMicros : 0;
  };
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
    // Their slots are free for what this round claims: it does so only if it writes their answers down.
    for (const { delivery } of recording) {
      slots.giveBack(delivery.hookKey);
      notBefore.delete(delivery.hookKey);
    }
    try {
      const { claimed, waitMs } = await database.write(async (sql) => {
        await record(sql, recording);
        const claimed = await claimDue(sql);
        return { claimed, waitMs: claimed.length === 0 ? await untilDue(sql) : 0 };
      });
      for (const { hook, delivery } of claimed) send(hook, delivery);
      if (claimed.length > 0) isWoken = true;
      return waitMs;
    } catch (error) {
      // Once its lease is over, an answer that cannot be written down counts for nothing: the delivery is tried again.
      const nowMicros = clock.nowMicros();
      const kept = recording.filter(({ startedAtMicros }) => startedAtMicros + LEASE_MICROS > nowMicros);
      for (const { delivery } of kept) slots.take(delivery.hookKey);
      finished = [...kept, ...finished];
      throw error;
    }
  }

  async function untilDue(sql: Sql): Promise<number> {
    const nowMicros = clock.nowMicros();
    const hooks = new Map((await readHooks(sql)).map((hook) => [hook.key, hook]));
    let waitMs = LOOK_AGAIN_MS;
    for (const { hookKey, dueAtMicros } of await readEndpointHeads(sql)) {
      const hook = hooks.get(hookKey);
      if (!hook || slots.room(hook) === 0) continue;
      const atMicros = Math.max(dueAtMicros, waitsUntil(hookKey, nowMicros));
      waitMs = Math.min(waitMs, Math.max(0, (atMicros - nowMicros) / 1000));
    }
    return waitMs;
  }

  function record(sql: Sql, attempts: readonly FinishedAttempt[]): Promise<void> {
    return recordAttempts(sql, attempts, { owner, nowMicros: clock.nowMicros(), random });
  }

  async function claimDue(sql: Sql): Promise<{ hook: RegisteredHook; delivery: ClaimedDelivery }[]> {
    if (state !== 'running') return [];
    const nowMicros = clock.nowMicros();
    const hooks = new Map((await readHooks(sql)).map((hook) => [hook.key, hook]));
    const claimed: { hook: RegisteredHook; delivery: ClaimedDelivery }[] = [];
    for (const { hookKey, dueAtMicros } of await readEndpointHeads(sql)) {
      const hook = hooks.get(hookKey);
      if (!hook || dueAtMicros > nowMicros || waitsUntil(hookKey, nowMicros) > nowMicros) continue;
      const limit = await shareOf(sql, hook, Math.min(slots.room(hook), slots.roomInAll - claimed.length), nowMicros);
      if (limit <= 0) continue;
      const deliveries = await claimDeliveries(sql, { hookKey, limit, owner, isUnderWay, nowMicros });
      claimed.push(...deliveries.map((delivery) => ({ hook, delivery })));
    }
    return claimed;
  }

  /** How many requests the endpoint may get now: its limits hold over all processes. */
  async function shareOf(sql: Sql, hook: RegisteredHook, room: number, nowMicros: number): Promise<number> {
    if (room <= 0) return 0;
    const claimed = hook.maxInFlight === null ? 0 : await countClaimed(sql, hook.key, nowMicros);
    const left = hook.maxInFlight === null ? room : Math.min(room, slots.limit(hook) - claimed);
    if (left <= 0) {
      notBefore.set(hook.key, nowMicros + OTHERS_MICROS);
      return 0;
    }
    notBefore.delete(hook.key);
    if (hook.maxPerSecond === null) return left;
    const { allowed, nextAtMicros } = await takeTurns(sql, { hookKey: hook.key, maxPerSecond: hook.maxPerSecond, wanted: left, nowMicros });
    notBefore.set(hook.key, nextAtMicros);
    return allowed;
  }

  function send(hook: RegisteredHook, delivery: ClaimedDelivery): void {
    slots.take(hook.key);
    const sending = attempt(hook, delivery)
      .then((outcome) => {
        // Its slot stays taken until the answer is written down: a process that dies repeats no more than its slots.
        if (!outcome.outcome.isAborted) slots.note(hook.key, outcome.outcome.error === null);
        finished.push(outcome);
      })
      .catch((error: unknown) => {
        // The lease ends by itself and the delivery is tried again.
        slots.giveBack(hook.key);
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
    // This process stood still: another one may have sent it by now, and what comes after it.
    if (startedAtMicros >= delivery.leaseEndsAtMicros) return { delivery, outcome: NOT_SENT, startedAtMicros };
    const secrets = signingSecrets(secretBox, hook.key, hook.sealedSecrets, startedAtMicros);
    const { id, body, version, traceparent } = delivery;
    const headers = webhookHeaders({ id, body, atMicros: startedAtMicros, secrets }, version, traceparent);
    const outcome = await sender.send({ url: hook.url, headers, body });
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
        if (recording.length > 0) await database.write((sql) => record(sql, recording));
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
