import { randomUUID } from 'node:crypto';
import { DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg';
import { type Clock, systemClock } from '../../clock.ts';
import { ApiError } from '../../http/api-error.ts';
import { CommitListeners } from '../commit-listeners.ts';
import type { Database, Sql } from '../database.ts';
import { migrate } from '../migrate.ts';
import { type Migration, readMigrations } from '../migrations.ts';
import { applySettings, NO_LIMITS, type TimeLimits } from './connection-settings.ts';
import { ConnectionLost, explainFailure, isRepeatable, isStalePlan, isUndone, OutcomeUnknown } from './postgres-errors.ts';
import { notifyStatements, PostgresListener } from './postgres-listener.ts';
import { PostgresTransaction } from './postgres-transaction.ts';
import { postgresTypes } from './postgres-types.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with `sslmode` and the like as parameters. */
  url: string;
  /** Connections that read at the same time. */
  readersMaximum?: number;
  /** One writes; the next ones wait in the database already, so that none of the time between two writes is lost. */
  writersMaximum?: number;
  /** How long to wait for a connection. */
  connectTimeoutMs?: number;
  limits?: TimeLimits;
  /** How often a transaction is begun that the database refuses for a reason that passes. */
  attemptsMaximum?: number;
  /** Told of connections that broke while nobody used them; they are replaced. */
  onError?: (error: unknown) => void;
  /** Those of this server unless a test says otherwise. */
  migrations?: readonly Migration[];
  clock?: Clock;
}

const LIMITS: TimeLimits = { statementMs: 10_000, lockMs: 10_000, idleMs: 10_000, transactionMs: 30_000 };

const BEGIN_READ = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
/**
 * The lock makes writers come one after the other, over all processes: see "One writer at a time" in ARCHITECTURE.md.
 * READ COMMITTED, so that the statements after it see what the holder before had committed. The number is nobody else's
 * in this database; it is released by the commit, or when the connection ends.
 */
const LOCK = 'SELECT pg_advisory_xact_lock(726874)';
const BEGIN_WRITE = `BEGIN ISOLATION LEVEL READ COMMITTED; ${LOCK}`;
/** An index of a large table takes as long as it takes, and a process that starts meanwhile waits. */
const BEGIN_MIGRATION = `BEGIN ISOLATION LEVEL READ COMMITTED; ${NO_LIMITS}; ${LOCK}`;

/** Opens pools of connections, each when it is first needed. Throws ApiErrors `unavailable` while the database is away. */
export function openPostgresDatabase(options: PostgresOptions): Database {
  const { url, readersMaximum = 8, writersMaximum = 2, connectTimeoutMs = 10_000, attemptsMaximum = 4, clock = systemClock } = options;
  const onError = options.onError ?? ((): void => undefined);
  const config: PoolConfig = {
    connectionString: url,
    types: postgresTypes,
    application_name: 'docket',
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  };
  const ownId = randomUUID();
  const listeners = new CommitListeners();
  const readers = openPool(readersMaximum, options.limits ?? LIMITS);
  const writers = openPool(writersMaximum, options.limits ?? LIMITS);
  const listener = new PostgresListener({ config, ownId, listeners, onError, reconnectMaximumMs: 5_000 });
  const underWay = new Set<Promise<unknown>>();
  let isClosed = false;

  function openPool(max: number, limits: TimeLimits): Pool {
    const pool = new Pool({ ...config, max, onConnect: (client) => applySettings(client, limits) });
    pool.on('error', onError);
    return pool;
  }

  async function repeat<Value>(pool: Pool, begin: string, work: (sql: Sql) => Promise<Value>): Promise<Value> {
    if (isClosed) throw new Error('the database is closed');
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { value, notified } = await runTransaction(pool, { begin, ownId }, work);
        listeners.call(notified);
        return value;
      } catch (error) {
        if (attempt >= attemptsMaximum || !isRepeatable(error)) throw explainFailure(error);
      }
      await new Promise((resolve) => setTimeout(resolve, 10 * 3 ** attempt * (0.5 + Math.random())));
    }
  }

  async function track<Value>(running: Promise<Value>): Promise<Value> {
    underWay.add(running);
    try {
      return await running;
    } finally {
      underWay.delete(running);
    }
  }

  async function migrateAlone(): Promise<void> {
    await database.read(refuseEncoding);
    const unlimited: Database = { ...database, write: (work) => track(repeat(writers, BEGIN_MIGRATION, work)) };
    await migrate(unlimited, options.migrations ?? readMigrations(), clock);
  }

  const database: Database = {
    dialect: 'postgres',
    read: (work) => track(repeat(readers, BEGIN_READ, work)),
    write: (work) => track(repeat(writers, BEGIN_WRITE, work)),
    listen(channel, call) {
      const stop = listeners.add(channel, call);
      listener.start(channel);
      return stop;
    },
    migrate: migrateAlone,
    async close() {
      if (isClosed) return;
      isClosed = true;
      await listener.close();
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await Promise.all([readers.end(), writers.end()]);
    },
  };
  return database;
}

interface Transaction {
  begin: string;
  /** Who sends its notifications. */
  ownId: string;
}

async function runTransaction<Value>(pool: Pool, { begin, ownId }: Transaction, work: (sql: Sql) => Promise<Value>) {
  const client = await connect(pool);
  let lost: { cause: unknown } | null = null;
  const onLost = (cause: unknown): void => {
    lost ??= { cause };
  };
  client.on('error', onLost);
  const transaction = new PostgresTransaction(client);
  let isCommitting = false;
  let isUsable = true;
  try {
    await client.query(begin);
    const value = await work(transaction);
    await transaction.end();
    transaction.throwFailure();
    isCommitting = true;
    await client.query(`${notifyStatements(transaction.notified, ownId)}COMMIT`);
    return { value, notified: transaction.notified };
  } catch (error) {
    await transaction.end();
    isUsable = (await rollBack(client)) && !isStalePlan(error);
    if (isCommitting && !isUndone(error)) throw new OutcomeUnknown(error);
    throw failureOf(lost, error);
  } finally {
    client.off('error', onLost);
    client.release(!isUsable);
  }
}

/** What the work itself decided stands, whatever became of the connection. */
function failureOf(lost: { cause: unknown } | null, error: unknown): unknown {
  return lost && !(error instanceof ApiError) ? new ConnectionLost(lost.cause) : error;
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    // A wrong password, or no such database: what the database itself says is of more use.
    throw error instanceof DatabaseError ? error : new ConnectionLost(error);
  }
}

/** Gives back whether the connection can be used again. */
async function rollBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

/** Throws when texts would not come back as they were stored. */
async function refuseEncoding(sql: Sql): Promise<void> {
  const row = await sql.get<{ encoding: string }>("SELECT current_setting('server_encoding') AS encoding");
  if (row?.encoding !== 'UTF8') throw new Error(`The database has the encoding ${row?.encoding}: make one with the encoding UTF8.`);
}
