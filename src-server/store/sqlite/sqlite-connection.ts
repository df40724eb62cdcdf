import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import type { Channel, Sql, SqlValue } from '../database.ts';

/** Statement texts are few (they are written in the code); lists of varying length make some more. */
const PREPARED_MAXIMUM = 500;

/** One connection to the file, used by one transaction at a time. */
export class SqliteConnection {
  private readonly database: DatabaseSync;
  private readonly prepared = new Map<string, SqliteStatement>();

  constructor(file: string, options: { readOnly: boolean; busyTimeoutMs: number }) {
    this.database = new DatabaseSync(file, { readOnly: options.readOnly, timeout: options.busyTimeoutMs });
  }

  execute(text: string): void {
    this.database.exec(text);
  }

  prepare(text: string): SqliteStatement {
    const known = this.prepared.get(text);
    if (known) return known;
    const statement = new SqliteStatement(this.database.prepare(text));
    if (this.prepared.size >= PREPARED_MAXIMUM) {
      const [oldest] = this.prepared.keys();
      if (oldest !== undefined) this.prepared.delete(oldest);
    }
    this.prepared.set(text, statement);
    return statement;
  }

  get isInTransaction(): boolean {
    return this.database.isTransaction;
  }

  close(): void {
    this.prepared.clear();
    this.database.close();
  }
}

/** Rows come as lists and are made objects here: of one shape, which costs those who look at them much less. */
class SqliteStatement {
  private readonly statement: StatementSync;
  private readonly names: readonly string[];

  constructor(statement: StatementSync) {
    this.statement = statement;
    this.names = statement.columns().map(({ name }) => name);
    statement.setReturnArrays(true);
  }

  /** Gives back the number of rows changed. */
  run(parameters: readonly SqlValue[] = []): number {
    return Number(this.statement.run(...parameters).changes);
  }

  all(parameters: readonly SqlValue[]): object[] {
    try {
      return this.objectsOf(this.statement.all(...parameters));
    } catch (error) {
      if (!isOutOfRange(error) || !/^\s*SELECT/i.test(this.statement.sourceSQL)) throw error;
      return this.readBigRows(parameters);
    }
  }

  /** Moments after the year 2255 are more microseconds than a double counts exactly: `node:sqlite` refuses to read them. */
  private readBigRows(parameters: readonly SqlValue[]): object[] {
    this.statement.setReadBigInts(true);
    try {
      return this.objectsOf(this.statement.all(...parameters));
    } finally {
      this.statement.setReadBigInts(false);
    }
  }

  private objectsOf(rows: readonly unknown[]): object[] {
    return (rows as SQLOutputValue[][]).map((values) => {
      const row: Record<string, SQLOutputValue> = {};
      for (let index = 0; index < values.length; index += 1) row[this.names[index] ?? ''] = numberOf(values[index] ?? null);
      return row;
    });
  }
}

/** What a transaction's work gets: of no use once the transaction is over, so that late work cannot slip into another one. */
export class SqliteTransaction implements Sql {
  readonly dialect = 'sqlite';
  readonly notified = new Set<Channel>();
  private readonly connection: SqliteConnection;
  private readonly lastSteps: (() => Promise<unknown>)[] = [];
  private isOver = false;
  private failure: { error: unknown } | null = null;

  constructor(connection: SqliteConnection) {
    this.connection = connection;
  }

  async all<Row extends object>(text: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return this.attempt(text, (statement) => statement.all(parameters)) as Row[];
  }

  async get<Row extends object>(text: string, parameters: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.attempt(text, (statement) => statement.all(parameters)[0]) as Row | undefined;
  }

  async run(text: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return this.attempt(text, (statement) => statement.run(parameters));
  }

  send(text: string, parameters: readonly SqlValue[] = []): void {
    try {
      if (this.isOver) throw new Error('the transaction is over');
      this.connection.prepare(text).run(parameters);
    } catch (error) {
      this.failure ??= { error };
    }
  }

  notify(channel: Channel): void {
    this.notified.add(channel);
  }

  beforeCommit(step: () => Promise<unknown>): void {
    this.lastSteps.push(step);
  }

  async takeLastSteps(): Promise<void> {
    for (const step of this.lastSteps) await step();
  }

  end(): void {
    this.isOver = true;
  }

  /** PostgreSQL commits nothing after a failed statement: code that runs on both must not count on it here. */
  throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }

  private attempt<Value>(text: string, execute: (statement: SqliteStatement) => Value): Value {
    if (this.isOver) throw new Error('the transaction is over');
    try {
      return execute(this.connection.prepare(text));
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }
}

function numberOf(value: SQLOutputValue): SQLOutputValue {
  return typeof value === 'bigint' ? Number(value) : value;
}

function isOutOfRange(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';
}
