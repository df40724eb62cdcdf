import { randomUUID } from 'node:crypto';
import { VendorError } from '../vendor-error.ts';
import { keepAccount, listConnectors, type StoredConnector } from './connector-rows.ts';
import { type ConnectorState, changeState, claimConnector, extendLease, findState, isFree, releaseConnector } from './connector-state.ts';
import { type EngineDependencies, newRun, openTurn, record, runWith, type Turn, TurnEnded, withProblem } from './connector-turn.ts';
import { describeProblem } from './describe-problem.ts';
import { listDueWrites } from './item-rows.ts';
import { keepPeopleFresh } from './read-people.ts';
import { mirrorAll, mirrorChanges, mirrorItems } from './run-mirror.ts';
import { findRunningRun, noFigures, type StoredRun, saveRun } from './run-rows.ts';
import { hasChanges, skipFeed, writeBack } from './write-back.ts';

export interface ConnectorEngine {
  start(): void;
  /** Does all that is due, until nothing is. */
  runDue(): Promise<void>;
  /** Breaks off what is under way: it goes on here or elsewhere. */
  stop(): Promise<void>;
}

export interface EngineOptions extends EngineDependencies {
  /** Told of what is no fault of a vendor. */
  onError: (error: unknown) => void;
  onRunEnded?: (run: StoredRun, kind: string) => void;
  lookEveryMs?: number;
}

const HEARTBEAT_MS = 15_000;
const FIRST_BACK_OFF_MS = 15_000;
const LONGEST_BACK_OFF_MS = 3_600_000;

/** Mirrors what connectors say. Any number of processes may: each connector is with one of them at a time. */
export function createConnectorEngine(options: EngineOptions): ConnectorEngine {
  const { database, groupCommit, clock, kinds, onError, lookEveryMs = 1_000 } = options;
  const owner = randomUUID();
  const stopping = new AbortController();
  const busy = new Map<string, Promise<void>>();
  const stopListening: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let isWoken = false;

  async function findDue(): Promise<{ connector: StoredConnector; state: ConnectorState }[]> {
    const behind: { id: string; lookedSeq: number; seq: number }[] = [];
    const due = await database.read(async (sql) => {
      const found = [];
      behind.length = 0;
      for (const connector of await listConnectors(sql)) {
        if (!connector.enabled || connector.credentials === null || busy.has(connector.id)) continue;
        if (!kinds.some(({ kind }) => kind === connector.kind)) continue;
        const state = await findState(sql, connector.id);
        const nowMicros = clock.nowMicros();
        if (!state || !isFree(state, nowMicros)) continue;
        const changes = await hasChanges(sql, connector.id, state.lookedSeq);
        if (changes.behindSeq !== null) behind.push({ id: connector.id, lookedSeq: state.lookedSeq, seq: changes.behindSeq });
        const isDue =
          changes.isChanged ||
          state.nextRunAt <= nowMicros ||
          state.requested !== '' ||
          (await listDueWrites(sql, connector.id, nowMicros, 1)).length > 0 ||
          (await listEvents(sql, connector.id, 1)).length > 0;
        if (isDue && !isBackedOff(state, nowMicros)) found.push({ connector, state });
      }
      return found;
    });
    for (const { id, lookedSeq, seq } of behind) await skipFeed(database, id, lookedSeq, seq);
    return due;
  }

  async function look(): Promise<number> {
    const due = await findDue();
    for (const { connector } of due) {
      const work = takeTurn(connector)
        .catch(onError)
        .finally(() => {
          busy.delete(connector.id);
          wake();
        });
      busy.set(connector.id, work);
    }
    return due.length;
  }

  async function takeTurn(connector: StoredConnector): Promise<void> {
    const { id } = connector;
    const state = await groupCommit.submit((sql) => claimConnector(sql, id, owner, clock.nowMicros()));
    if (!state) return;
    const heartbeat = setInterval(() => {
      groupCommit.submit((sql) => extendLease(sql, id, owner, clock.nowMicros())).catch(onError);
    }, HEARTBEAT_MS);
    heartbeat.unref();
    try {
      await workThrough(connector, state);
    } finally {
      clearInterval(heartbeat);
      await groupCommit.submit((sql) => releaseConnector(sql, id, owner));
    }
  }

  async function workThrough(connector: StoredConnector, state: ConnectorState): Promise<void> {
    let turn: Turn;
    try {
      turn = await openTurn(options, { connector, owner, signal: stopping.signal });
    } catch (error) {
      await failWithoutTurn(connector, state, error);
      return;
    }
    try {
      await keepPeopleFresh(turn, state.peopleAt);
      await readEvents(turn);
      const failure = await failureOf(writeBack(turn));
      const now = await turn.commit(async (_sql, current) => current);
      const nowMicros = clock.nowMicros();
      // What one item's write meets must not keep everything else from being read.
      if (now.requested !== '' || now.nextRunAt <= nowMicros) await runOnce(turn, now);
      else if (failure) throw failure;
      else if (now.failures > 0) await turn.commit((sql) => changeState(sql, connector.id, { failures: 0 }));
    } catch (error) {
      await fail(turn, error);
    }
  }

  async function runOnce(turn: Turn, state: ConnectorState): Promise<void> {
    const { connector } = turn.context;
    const { client } = turn.session;
    const startedAt = clock.nowMicros();
    const isFull =
      !client.readChanges ||
      state.requested === 'full' ||
      state.resumeFull !== null ||
      (state.watermark !== null && state.nextFullAt <= startedAt);
    const left = await database.read((sql) => findRunningRun(sql, connector.id));
    const type = isFull ? 'full' : 'changes';
    if (left && left.type !== type) await turn.commit((sql) => saveRun(sql, { ...left, status: 'interrupted', endedAt: startedAt }));
    const run = left?.type === type ? left : newRun(turn, type);
    await record(turn, run, (sql) => changeState(sql, connector.id, { requested: '', cancelledRun: null }));
    const isFirst = state.watermark === null && state.round === 0;
    if (isFull || isFirst) await keepAccountFresh(turn);
    if (isFull) await mirrorAll(turn, state);
    else await mirrorChanges(turn, state);
    const { schedule } = connector;
    await endRun(turn, {
      failures: 0,
      nextRunAt: Math.max(startedAt + schedule.every_seconds * 1_000_000, clock.nowMicros() + 1_000_000),
      ...(isFull || isFirst ? { nextFullAt: startedAt + schedule.full_every_seconds * 1_000_000 } : {}),
    });
  }

  async function endRun(turn: Turn, change: Partial<ConnectorState>): Promise<void> {
    const { run } = turn;
    if (!run) return;
    const status = run.status === 'running' ? 'succeeded' : run.status;
    await record(turn, { ...runWith(turn, run, {}), status, endedAt: clock.nowMicros() }, (sql) =>
      changeState(sql, run.connectorId, change),
    );
    if (turn.run) options.onRunEnded?.(turn.run, turn.kind.kind);
    turn.run = null;
  }

  async function fail(turn: Turn, error: unknown): Promise<void> {
    const { connector } = turn.context;
    if (error instanceof TurnEnded) return endTurn(turn, error);
    // What a server that stops breaks off goes on elsewhere.
    if (stopping.signal.aborted) return;
    if (!(error instanceof VendorError)) onError(error);
    const run = withProblem(turn, runWith(turn, turn.run ?? newRun(turn, 'changes'), {}), error);
    const failed: StoredRun = { ...run, status: 'failed', endedAt: clock.nowMicros() };
    try {
      turn.run = null;
      await turn.commit(async (sql, state) => {
        await saveRun(sql, failed);
        await changeState(sql, connector.id, backOff(state, error, clock.nowMicros()));
      });
      options.onRunEnded?.(failed, turn.kind.kind);
    } catch (problem) {
      if (!(problem instanceof TurnEnded)) throw problem;
    }
  }

  async function endTurn(turn: Turn, { why }: TurnEnded): Promise<void> {
    const { run } = turn;
    if (!run || why === 'lost' || why === 'stopped') return;
    const status = why === 'cancelled' ? 'cancelled' : 'interrupted';
    const { every_seconds } = turn.context.connector.schedule;
    await groupCommit.submit(async (sql) => {
      await saveRun(sql, { ...run, status, endedAt: clock.nowMicros() });
      const nextRunAt = why === 'cancelled' ? clock.nowMicros() + every_seconds * 1_000_000 : clock.nowMicros();
      await changeState(sql, run.connectorId, { cancelledRun: null, nextRunAt });
    });
  }

  /** Settings or credentials with which nothing can be asked. */
  async function failWithoutTurn(connector: StoredConnector, state: ConnectorState, error: unknown): Promise<void> {
    if (!(error instanceof VendorError)) onError(error);
    const now = clock.nowMicros();
    const run: StoredRun = {
      ...{ id: `run_${randomUUID()}`, connectorId: connector.id, type: 'changes', status: 'failed', startedAt: now, endedAt: now },
      ...{ figures: noFigures(), errors: [describeProblem(error, [])], errorCount: 1, warnings: [], closings: null },
    };
    await groupCommit.submit(async (sql) => {
      await saveRun(sql, run);
      await changeState(sql, connector.id, backOff(state, error, now));
    });
  }

  /** A file has one server: whoever had a connector before is gone, however it ended. */
  async function takeOver(): Promise<void> {
    if (database.dialect === 'sqlite') await groupCommit.submit((sql) => sql.run('UPDATE connector_states SET lease_owner = NULL'));
  }

  function wake(): void {
    if (stopping.signal.aborted) return;
    isWoken = true;
    if (looking) return;
    clearTimeout(timer);
    timer = setTimeout(lookNow, 50);
  }

  function lookNow(): void {
    isWoken = false;
    looking = look()
      .then(() => undefined, onError)
      .finally(() => {
        looking = null;
        if (!stopping.signal.aborted) timer = setTimeout(lookNow, isWoken ? 50 : lookEveryMs);
      });
  }

  return {
    start() {
      stopListening.push(database.listen('connectors', wake));
      takeOver().catch(onError).finally(lookNow);
    },
    async runDue() {
      while ((await look()) > 0 || busy.size > 0) await Promise.all(busy.values());
      clearTimeout(timer);
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      for (const stop of stopListening) stop();
      await looking;
      await Promise.all(busy.values());
    },
  };
}

/** What a vendor did not do; everything else goes on up. */
async function failureOf(work: Promise<void>): Promise<VendorError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof VendorError) return error;
    throw error;
  }
}

async function keepAccountFresh(turn: Turn): Promise<void> {
  const account = await turn.session.client.check();
  for (const warning of account.warnings) turn.warnings.add(warning);
  await turn.commit((sql) => keepAccount(sql, turn.context.connector.id, account));
}

/** Reads what the vendor's events were about. */
async function readEvents(turn: Turn): Promise<void> {
  const { connector } = turn.context;
  const { client } = turn.session;
  const events = await turn.dependencies.database.read((sql) => listEvents(sql, connector.id, 200));
  if (events.length === 0) return;
  const ids = [...new Set(events.flatMap(({ external_ids }) => JSON.parse(external_ids) as string[]))];
  if (ids.length > 0) {
    await record(turn, newRun(turn, 'items'));
    await mirrorItems(turn, ids);
    const { run } = turn;
    if (run)
      await record(turn, { ...run, status: run.status === 'running' ? 'succeeded' : run.status, endedAt: turn.context.clock.nowMicros() });
    turn.run = null;
  }
  await turn.commit(async (sql) => {
    for (const { delivery_id } of events) {
      await sql.run('UPDATE connector_events SET external_ids = NULL WHERE connector_id = ? AND delivery_id = ?', [
        connector.id,
        delivery_id,
      ]);
    }
    if (ids.length === 0 && client.readChanges) await changeState(sql, connector.id, { nextRunAt: turn.context.clock.nowMicros() });
  });
}

function listEvents(sql: Parameters<typeof findState>[0], connectorId: string, limit: number) {
  return sql.all<{ delivery_id: string; external_ids: string }>(
    'SELECT delivery_id, external_ids FROM connector_events WHERE connector_id = ? AND external_ids IS NOT NULL ORDER BY at LIMIT ?',
    [connectorId, limit],
  );
}

/** After a failure nothing is asked of the vendor before the next run is due, whatever else there is to do. */
function isBackedOff({ failures, nextRunAt, requested }: ConnectorState, nowMicros: number): boolean {
  return failures > 0 && nextRunAt > nowMicros && requested === '';
}

/** Longer and longer pauses; as long as the vendor says, where it says so. */
function backOff({ failures }: ConnectorState, error: unknown, nowMicros: number): Partial<ConnectorState> {
  const pauseMs = Math.min(FIRST_BACK_OFF_MS * 2 ** failures, LONGEST_BACK_OFF_MS);
  const askedMs = error instanceof VendorError ? (error.retryAfterMs ?? 0) : 0;
  return { failures: failures + 1, nextRunAt: nowMicros + Math.max(pauseMs, askedMs) * 1_000, requested: '' };
}
