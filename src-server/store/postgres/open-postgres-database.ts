import { randomUUID } from 'node:crypto';
import { type ClientBase, Pool, type PoolConfig } from 'pg';
import { type Clock, systemClock } from '../../clock.ts';
import { CommitListeners } from '../commit-listeners.ts';
import type { Database, Sql } from '../database.ts';
import { migrate } from '../migrate.ts';
import { type Migration, readMigrations } from '../migrations.ts';
import { AnswerWatch } from './answer-watch.ts';
import { applySettings, NO_LIMITS, type TimeLimits } from './connection-settings.ts';
import { PostgresListener } from './postgres-listener.ts';
import { postgresTypes } from './postgres-types.ts';
import { repeatTransaction } from './repeat-transaction.ts';

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
  /** A connection that owes an answer for so long without a word is given up: longer than the database takes to say no. 0: none is. */
  silenceMs?: number;
  /** How often the connection that hears of commits is tried: one that has not answered by the next time is replaced. */
  listenerBeatMs?: number;
  /** How often a transaction is begun that the database refuses for a reason that passes. */
  attemptsMaximum?: number;
  /** Told of connections that broke while nobody used them; they are replaced. */
  onError?: (error: unknown) => void;
  /** Those of this server unless a test says otherwise. */
  migrations?: readonly Migration[];
  clock?: Clock;
}

const LIMITS: TimeLimits = { statementMs: 10_000, lockMs: 10_000, idleMs: 10_000, transactionMs: 30_000 };
/** An answer may be on its way for so long. */
const JOURNEY_MS = 5_000;

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
  const { limits = LIMITS, listenerBeatMs = 10_000 } = options;
  const { silenceMs = silenceOf(limits) } = options;
  const onError = options.onError ?? ((): void => undefined);
  const config: PoolConfig = {
    connectionString: url,
    types: postgresTypes,
    application_name: 'docket',
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Where the database takes as long as it likes, the system finds out whether it is there still.
    keepAliveInitialDelayMillis: 10_000,
  };
  const ownId = randomUUID();
  const listeners = new CommitListeners();
  const readers = openPool(readersMaximum);
  const writers = openPool(writersMaximum);
  const listener = new PostgresListener({ config, ownId, listeners, onError, beatMs: listenerBeatMs, reconnectMaximumMs: 5_000 });
  const underWay = new Set<Promise<unknown>>();
  let isClosed = false;

  async function prepare(client: ClientBase): Promise<void> {
    const watch = new AnswerWatch(client, silenceMs, onError);
    await applySettings(watch, limits).finally(() => watch.stop());
  }

  function openPool(max: number): Pool {
    // What does not depend on each other is sent without waiting for answers in between.
    const pool = new Pool({ ...config, pipeline: true, max, onConnect: prepare });
    pool.on('error', onError);
    return pool;
  }

  async function run<Value>(
    pool: Pool,
    begin: string,
    work: (sql: Sql) => Promise<Value>,
    ahead: ((sql: Sql) => Promise<unknown>) | null = null,
  ): Promise<Value> {
    const silentMs = begin === BEGIN_MIGRATION ? 0 : silenceMs;
    if (isClosed) throw new Error('the database is closed');
    const { value, notified } = await repeatTransaction(pool, { begin, ahead, ownId, attemptsMaximum, silenceMs: silentMs }, work);
    listeners.call(notified);
    return value;
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
    const unlimited: Database = { ...database, write: (work) => track(run(writers, BEGIN_MIGRATION, work)) };
    await migrate(unlimited, options.migrations ?? readMigrations(), clock);
  }

  const database: Database = {
    dialect: 'postgres',
    read: (work) => track(run(readers, BEGIN_READ, work)),
    write: (work, ahead) => track(run(writers, BEGIN_WRITE, work, ahead)),
    listen(channel, call) {
      const stop = listeners.add(channel, call);
      listener.start(channel);
      return stop;
    },
    broadcast: (message) => listener.broadcast(message),
    onBroadcast: (call) => listener.onBroadcast(call),
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

function silenceOf({ statementMs, lockMs }: TimeLimits): number {
  return statementMs === 0 ? 0 : Math.max(statementMs, lockMs) + JOURNEY_MS;
}

/** Throws when texts would not come back as they were stored. */
async function refuseEncoding(sql: Sql): Promise<void> {
  const row = await sql.get<{ encoding: string }>("SELECT current_setting('server_encoding') AS encoding");
  if (row?.encoding !== 'UTF8') throw new Error(`The database has the encoding ${row?.encoding}: make one with the encoding UTF8.`);
}
