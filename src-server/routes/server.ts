import type { FastifyInstance } from 'fastify';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { type BackupShelf, openBackupShelf } from '../backup/backup-shelf.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';
import { countWork, type WorkCounts } from '../metrics/count-work.ts';
import type { Sql } from '../store/database.ts';

/** Each is as large as the database: a click too many must not fill the disk. */
const BACKUP_PAUSE_MICROS = 10_000_000;

export function registerServerRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, settings, feed } = dependencies;

  serveEndpoint(app, 'server.get', async () => {
    const { work, size, migration, seq, shelf } = await database.read(async (sql) => ({
      work: await countWork(sql),
      size: await measure(sql),
      migration: await newestMigration(sql),
      seq: (await sql.get<{ seq: number }>('SELECT seq FROM feed WHERE id = 1'))?.seq ?? 0,
      shelf: await findShelf(sql),
    }));
    return ok({
      version: settings.version,
      node: process.version,
      started_at: formatTimestamp(Math.round(performance.timeOrigin) * 1_000),
      memory_bytes: process.memoryUsage.rss(),
      database: { kind: database.dialect, bytes: size, migration, seq },
      tasks: tasksOf(work),
      deliveries: deliveriesOf(work),
      streams: feed.clientCount(),
      last_backup: shelf?.last() ?? null,
    });
  });

  registerBackups(app, dependencies);
}

function registerBackups(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock } = dependencies;
  let isBusy = false;
  let lastMicros = Number.NEGATIVE_INFINITY;

  serveEndpoint(app, 'server.backUp', async ({ request }) => {
    const shelf = await database.read(findShelf);
    if (!shelf) throw new ApiError('conflict', 'PostgreSQL is backed up with its own tools, such as pg_dump.');
    if (isBusy) throw new ApiError('conflict', 'A backup is being made already.');
    const nowMicros = clock.nowMicros();
    if (nowMicros - lastMicros < BACKUP_PAUSE_MICROS) {
      throw new ApiError('rate_limited', 'A backup was made a moment ago: wait ten seconds.', { retryAfterSeconds: 10 });
    }
    isBusy = true;
    try {
      const made = await shelf.make(nowMicros);
      lastMicros = nowMicros;
      return await submitWrite(dependencies, request, async () => ok(made));
    } finally {
      isBusy = false;
    }
  });
}

async function findShelf(sql: Sql): Promise<BackupShelf | null> {
  if (sql.dialect !== 'sqlite') return null;
  const databases = await sql.all<{ name: string; file: string }>('PRAGMA database_list');
  const main = databases.find(({ name }) => name === 'main');
  return main?.file ? openBackupShelf(main.file) : null;
}

async function measure(sql: Sql): Promise<number> {
  if (sql.dialect === 'postgres') {
    const row = await sql.get<{ bytes: number }>('SELECT pg_database_size(current_database()) AS bytes');
    return Number(row?.bytes ?? 0);
  }
  const pages = await sql.get<{ page_count: number }>('PRAGMA page_count');
  const page = await sql.get<{ page_size: number }>('PRAGMA page_size');
  return (pages?.page_count ?? 0) * (page?.page_size ?? 0);
}

async function newestMigration(sql: Sql): Promise<string> {
  const row = await sql.get<{ name: string }>('SELECT name FROM schema_migrations ORDER BY number DESC LIMIT 1');
  return row?.name ?? '';
}

function tasksOf({ tasks }: WorkCounts) {
  const many = (status: string) => tasks.find((row) => row.status === status)?.many ?? 0;
  return { TODO: many('TODO'), ASSIGNED: many('ASSIGNED'), STARTED: many('STARTED'), DONE: many('DONE') };
}

function deliveriesOf({ deliveries }: WorkCounts) {
  const many = (state: string) => deliveries.find((row) => row.state === state)?.many ?? 0;
  return { ready: many('ready'), waiting: many('waiting') };
}
