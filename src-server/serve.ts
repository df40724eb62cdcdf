import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import { bootstrapAccounts } from './auth/bootstrap.ts';
import { isSecretKeyOf } from './auth/check-secret-key.ts';
import { PASSWORD_COST } from './auth/password.ts';
import { createPooledRandomBytes } from './auth/pooled-random-bytes.ts';
import { loadSecretKey } from './auth/secret-key.ts';
import type { Restorer } from './backup/restorer.ts';
import { systemClock } from './clock.ts';
import { createConnectorEngine } from './connectors/engine/connector-engine.ts';
import { createDependencies } from './create-dependencies.ts';
import type { Environment } from './environment.ts';
import { createMaintenance } from './maintenance/create-maintenance.ts';
import { maintenanceJobs } from './maintenance/maintenance-jobs.ts';
import { OrderlyEnd } from './orderly-end.ts';
import { reasonOf } from './reason-of.ts';
import type { StartedSettings } from './settings/server-settings.ts';
import { compareClocks } from './store/compare-clocks.ts';
import type { Database } from './store/database.ts';
import { openPostgresDatabase } from './store/postgres/open-postgres-database.ts';
import { openSqliteDatabase } from './store/sqlite/open-sqlite-database.ts';
import { type CommandThread, createCommandThread } from './tasks/command-thread.ts';
import { createDueWatch } from './tasks/due-watch.ts';

const randomBytes = createPooledRandomBytes();

/** A lease lasts so much longer than what it is for: processes that are further apart do the same thing twice. */
const APART_MICROS = 2_000_000;
/** HTTP, SQLite and whoever sends the requests have one each. */
const ENOUGH_PROCESSORS = 3;
/** On two the thread takes turns with them: it pays for a crowd of requests alone, and no batch shall cost its memory. */
const CROWD_ON_TWO_PROCESSORS = { commands: Number.POSITIVE_INFINITY, callers: 128 };
/** All consoles come at once after a restart: what finds no room here is tried again a second later. The system may allow less. */
const CONNECTIONS_WAITING = 4_096;

export interface RunningServer {
  /** `http://HOST:PORT`. */
  address: string;
  port: number;
  /** Of a server without an admin. */
  firstRunCode: string | null;
  /** Finishes what is under way and closes the database. */
  stop(): Promise<void>;
  /** What `stop` waits for; null where it waits for nothing. */
  readonly stopWaitsFor: string | null;
}

export interface ServeOptions {
  environment: Environment;
  log: Logger;
  /** Null: the database is not one that a server puts back. */
  restorer: Restorer | null;
}

/** Opens the database, and serves it until it is stopped. */
export async function serve({ environment, log, restorer }: ServeOptions): Promise<RunningServer> {
  const onError = (error: unknown) => log.error({ err: error }, 'failed in the background');
  const { database, location, commandThread } = await openDatabase(environment, onError);
  const secretKey = loadSecretKey(resolve(environment.dataDir), environment.secretKey);
  if (!(await isSecretKeyOf(database, secretKey))) reportOtherKey(database, log);
  reportClock(await compareClocks(database, systemClock), log);
  const settings = readSettings(environment);
  const dependencies = await createDependencies({
    database,
    location,
    commandThread,
    restorer,
    clock: systemClock,
    randomBytes,
    random: Math.random,
    passwordCost: PASSWORD_COST,
    secretKey,
    onError,
    onFirstRunCode: printFirstRunCode,
    settings: { ...settings, log },
  });
  const app = buildApp(dependencies);
  await listen(app, environment);
  dependencies.dispatcher.start();
  const mirrors = createConnectorEngine({ ...dependencies.connectors, onError, onRunEnded: dependencies.metrics.observeConnectorRun });
  mirrors.start();
  const maintenance = createMaintenance({
    ...dependencies,
    jobs: maintenanceJobs({ ...dependencies, doneRetentionDays: environment.doneRetentionDays }),
    onError,
  });
  maintenance.start();
  const dueWatch = createDueWatch({ ...dependencies, onError });
  dueWatch.start();
  const ending = new OrderlyEnd([
    { of: 'requests', end: () => app.close() },
    { of: 'mirrors', end: () => mirrors.stop() },
    { of: 'connections to vendors', end: () => dependencies.connectors.network.close() },
    { of: 'maintenance', end: () => maintenance.stop() },
    { of: 'the watch of due dates', end: () => dueWatch.stop() },
    { of: 'the background thread', end: () => dependencies.background.close() },
    { of: 'commits', end: () => dependencies.groupCommit.drain() },
    { of: 'deliveries', end: () => dependencies.dispatcher.stop() },
    { of: 'the thread that writes', end: () => commandThread?.close() },
    { of: 'the database', end: () => database.close() },
  ]);
  const listening = app.server.address();
  const port = typeof listening === 'object' && listening ? listening.port : environment.port;
  const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host;
  return {
    address: `${settings.https ? 'https' : 'http'}://${host}:${port}`,
    port,
    firstRunCode: dependencies.firstRunCode?.code ?? null,
    stop: () => ending.run(),
    get stopWaitsFor() {
      return ending.waitsFor;
    },
  };
}

/**
 * A server that cannot open what others sealed would break their webhooks: on a shared database it does not start. A file
 * may have been restored without its key, and everything else works.
 */
function reportOtherKey({ dialect }: Database, log: Logger): void {
  if (dialect === 'postgres') {
    throw new Error(
      "DOCKET_SECRET_KEY is not the one that this database's secrets are sealed with: give every server on it the same. If that key is lost, DELETE FROM server_values WHERE name = 'secretKeyCheck', and rotate the secrets of all webhooks.",
    );
  }
  log.warn('The secret key is not the one that the secrets in the database are sealed with: rotate the secrets of all webhooks.');
}

function reportClock(aheadMicros: number, log: Logger): void {
  if (Math.abs(aheadMicros) < APART_MICROS) return;
  const seconds = (Math.abs(aheadMicros) / 1_000_000).toFixed(1);
  const way = aheadMicros > 0 ? 'ahead of' : 'behind';
  log.warn(`The clock of this machine is ${seconds} s ${way} the database's: what several servers share is done late or twice.`);
}

/** Off standard output, which holds one line. */
export function printFirstRunCode(code: string): void {
  process.stderr.write(`No admin yet. First-run code, for 15 minutes: ${code}\n`);
}

function readSettings(environment: Environment): Omit<StartedSettings, 'log'> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  const {
    rateLimitPerMinute,
    publicUrl,
    trustedProxies,
    allowNetworks: allowedNetworks,
    metricsToken,
    tlsCertFile,
    tlsKeyFile,
  } = environment;
  const { doneRetentionDays, fixed } = environment;
  const https =
    tlsCertFile !== null && tlsKeyFile !== null
      ? { cert: readNamedFile('DOCKET_TLS_CERT', tlsCertFile), key: readNamedFile('DOCKET_TLS_KEY', tlsKeyFile) }
      : null;
  return { rateLimitPerMinute, publicUrl, trustedProxies, allowedNetworks, metricsToken, version, https, doneRetentionDays, fixed };
}

function readNamedFile(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${variable} names ${file}, which cannot be read: ${reasonOf(error)}`);
  }
}

interface OpenStore {
  database: Database;
  /** Its file, or its postgres:// address. */
  location: string;
  /** A file's alone: PostgreSQL works in processes of its own. */
  commandThread: CommandThread | null;
}

function openStore(environment: Environment, folder: string, onError: (error: unknown) => void): OpenStore {
  const { databaseUrl } = environment;
  if (databaseUrl !== null) {
    const database = openPostgresDatabase({ url: databaseUrl, onError });
    return { database, location: databaseUrl, commandThread: null };
  }
  const file = join(folder, 'docket.db');
  const processors = availableParallelism();
  if (processors === 1) return { database: openSqliteDatabase({ file }), location: file, commandThread: null };
  if (processors < ENOUGH_PROCESSORS) {
    const database = openSqliteDatabase({ file });
    const commandThread = createCommandThread({ database, file, onError, openFrom: CROWD_ON_TWO_PROCESSORS });
    return { database, location: file, commandThread };
  }
  const database = openSqliteDatabase({ file, writerCacheKib: 4_096 });
  return { database, location: file, commandThread: createCommandThread({ database, file, onError }) };
}

async function migrate(database: Database): Promise<void> {
  try {
    await database.migrate();
  } catch (error) {
    if (database.dialect === 'postgres') throw new Error(`The database at DOCKET_DATABASE_URL cannot be used: ${reasonOf(error)}`);
    throw error;
  }
}

async function openDatabase(environment: Environment, onError: (error: unknown) => void): Promise<OpenStore> {
  const folder = resolve(environment.dataDir);
  const store = openStore(environment, folder, onError);
  await migrate(store.database);
  const { bootstrapApiKey, bootstrapAdmin } = environment;
  await bootstrapAccounts(store.database, {
    apiKey: bootstrapApiKey,
    admin: bootstrapAdmin,
    clock: systemClock,
    randomBytes,
    passwordCost: PASSWORD_COST,
  });
  return store;
}

async function listen(app: ReturnType<typeof buildApp>, { host, port }: Environment): Promise<void> {
  try {
    await app.listen({ host, port, backlog: CONNECTIONS_WAITING });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} is in use on ${host}: choose another one with DOCKET_PORT.`);
    if (code === 'EADDRNOTAVAIL') throw new Error(`${host} is no address of this machine: choose another one with DOCKET_HOST.`);
    if (code === 'EACCES') throw new Error(`Port ${port} may not be used by this account: choose one above 1023 with DOCKET_PORT.`);
    throw error;
  }
}
