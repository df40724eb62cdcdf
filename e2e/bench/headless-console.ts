import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { Journal } from '../../src-main/main/journal/journal.ts';
import type { ConsoleData, TaskQuery } from '../../src-renderer/data/console-data.ts';
import { createConsoleData } from '../../src-renderer/data/create-console-data.ts';
import type { BenchOperator } from '../../src-server/bench/fill-operators.ts';
import type { DocketBridge, IpcCall, IpcParameters } from '../../src-shared/ipc/contract.ts';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';

/** A console without its windows: the page's data layer over RxDB in memory, the main process's journal on disk, real sockets. */
export interface HeadlessConsole {
  data: ConsoleData;
  /** As a cable that is pulled, or put back: connections break, and the system says when there is a network again. */
  setNetwork(isUp: boolean): void;
  close(): Promise<void>;
}

export interface HeadlessConsoleOptions {
  address: string;
  operator: BenchOperator;
  /** For journals. */
  folder: string;
}

export const CHANGED_LAST: TaskQuery = {
  scope: { kind: 'all' },
  statuses: ['TODO', 'ASSIGNED', 'STARTED', 'DONE'],
  text: '',
  filters: [],
  sort: { path: 'updated_at', direction: 'desc' },
};

/** RxDB allows 13 collections in a process, and a console has two. */
export const CONSOLES_IN_A_PROCESS = 5;

export async function openHeadlessConsole({ address, operator, folder }: HeadlessConsoleOptions): Promise<HeadlessConsole> {
  const key = randomBytes(16).toString('hex');
  const { token, ...user } = operator;
  const journal = new Journal({ directory: join(folder, key) });
  const connections = new Set<AbortController>();
  const online = new Set<() => void>();
  let isUp = true;
  const data = await createConsoleData({
    account: { key, server: address, user, tokenStorage: 'file', expired: false },
    bridge: bridgeTo(journal),
    storage: getRxStorageMemory(),
    fetch: async (input, init = {}) => {
      if (!isUp) throw new TypeError('fetch failed');
      const connection = new AbortController();
      connections.add(connection);
      const signal = init.signal ? AbortSignal.any([init.signal, connection.signal]) : connection.signal;
      const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
      return fetch(input, { ...init, headers, signal });
    },
    origin: address,
    nowMs: Date.now,
    random: Math.random,
    randomBytes: (length) => randomBytes(length),
    onOnline: (listener) => {
      online.add(listener);
      return () => online.delete(listener);
    },
    // A window waits for its next frame instead.
    schedule: (work) => void setImmediate(work),
    backoff: { firstMs: 300, longestMs: 5_000 },
    silenceMs: SYNC_LIMITS.heartbeatMs * 2.5,
  });
  return {
    data,
    setNetwork(next) {
      isUp = next;
      if (isUp) for (const listener of online) listener();
      else for (const connection of connections) connection.abort();
      connections.clear();
    },
    async close() {
      await data.close();
      await journal.close();
    },
  };
}

/** As over IPC: nothing is shared between the two sides. */
function bridgeTo(journal: Journal): DocketBridge {
  const carryOut = (call: IpcCall, parameters: unknown): Promise<unknown> => {
    switch (call) {
      case 'journal.open':
        return journal.open((parameters as IpcParameters<'journal.open'>).outbox);
      case 'journal.append':
        return journal.append((parameters as IpcParameters<'journal.append'>).drafts);
      case 'journal.settle':
        return journal.settle((parameters as IpcParameters<'journal.settle'>).records);
      case 'journal.renumber':
        return journal.renumber();
      default:
        throw new Error(`a console without windows was asked for ${call}`);
    }
  };
  return {
    call: async (call, parameters) => structuredClone(await carryOut(call, structuredClone(parameters))) as never,
    on: () => () => undefined,
  };
}

/** Settles when the console shows `count` tasks and follows the server. */
export async function untilLive({ data }: HeadlessConsole, count: number): Promise<void> {
  const list = data.tasks.query(CHANGED_LAST);
  const isThere = () => data.syncState.getSnapshot().mode === 'live' && list.getSnapshot().length >= count;
  for (const deadline = Date.now() + 30_000; !isThere(); ) {
    if (Date.now() > deadline) throw new Error(`a console shows ${list.getSnapshot().length} of ${count} tasks`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
