import { Worker } from 'node:worker_threads';
import { ApiError } from '../http/api-error.ts';
import type { Channel } from '../store/database.ts';
import type { SqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { decodeOutcomes, type EncodedOutcomes, encodeCommands } from './encode-commands.ts';
import type { CommandOutcome, TaskCommand } from './task-commands.ts';

/** Runs commands by name in a thread of its own, on its own connection to the same file. */
export interface CommandThread {
  /** Whether it should get those that wait. Where many wait for the first time, the thread is made. */
  takes(waiting: WaitingCommands): boolean;
  /** Keeps this thread's writers away while `work` runs, which may call `run` then. */
  hold(work: () => Promise<void>): Promise<void>;
  /** What came of each command, once all that they wrote is durable. */
  run(commands: readonly TaskCommand[]): Promise<readonly CommandOutcome[]>;
  close(): Promise<void>;
}

export interface WaitingCommands {
  commands: number;
  /** Requests that they came with: all items of a batch came with one. */
  callers: number;
}

export type CommandMessage = { id: number; commands: string } | 'close';

export type CommandAnswer = 'ready' | { id: number; outcomes: EncodedOutcomes; notified: Channel[] };

export interface CommandThreadOptions {
  database: SqliteDatabase;
  /** The same database's. */
  file: string;
  /** Told of what ended the thread. */
  onError: (error: unknown) => void;
  /** What has to wait at the same time for the thread to be worth its memory: either is enough. */
  openFrom?: WaitingCommands;
  /** How long after so much waited for the last time the thread ends, in milliseconds. */
  idleMs?: number;
}

interface Sent {
  resolve(answer: Exclude<CommandAnswer, 'ready'>): void;
  reject(error: unknown): void;
}

const OPEN_FROM: WaitingCommands = { commands: 8, callers: 8 };
const IDLE_MS = 60_000;
/** Commands and their answers die young; what lives long in the thread is little. */
const YOUNG_SPACE_MB = 12;

export function createCommandThread(options: CommandThreadOptions): CommandThread {
  const { database, file, onError, openFrom = OPEN_FROM, idleMs = IDLE_MS } = options;
  const sent = new Map<number, Sent>();
  let worker: Worker | null = null;
  let isReady = false;
  let idle: NodeJS.Timeout | undefined;
  let isIdle = false;
  let isHeld = false;
  // Those that were let go, until they are gone.
  const ending = new Set<Promise<unknown>>();
  // Closed, or failed once: this thread does it all then.
  let isOver = false;
  let lastId = 0;

  function open(): Worker {
    const opened = new Worker(new URL('./command-thread-entry.ts', import.meta.url), {
      workerData: file,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_SPACE_MB },
    });
    opened.unref();
    opened.on('message', (answer: CommandAnswer) => {
      if (answer === 'ready') isReady = worker === opened;
      else settle(answer);
    });
    opened.once('error', (error) => {
      isOver = true;
      onError(error);
    });
    opened.once('exit', () => {
      if (worker !== opened) return;
      forget();
      const lost = new ApiError('unavailable', 'Whether this was written is not known: try again.', { retryAfterSeconds: 1 });
      for (const { reject } of sent.values()) reject(lost);
      sent.clear();
    });
    idle = setTimeout(() => {
      isIdle = true;
      if (!isHeld) end(opened);
    }, idleMs).unref();
    return opened;
  }

  /** Nothing is on its way to it: the main thread writes what comes next, until there is a crowd again. */
  function end(opened: Worker): void {
    forget();
    opened.ref();
    const gone = new Promise((resolve) => opened.once('exit', resolve));
    ending.add(gone);
    gone.then(() => ending.delete(gone));
    opened.postMessage('close' satisfies CommandMessage);
  }

  function forget(): void {
    clearTimeout(idle);
    // Refreshed, it would run again.
    idle = undefined;
    worker = null;
    isReady = false;
    isIdle = false;
  }

  function isCrowd({ commands, callers }: WaitingCommands): boolean {
    return commands >= openFrom.commands || callers >= openFrom.callers;
  }

  function settle(answer: Exclude<CommandAnswer, 'ready'>): void {
    const waiter = sent.get(answer.id);
    sent.delete(answer.id);
    if (sent.size === 0) worker?.unref();
    waiter?.resolve(answer);
  }

  return {
    takes(waiting) {
      if (isOver || waiting.commands === 0) return false;
      if (isCrowd(waiting)) {
        isIdle = false;
        idle?.refresh();
        worker ??= open();
      }
      return isReady;
    },
    async hold(work) {
      isHeld = true;
      try {
        await database.keepWritersAway(work);
      } finally {
        isHeld = false;
        if (isIdle && worker) end(worker);
      }
    },
    async run(commands) {
      const current = worker;
      if (!current) throw new ApiError('unavailable', 'The server is not ready to write: try again.', { retryAfterSeconds: 1 });
      lastId += 1;
      const message: CommandMessage = { id: lastId, commands: encodeCommands(commands) };
      const { promise, resolve, reject } = Promise.withResolvers<Exclude<CommandAnswer, 'ready'>>();
      sent.set(lastId, { resolve, reject });
      current.ref();
      current.postMessage(message);
      const { outcomes, notified } = await promise;
      database.noteForeignCommit(notified);
      return decodeOutcomes(outcomes);
    },
    async close() {
      isOver = true;
      if (worker) end(worker);
      await Promise.all(ending);
    },
  };
}
