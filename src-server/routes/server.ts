import type { FastifyInstance } from 'fastify';
import type { ServerState } from '../../src-shared/http/server-endpoints.ts';
import { SETTING_NAMES } from '../../src-shared/http/server-settings.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { beginVerification, finishVerification, readVerification } from '../audit/audit-verification.ts';
import { findShelf } from '../backup/find-shelf.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, serveEndpoint, submitDecision, submitWrite } from '../http/serve-endpoint.ts';
import { readDoneRetention, setDoneRetention } from '../maintenance/done-retention.ts';
import { countWork, type WorkCounts } from '../metrics/count-work.ts';
import { changeSettings, SETTING_VARIABLES } from '../settings/server-settings.ts';
import type { Sql } from '../store/database.ts';
import { registerBackupRoutes } from './server-backups.ts';

export function registerServerRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, settings, feed } = dependencies;

  serveEndpoint(app, 'server.get', async () => {
    const { work, size, migration, seq, shelf, configuration } = await database.read(async (sql) => ({
      work: await countWork(sql),
      size: await measure(sql),
      migration: await newestMigration(sql),
      seq: (await sql.get<{ seq: number }>('SELECT seq FROM feed WHERE id = 1'))?.seq ?? 0,
      shelf: await findShelf(sql),
      configuration: await describeConfiguration(sql, dependencies),
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
      last_backup: shelf?.list()[0] ?? null,
      configuration,
    });
  });

  registerBackupRoutes(app, dependencies);
  registerSettings(app, dependencies);
  registerVerification(app, dependencies);
}

function registerSettings(app: FastifyInstance, dependencies: AppDependencies): void {
  const { settings, settingsBook } = dependencies;
  serveEndpoint(app, 'server.change', async ({ body, request }) => {
    const answer = await submitWrite(dependencies, request, async (sql) => {
      if (body.done_retention_days !== undefined) await setDoneRetention(sql, body.done_retention_days);
      await changeSettings(sql, settings.fixed, body);
      return ok(await describeConfiguration(sql, dependencies));
    });
    // Other processes hear of it; this one has to know before it answers.
    await settingsBook.refresh();
    return answer;
  });
}

function registerVerification(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock } = dependencies;
  serveEndpoint(app, 'server.auditVerification', async () => ok(await database.read(readVerification)));
  serveEndpoint(app, 'server.verifyAudit', async ({ request }) => {
    const answer = await submitDecision(dependencies, request, async (sql) => {
      const begun = await beginVerification(sql, clock.nowMicros());
      if (!begun) throw new ApiError('conflict', 'The audit log is being read already.');
      return ok(begun);
    });
    if (answer.body)
      finishVerification(database, clock, answer.body).catch((error: unknown) => app.log.error(error, 'the audit log could not be read'));
    return answer;
  });
}

async function describeConfiguration(sql: Sql, { settingsBook }: AppDependencies): Promise<ServerState['configuration']> {
  const { publicUrl, https, trustedProxies, allowedNetworks, rateLimitPerMinute, logLevel, metricsTokenHash, doneRetentionDays, fixed } =
    await settingsBook.at(sql);
  return {
    public_url: publicUrl,
    https: https !== null,
    trusted_proxies: [...trustedProxies],
    allowed_networks: [...allowedNetworks],
    rate_limit_per_minute: rateLimitPerMinute,
    log_level: logLevel,
    metrics_elsewhere: metricsTokenHash !== null,
    done_retention_days: await readDoneRetention(sql, doneRetentionDays),
    fixed: SETTING_NAMES.filter((name) => fixed.has(name)).map((setting) => ({ setting, variable: SETTING_VARIABLES[setting] })),
  };
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
