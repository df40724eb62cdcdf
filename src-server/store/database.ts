export type SqlValue = string | number | null;

/**
 * A connection, inside a transaction or for reading. SQL is written once for both databases: `?` for parameters,
 * TEXT, BIGINT and DOUBLE PRECISION columns, 0 and 1 for booleans, JSON as TEXT, times as integer UTC microseconds,
 * `ON CONFLICT` and `RETURNING`. Where they must differ, ask `dialect`.
 */
export interface Sql {
  readonly dialect: 'sqlite' | 'postgres';
  all<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  /** The first row, or undefined. */
  get<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row | undefined>;
  /** Gives back the number of rows changed. */
  run(text: string, parameters?: readonly SqlValue[]): Promise<number>;
}

/** One database behind the server. The same contract suite runs on every implementation. */
export interface Database {
  readonly dialect: Sql['dialect'];
  /** A consistent snapshot; never sees half of a transaction, never waits for writers. */
  read<Value>(work: (sql: Sql) => Promise<Value>): Promise<Value>;
  /** One transaction, durable (fsynced) when the promise resolves, rolled back when `work` rejects. */
  write<Value>(work: (sql: Sql) => Promise<Value>): Promise<Value>;
  /** Applies the numbered migrations that are missing. Throws when the database is newer than this server. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}
