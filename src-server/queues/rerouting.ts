import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import type { QueueStore } from './queue-store.ts';
import { type ChunkLimits, routeChunk } from './route-chunk.ts';

export interface ReroutingDependencies {
  database: Database;
  groupCommit: GroupCommit;
  clock: Clock;
  queues: QueueStore;
  /** Told of what went wrong outside of any request. */
  onError: (error: unknown) => void;
  /** Between two pieces of the work, so that requests come first. */
  pauseMs?: number;
  retryMs?: number;
  limits?: ChunkLimits;
}

export interface Rerouting {
  /** Something may be left to do. */
  wake(): void;
  /** Settles when nothing is left, or something went wrong. */
  settle(): Promise<void>;
  /** Stops after the piece that is being done; the rest is for the next start. */
  close(): Promise<void>;
}

const CHUNK_LIMITS: ChunkLimits = { tasks: 200, timeMs: 8 };

/**
 * Routes open tasks again after queues were changed, in the background and in pieces. The database says what is to be
 * done: the work goes on after a restart, several processes share it, and a newer change makes it start over.
 */
export function createRerouting(dependencies: ReroutingDependencies): Rerouting {
  const { database, groupCommit, queues, onError, pauseMs = 5, retryMs = 1_000 } = dependencies;
  const limits = dependencies.limits ?? CHUNK_LIMITS;
  const closing = new AbortController();
  let working: Promise<void> | null = null;
  let isWoken = false;

  function wake(): void {
    isWoken = true;
    if (closing.signal.aborted) return;
    working ??= workOn().finally(() => {
      working = null;
      if (isWoken) wake();
    });
  }

  async function workOn(): Promise<void> {
    let waitMs = 0;
    while (!closing.signal.aborted) {
      isWoken = false;
      await pause(waitMs, closing.signal);
      if (closing.signal.aborted) return;
      const next = await attemptChunk();
      if (next === null && !isWoken) return;
      waitMs = next ?? 0;
    }
  }

  /** Gives back how long to wait before the next piece; null when all is done. */
  async function attemptChunk(): Promise<number | null> {
    try {
      const outcome = await groupCommit.submit((sql) => routeChunk(sql, dependencies, limits));
      switch (outcome) {
        case 'done':
          return null;
        case 'stale':
          await queues.reload(database);
          return 0;
        case 'more':
          return pauseMs;
      }
    } catch (error) {
      if (closing.signal.aborted) return null;
      onError(error);
      return retryMs;
    }
  }

  return {
    wake,
    async settle() {
      while (working) await working;
    },
    async close() {
      closing.abort();
      await working;
    },
  };
}

function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  if (timeMs <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, timeMs);
    signal.addEventListener('abort', end);
  });
}
