export type SqlValue = string | number | null;

/** What a commit can wake others up for: changed tasks, new deliveries, changed queues, changed accounts or keys, changed forms, endpoints that fail or recover, shared views and leases, settings. */
export const CHANNELS = ['feed', 'deliveries', 'queues', 'people', 'forms', 'hooks', 'workspace', 'connectors', 'settings'] as const;
export type Channel = (typeof CHANNELS)[number];

/** PostgreSQL takes 8,000 bytes, with the sender's name. */
export const MESSAGE_CHARACTERS = 7_000;

/**
 * A connection, inside a transaction or for reading. SQL is written once for both databases: `?` for parameters,
 * TEXT, BIGINT and DOUBLE PRECISION columns, 0 and 1 for booleans, JSON as TEXT, times as integer UTC microseconds,
 * `ON CONFLICT` and `RETURNING`. Where they must differ, ask `dialect`. Texts sort by their bytes; comparisons and sums
 * give numbers, 0 and 1 for false and true. A statement that failed spoils the transaction, whoever catches the error.
 */
export interface Sql {
  readonly dialect: 'sqlite' | 'postgres';
  all<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** The first row, or undefined. */
  get<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row | undefined>;
  /** Gives back the number of rows changed. */
  run(text: string, parameters?: readonly SqlValue[]): Promise<number>;
  /**
   * The same where nobody waits for the outcome: what comes next may be on its way to the database before this is done, and
   * finds it done. What goes wrong fails the transaction.
   */
  send(text: string, parameters?: readonly SqlValue[]): void;
  /** Once this transaction is committed, calls those who `listen` to the channel; never when it is rolled back. */
  notify(channel: Channel): void;
  /**
   * Runs `step` once the work is through, before the commit; never when it is rolled back. For what many commands of one
   * transaction would otherwise write again and again.
   */
  beforeCommit(step: () => Promise<unknown>): void;
}

/** One database behind the server. The same contract suite runs on every implementation. */
export interface Database {
  readonly dialect: Sql['dialect'];
  /** A consistent snapshot; never sees half of a transaction, never waits for writers. `work` may run more than once. */
  read<Value>(work: (sql: Sql) => Promise<Value>): Promise<Value>;
  /**
   * One transaction, durable (fsynced) when the promise resolves, rolled back when `work` rejects. Writes come one after
   * the other, over all processes of a database: what `work` has read stays true until it is committed. `work` may run
   * more than once, so it must change nothing outside of the transaction that a second run would not set right.
   * `ahead` may save a journey: it begins to read, and only that, what `work` awaits first (of the same transaction); it is
   * called while the lock is waited for, or not at all, and what it reads is what is there once the lock is held.
   */
  write<Value>(work: (sql: Sql) => Promise<Value>, ahead?: (sql: Sql) => Promise<unknown>): Promise<Value>;
  /**
   * Calls back after commits that notified the channel: in this process, and on PostgreSQL in any. One call may stand for
   * many commits, and one without cause comes when listening begins and after a lost connection. Gives back the end of it.
   */
  listen(channel: Channel, listener: () => void): () => void;
  /**
   * Tells the other processes of this database, those that listen at this moment; nothing is kept, and a message may get
   * lost. At most MESSAGE_CHARACTERS of ASCII.
   */
  broadcast(message: string): void;
  /** Calls back for what other processes broadcast. Gives back the end of it. */
  onBroadcast(listener: (message: string) => void): () => void;
  /** Applies the numbered migrations that are missing. Throws when the database is newer than this server. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}
