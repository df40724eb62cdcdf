import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { CopiedPages } from './checkpoint-thread.ts';

/** Where SQLite itself would begin, in the middle of a commit. */
const FROM_BYTES = 4 * 1024 * 1024;
/** Between one and the next: together they write a page that changes all the time once. */
const PAUSE_MS = 100;
/** From this length on the last of the log is copied while nobody writes, so that it starts anew: 32 MiB. */
const START_ANEW_PAGES = 8_192;
/** What `PRAGMA wal_autocheckpoint` is set to: a commit copies what is left then, where the thread could not. */
export const LOG_PAGES_MAXIMUM = 16_384;

export interface BackgroundCheckpoints {
  /** To be called after commits. */
  noteCommit(): void;
  close(): Promise<void>;
}

export interface BackgroundCheckpointsOptions {
  file: string;
  /** Runs `work` while nobody writes. */
  keepWritersAway: (work: () => Promise<void>) => Promise<void>;
}

/**
 * Copies what was committed from the write-ahead log into the database file, in a thread of its own: commits then wait
 * for the disk once, for their own few pages. A log starts anew only when all of it is copied, and under load there is
 * always a little more: so the thread copies the most of it beside the writers, and the little while they wait. The thread is
 * made when the log first gets long; without it commits do the copying, as ever.
 */
export function createBackgroundCheckpoints({ file, keepWritersAway }: BackgroundCheckpointsOptions): BackgroundCheckpoints {
  const log = `${file}-wal`;
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isAtWork = false;
  let isOver = false;
  let answered: (copied: CopiedPages) => void = () => undefined;

  async function begin(): Promise<void> {
    timer = null;
    isAtWork = true;
    const { pages, copied } = await copyLog();
    // Where a long look at an old state keeps the log, to wait would be of no use.
    if (pages >= START_ANEW_PAGES && copied === pages && !isOver) await keepWritersAway(() => copyLog().then(() => undefined));
    isAtWork = false;
  }

  function copyLog(): Promise<CopiedPages> {
    if (isOver) return Promise.resolve(NOTHING);
    worker ??= open();
    worker.postMessage('checkpoint');
    return new Promise((resolve) => {
      answered = resolve;
    });
  }

  function open(): Worker {
    const opened = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), { workerData: file });
    opened.unref();
    opened.on('message', (copied: CopiedPages) => answered(copied));
    // Commits go on without it, only slower.
    opened.once('error', () => {
      isOver = true;
      answered(NOTHING);
    });
    opened.once('exit', () => {
      worker = null;
      answered(NOTHING);
    });
    return opened;
  }

  return {
    noteCommit() {
      if (timer || isAtWork || isOver || (statSync(log, { throwIfNoEntry: false })?.size ?? 0) < FROM_BYTES) return;
      timer = setTimeout(begin, PAUSE_MS).unref();
    },
    async close() {
      isOver = true;
      if (timer) clearTimeout(timer);
      if (!worker) return;
      const gone = once(worker, 'exit');
      worker.ref();
      worker.postMessage('close');
      await gone;
    },
  };
}

const NOTHING: CopiedPages = { pages: 0, copied: 0 };
