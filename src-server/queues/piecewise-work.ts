import type { Database, Sql } from '../store/database.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import type { QueueStore } from './queue-store.ts';

/** `stale`: the queues at hand are not those that the work is about. */
export type PieceOutcome = 'more' | 'done' | 'stale';

export interface PieceLimits {
  /** Tasks looked at. */
  tasks: number;
  /** The transaction is shared with whoever writes at the time: after this it is theirs again. */
  timeMs: number;
}

export interface PiecewiseDependencies {
  database: Database;
  groupCommit: GroupCommit;
  queues: QueueStore;
  /** Told of what went wrong outside of any request. */
  onError: (error: unknown) => void;
  /** Between two pieces of the work, so that requests come first. */
  pauseMs?: number;
  retryMs?: number;
}

export interface PiecewiseWork {
  /** Something may be left to do. */
  wake(): void;
  /** Settles when nothing is left, or something went wrong. */
  settle(): Promise<void>;
  /** Stops after the piece that is being done; the rest is for the next start. */
  close(): Promise<void>;
}

export const PIECE_LIMITS: PieceLimits = { tasks: 200, timeMs: 8 };

/**
 * Does in the background, piece by piece, what the database says is to be done: the work goes on after a restart, and
 * several processes share it.
 */
export function createPiecewiseWork(dependencies: PiecewiseDependencies, doPiece: (sql: Sql) => Promise<PieceOutcome>): PiecewiseWork {
  const { database, groupCommit, queues, onError, pauseMs = 5, retryMs = 1_000 } = dependencies;
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
      const next = await attemptPiece();
      if (next === null && !isWoken) return;
      waitMs = next ?? 0;
    }
  }

  /** Gives back how long to wait before the next piece; null when all is done. */
  async function attemptPiece(): Promise<number | null> {
    try {
      const outcome = await groupCommit.submit(doPiece);
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
