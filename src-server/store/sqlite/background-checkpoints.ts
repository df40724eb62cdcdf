import { once } from 'node:events';
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Where SQLite itself would begin, in the middle of a commit. */
const FROM_BYTES = 4 * 1024 * 1024;
/** Between one and the next: together they write a page that changes all the time once. */
const PAUSE_MS = 100;
/** What `PRAGMA wal_autocheckpoint` is set to: a commit copies what is left then, so that the log starts anew. */
export const LOG_PAGES_MAXIMUM = 16_384;

export interface BackgroundCheckpoints {
  /** To be called after commits. */
  noteCommit(): void;
  close(): Promise<void>;
}

/**
 * Copies what was committed from the write-ahead log into the database file, in a thread of its own: commits then wait
 * for the disk once, for their own few pages. The thread is made when the log first gets long; without it commits do the
 * copying, as ever.
 */
export function createBackgroundCheckpoints(file: string): BackgroundCheckpoints {
  const log = `${file}-wal`;
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isAtWork = false;
  let isOver = false;

  function begin(): void {
    timer = null;
    worker ??= open();
    isAtWork = true;
    worker.postMessage('checkpoint');
  }

  function open(): Worker {
    const opened = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), { workerData: file });
    opened.unref();
    opened.on('message', () => {
      isAtWork = false;
    });
    // Commits go on without it, only slower.
    opened.once('error', () => {
      isOver = true;
    });
    opened.once('exit', () => {
      worker = null;
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
