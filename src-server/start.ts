import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import pino from 'pino';
import { buildApp } from './app.ts';
import { bootstrapAccounts } from './auth/bootstrap.ts';
import { isSecretKeyOf } from './auth/check-secret-key.ts';
import { PASSWORD_COST } from './auth/password.ts';
import { createPooledRandomBytes } from './auth/pooled-random-bytes.ts';
import { loadSecretKey } from './auth/secret-key.ts';
import { systemClock } from './clock.ts';
import { createConnectorEngine } from './connectors/engine/connector-engine.ts';
import { createDependencies } from './create-dependencies.ts';
import { type Environment, environmentHelp, parseEnvironment } from './environment.ts';
import { REDACTED_PATHS } from './http/log-requests.ts';
import { createMaintenance } from './maintenance/create-maintenance.ts';
import { maintenanceJobs } from './maintenance/maintenance-jobs.ts';
import type { StartedSettings } from './settings/server-settings.ts';
import type { Database } from './store/database.ts';
import { openPostgresDatabase } from './store/postgres/open-postgres-database.ts';
import { lockDataFolder } from './store/sqlite/lock-data-folder.ts';
import { openSqliteDatabase } from './store/sqlite/open-sqlite-database.ts';
import { type CommandThread, createCommandThread } from './tasks/command-thread.ts';
import { createDueWatch } from './tasks/due-watch.ts';

const randomBytes = createPooledRandomBytes();

/** HTTP, SQLite and whoever sends the requests. */
const COMMAND_THREAD_FROM_PROCESSORS = 3;
/** All consoles come at once after a restart: what finds no room here is tried again a second later. The system may allow less. */
const CONNECTIONS_WAITING = 4_096;
/** What still hangs after this is cut off. */
const DRAIN_MS = 20_000;

// Batches leave much behind that dies a little later: without this the heap grows to three times what is alive.
setFlagsFromString('--heap-growing-percent=50');

async function start(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`npm run server   starts the Docket server\n\n${environmentHelp()}`);
    return;
  }
  const [option] = process.argv.slice(2);
  if (option !== undefined) throw new Error(`${option} is no option of this server: --help lists the variables that it reads.`);
  const environment = parseEnvironment(process.env);
  const log = createLog(environment);
  const settings = readSettings(environment);
  const onError = (error: unknown) => log.error({ err: error }, 'failed in the background');
  const { database, location, commandThread, release } = await openDatabase(environment, onError);
  const secretKey = loadSecretKey(resolve(environment.dataDir), environment.secretKey);
  if (!(await isSecretKeyOf(database, secretKey))) reportOtherKey(database, log);
  const dependencies = await createDependencies({
    database,
    location,
    commandThread,
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

  let isStopping = false;
  async function stop(signal: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    const late = setTimeout(() => process.exit(1), DRAIN_MS);
    await app.close();
    await mirrors.stop();
    dependencies.connectors.network.close();
    await maintenance.stop();
    await dueWatch.stop();
    await dependencies.background.close();
    await dependencies.groupCommit.drain();
    await dependencies.dispatcher.stop();
    await commandThread?.close();
    await database.close();
    release();
    clearTimeout(late);
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.fatal({ err: error }, 'could not stop in order');
        process.exit(1);
      });
    });
  }

  const { firstRunCode } = dependencies;
  if (firstRunCode) printFirstRunCode(firstRunCode.code);
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : environment.port;
  const host = environment.host.includes(':') ? `[${environment.host}]` : environment.host;
  process.stdout.write(`listening on ${settings.https ? 'https' : 'http'}://${host}:${port}\n`);
}

/**
 * A server that cannot open what others sealed would break their webhooks: on a shared database it does not start. A file
 * may have been restored without its key, and everything else works.
 */
function reportOtherKey({ dialect }: Database, log: ReturnType<typeof createLog>): void {
  if (dialect === 'postgres') {
    throw new Error(
      "DOCKET_SECRET_KEY is not the one that this database's secrets are sealed with: give every server on it the same. If that key is lost, DELETE FROM server_values WHERE name = 'secretKeyCheck', and rotate the secrets of all webhooks.",
    );
  }
  log.warn('The secret key is not the one that the secrets in the database are sealed with: rotate the secrets of all webhooks.');
}

function printFirstRunCode(code: string): void {
  process.stderr.write(`No admin yet. First-run code, for 15 minutes: ${code}\n`);
}

/** Standard output holds one line; everything else goes to standard error. */
function createLog(environment: Environment) {
  return pino({ level: environment.logLevel, redact: REDACTED_PATHS }, pino.destination({ fd: 2, sync: true }));
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
  /** To be called when it was closed. */
  release: () => void;
}

function openStore(environment: Environment, folder: string, onError: (error: unknown) => void): OpenStore {
  const { databaseUrl } = environment;
  // Any number of servers may share a PostgreSQL; a file has one.
  if (databaseUrl !== null) {
    const database = openPostgresDatabase({ url: databaseUrl, onError });
    return { database, location: databaseUrl, commandThread: null, release: () => undefined };
  }
  const release = lockDataFolder(folder);
  const file = join(folder, 'docket.db');
  // The thread pays where there is a processor for it: elsewhere it only takes turns with the ones that feed it.
  if (availableParallelism() < COMMAND_THREAD_FROM_PROCESSORS) {
    return { database: openSqliteDatabase({ file }), location: file, commandThread: null, release };
  }
  const database = openSqliteDatabase({ file, writerCacheKib: 4_096 });
  return { database, location: file, commandThread: createCommandThread({ database, file, onError }), release };
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
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be written: ${reasonOf(error)}`);
  }
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

start().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
});
