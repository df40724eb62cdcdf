import { randomUUID } from 'node:crypto';
import { listConnectors, type StoredConnector } from './connector-rows.ts';
import { type ConnectorState, claimConnector, extendLease, findState, isFree, releaseConnector } from './connector-state.ts';
import { takesNotes } from './connector-turn.ts';
import { hasChanges, type LookSettings, skipFeed } from './find-changes.ts';
import { listDueWrites } from './item-rows.ts';
import { listEvents } from './read-events.ts';
import { type WorkOptions, workThrough } from './work-through.ts';

export interface ConnectorEngine {
  start(): void;
  /** Does all that is due, until nothing is. */
  runDue(): Promise<void>;
  /** Breaks off what is under way: it goes on here or elsewhere. */
  stop(): Promise<void>;
}

export interface EngineOptions extends Omit<WorkOptions, 'owner' | 'signal'> {
  lookEveryMs?: number;
}

const HEARTBEAT_MS = 15_000;

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
    const behind: { look: LookSettings; seq: number }[] = [];
    const due = await database.read(async (sql) => {
      const found = [];
      behind.length = 0;
      for (const connector of await listConnectors(sql)) {
        if (!connector.enabled || connector.credentials === null || busy.has(connector.id)) continue;
        const kind = kinds.find(({ kind: name }) => name === connector.kind);
        if (!kind) continue;
        const state = await findState(sql, connector.id);
        const nowMicros = clock.nowMicros();
        if (!state || !isFree(state, nowMicros)) continue;
        const look = { connectorId: connector.id, takesNotes: takesNotes(kind, connector), lookedSeq: state.lookedSeq };
        const changes = await hasChanges(sql, look);
        if (changes.behindSeq !== null) behind.push({ look, seq: changes.behindSeq });
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
    for (const { look, seq } of behind) await skipFeed(database, look, seq);
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
      await workThrough({ ...options, owner, signal: stopping.signal }, connector, state);
    } finally {
      clearInterval(heartbeat);
      await groupCommit.submit((sql) => releaseConnector(sql, id, owner));
    }
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

  /** One at a time: a second row of looks would go on when the first is stopped. */
  function lookNow(): void {
    clearTimeout(timer);
    if (looking || stopping.signal.aborted) return;
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

/** After a failure nothing is asked of the vendor before the next run is due, whatever else there is to do. */
function isBackedOff({ failures, nextRunAt, requested }: ConnectorState, nowMicros: number): boolean {
  return failures > 0 && nextRunAt > nowMicros && requested === '';
}
