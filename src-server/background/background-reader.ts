import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '../../src-shared/error/codes.ts';
import { ApiError } from '../http/api-error.ts';
import type { BackgroundJobs } from './jobs.ts';

export type JobName = keyof BackgroundJobs;
type RequestOf<Name extends JobName> = Parameters<BackgroundJobs[Name]>[1];
type ResultOf<Name extends JobName> = Awaited<ReturnType<BackgroundJobs[Name]>>;

export interface JobMessage {
  id: number;
  name: JobName;
  request: unknown;
  timeMs: number;
}

export type JobAnswer = { id: number; ok: true; result: unknown } | { id: number; ok: false; code: ErrorCode | null; message: string };

export interface BackgroundReader {
  /** Throws an ApiError `unavailable` when it takes too long, or when too many wait. */
  run<Name extends JobName>(name: Name, request: RequestOf<Name>): Promise<ResultOf<Name>>;
  close(): Promise<void>;
}

export interface BackgroundReaderOptions {
  /** A SQLite file, or a postgres:// address. */
  location: string;
  /** Settles when what was committed is durable: no answer tells of more than that. */
  whenDurable?: () => Promise<unknown>;
  /** The longest that one job may take. */
  timeMs?: number;
  waitingMaximum?: number;
}

/** After a job's own time: a thread that does not even notice that its time is over is ended. */
const GRACE_MS = 2_000;

/**
 * Looks through everything in a thread of its own, on read-only connections: what takes long there holds up neither
 * requests nor streams. One job at a time; the thread is made with the first one.
 */
export function createBackgroundReader({
  location,
  whenDurable = async () => undefined,
  timeMs = 10_000,
  waitingMaximum = 50,
}: BackgroundReaderOptions): BackgroundReader {
  let worker: Worker | null = null;
  let waiting = 0;
  let lastId = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  function open(): Worker {
    const opened = new Worker(new URL('./background-thread.ts', import.meta.url), { workerData: location });
    opened.unref();
    opened.once('exit', () => {
      if (worker === opened) worker = null;
    });
    return opened;
  }

  function runNow(name: JobName, request: unknown): Promise<unknown> {
    if (isClosed) return Promise.reject(new ApiError('unavailable', 'The server is stopping.'));
    worker ??= open();
    const current = worker;
    lastId += 1;
    const message: JobMessage = { id: lastId, name, request, timeMs };
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        worker = null;
        current.terminate().catch(reject);
        settle(() => reject(tooLong()));
      }, timeMs + GRACE_MS);
      const onMessage = (answer: JobAnswer) => {
        if (answer.id !== message.id) return;
        settle(() => (answer.ok ? resolve(answer.result) : reject(errorOf(answer))));
      };
      const onEnd = (error: unknown) => settle(() => reject(error instanceof Error ? error : new Error('the background thread ended')));
      const settle = (finish: () => void) => {
        clearTimeout(late);
        current.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
        finish();
      };
      current.on('message', onMessage).once('error', onEnd).once('exit', onEnd);
      current.postMessage(message);
    });
  }

  async function run<Name extends JobName>(name: Name, request: RequestOf<Name>): Promise<ResultOf<Name>> {
    if (waiting >= waitingMaximum)
      throw new ApiError('unavailable', 'Too many searches wait: try again shortly.', { retryAfterSeconds: 5 });
    waiting += 1;
    const mine = turn.then(() => runNow(name, request));
    turn = mine.catch(() => undefined);
    try {
      const result = await mine;
      await whenDurable();
      return result as ResultOf<Name>;
    } finally {
      waiting -= 1;
    }
  }

  return {
    run,
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}

export function tooLong(): ApiError {
  return new ApiError('unavailable', 'This search took too long: narrow it down.', { retryAfterSeconds: 5 });
}

function errorOf({ code, message }: JobAnswer & { ok: false }): Error {
  return code === null ? new Error(message) : new ApiError(code, message);
}
