import { closeSync, openSync } from 'node:fs';
import { type Clock, systemClock } from '../../clock.ts';
import { CommitListeners } from '../commit-listeners.ts';
import type { Channel, Database, Sql } from '../database.ts';
import { migrate } from '../migrate.ts';
import { type Migration, readMigrations } from '../migrations.ts';
import { createBackgroundCheckpoints, LOG_PAGES_MAXIMUM } from './background-checkpoints.ts';
import { LogSync, type SyncFile } from './log-sync.ts';
import { SqliteConnection, SqliteTransaction } from './sqlite-connection.ts';

export interface SqliteOptions {
  /** Path of the database file; made with mode 0600 where it is missing. */
  file: string;
  /** How long to wait for another process that holds the file. */
  busyTimeoutMs?: number;
  /** Connections that read at the same time. */
  readersMaximum?: number;
  /** Pages that the writing connection keeps at hand, in KiB. */
  writerCacheKib?: number;
  /** Whether commits see to it that the log is copied into the file; false where another connection's do. */
  copiesLog?: boolean;
  /**
   * Whether a commit itself waits for the disk, and is visible only then. Otherwise the log is synced beside this thread, and
   * answers wait for it: of use where nobody but this object's readers looks at the file.
   */
  syncsInCommit?: boolean;
  /** The system's, unless a test says otherwise. */
  syncFile?: SyncFile;
  /** Those of this server unless a test says otherwise. */
  migrations?: readonly Migration[];
  clock?: Clock;
}

export interface SqliteDatabase extends Database {
  /** Runs `work` while nobody writes through this object: another connection of the process may then. */
  keepWritersAway<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Another connection of the process has committed: does what follows a commit here. */
  noteForeignCommit(notified: Iterable<Channel>): void;
}

/** Opens the file in WAL mode with one connection that writes and several that read. Throws when it cannot be opened. */
export function openSqliteDatabase(options: SqliteOptions): SqliteDatabase {
  const { file, busyTimeoutMs = 5_000, readersMaximum = 4, copiesLog = true, clock = systemClock } = options;
  const { writerCacheKib = 8_192, syncsInCommit = false } = options;
  // SQLite would make it with the process's umask; its -wal and -shm files take their mode from it.
  closeSync(openSync(file, 'a', 0o600));
  const writer = new SqliteConnection(file, { readOnly: false, busyTimeoutMs });
  // FULL in WAL mode syncs at every commit; with NORMAL that is ours to do. Either way what was acknowledged survives a power cut.
  writer.execute(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${syncsInCommit ? 'FULL' : 'NORMAL'}; PRAGMA temp_store = MEMORY;`);
  writer.execute(`PRAGMA cache_size = -${writerCacheKib}; PRAGMA wal_autocheckpoint = ${LOG_PAGES_MAXIMUM};`);
  const writers = new ConnectionPool(() => writer, 1);
  const readers = new ConnectionPool(() => {
    const reader = new SqliteConnection(file, { readOnly: true, busyTimeoutMs });
    reader.execute('PRAGMA cache_size = -4096;');
    return reader;
  }, readersMaximum);
  const keepWritersAway = <Value>(work: () => Promise<Value>) => writers.use(work);
  const checkpoints = copiesLog ? createBackgroundCheckpoints({ file, keepWritersAway }) : null;
  const logSync = syncsInCommit ? null : new LogSync(file, options.syncFile);
  const listeners = new CommitListeners();
  let isClosed = false;

  const database: SqliteDatabase = {
    dialect: 'sqlite',
    async read(work) {
      const { value } = await readers.use((connection) => runTransaction(connection, 'BEGIN DEFERRED', work));
      await logSync?.settle();
      return value;
    },
    async write(work) {
      logSync?.throwFailure();
      const { value, notified } = await writers.use((connection) => runTransaction(connection, 'BEGIN IMMEDIATE', work));
      logSync?.noteCommit();
      await logSync?.settle();
      database.noteForeignCommit(notified);
      return value;
    },
    keepWritersAway,
    noteForeignCommit(notified) {
      checkpoints?.noteCommit();
      listeners.call(notified);
    },
    listen(channel, listener) {
      const stop = listeners.add(channel, listener);
      listeners.call([channel]);
      return stop;
    },
    // A file has one process.
    broadcast: () => undefined,
    onBroadcast: () => () => undefined,
    migrate: () => migrate(database, options.migrations ?? readMigrations(), clock),
    async close() {
      if (isClosed) return;
      isClosed = true;
      await readers.close();
      await checkpoints?.close();
      await writers.close();
      await logSync?.close();
    },
  };
  return database;
}

async function runTransaction<Value>(
  connection: SqliteConnection,
  begin: string,
  work: (sql: Sql) => Promise<Value>,
): Promise<{ value: Value; notified: ReadonlySet<Channel> }> {
  connection.prepare(begin).run();
  const transaction = new SqliteTransaction(connection);
  try {
    const value = await work(transaction);
    await transaction.takeLastSteps();
    transaction.end();
    transaction.throwFailure();
    connection.prepare('COMMIT').run();
    return { value, notified: transaction.notified };
  } catch (error) {
    transaction.end();
    // A full disk makes SQLite roll back by itself.
    if (connection.isInTransaction) connection.prepare('ROLLBACK').run();
    throw error;
  }
}

/** Hands a connection to one user at a time, in the order in which they asked. */
class ConnectionPool {
  private readonly connect: () => SqliteConnection;
  private readonly maximum: number;
  private readonly idle: SqliteConnection[] = [];
  private readonly all: SqliteConnection[] = [];
  private readonly waiting: ((connection: SqliteConnection) => void)[] = [];
  private isClosed = false;

  constructor(connect: () => SqliteConnection, maximum: number) {
    this.connect = connect;
    this.maximum = maximum;
  }

  async use<Value>(work: (connection: SqliteConnection) => Promise<Value>): Promise<Value> {
    if (this.isClosed) throw new Error('the database is closed');
    const connection = this.take() ?? (await new Promise<SqliteConnection>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(connection);
    } finally {
      const next = this.waiting.shift();
      if (next) next(connection);
      else this.idle.push(connection);
    }
  }

  /** Waits for those who use or await a connection. */
  async close(): Promise<void> {
    this.isClosed = true;
    while (this.idle.length < this.all.length) await new Promise((resolve) => setImmediate(resolve));
    for (const connection of this.all) connection.close();
  }

  private take(): SqliteConnection | null {
    const idle = this.idle.pop();
    if (idle) return idle;
    if (this.all.length >= this.maximum) return null;
    const connection = this.connect();
    this.all.push(connection);
    return connection;
  }
}
