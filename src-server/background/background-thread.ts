import { parentPort, workerData } from 'node:worker_threads';
import { ApiError } from '../http/api-error.ts';
import type { Database, Sql } from '../store/database.ts';
import { openPostgresDatabase } from '../store/postgres/open-postgres-database.ts';
import { openSqliteReader } from '../store/sqlite/open-sqlite-reader.ts';
import { type JobAnswer, type JobMessage, tooLong } from './background-reader.ts';
import { BACKGROUND_JOBS, type JobTime } from './jobs.ts';

// The thread's own: `background-reader.ts` starts it with the place of the database.
const database = openForReading(workerData as string);

parentPort?.on('message', (message: JobMessage) => {
  answer(message).then((result) => parentPort?.postMessage(result));
});

async function answer({ id, name, request, timeMs }: JobMessage): Promise<JobAnswer> {
  const until = performance.now() + timeMs;
  const leftMs = () => until - performance.now();
  const check = () => {
    if (leftMs() < 0) throw tooLong();
  };
  const job = BACKGROUND_JOBS[name] as (sql: Sql, request: unknown, time: JobTime) => Promise<unknown>;
  try {
    return { id, ok: true, result: await database.read((sql) => job(sql, request, { check, leftMs })) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id, ok: false, code: error instanceof ApiError ? error.code : null, message };
  }
}

function openForReading(location: string): Pick<Database, 'read'> {
  return /^postgres(ql)?:\/\//.test(location) ? openPostgresDatabase({ url: location, readersMaximum: 1 }) : openSqliteReader(location);
}
