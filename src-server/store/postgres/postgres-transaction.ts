import { DatabaseError, type QueryResult } from 'pg';
import type { Channel, Sql, SqlValue } from '../database.ts';
import type { AnswerWatch } from './answer-watch.ts';
import { postgresStatementOf } from './postgres-statement.ts';

/** What a transaction's work gets: of no use once the transaction is over, so that late work cannot slip into another one. */
export class PostgresTransaction implements Sql {
  readonly dialect = 'postgres';
  readonly notified = new Set<Channel>();
  private readonly connection: AnswerWatch;
  private readonly lastSteps: (() => Promise<unknown>)[] = [];
  private isOver = false;
  private failure: { error: unknown } | null = null;
  /** The latest statement: those before it are through when it is. */
  private last: Promise<unknown> = Promise.resolve();
  /** The latest one with an outcome that somebody may read. */
  private lastRead: Promise<unknown> = Promise.resolve();

  constructor(connection: AnswerWatch) {
    this.connection = connection;
  }

  async all<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return (await this.ask<Row>(text, parameters)).rows;
  }

  async get<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row | undefined> {
    return (await this.ask<Row>(text, parameters)).rows[0];
  }

  async run(text: string, parameters?: readonly SqlValue[]): Promise<number> {
    return (await this.ask(text, parameters)).rowCount ?? 0;
  }

  send(text: string, parameters?: readonly SqlValue[]): void {
    this.query(text, parameters).catch((error: unknown) => {
      this.failure ??= { error };
    });
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

  /**
   * Nothing is taken any more; settles when all is through but what was only sent, of which the database alone says whether
   * it failed: it may be on its way still. Throws what has failed so far.
   */
  async close(): Promise<void> {
    this.isOver = true;
    await this.lastRead;
    this.throwFailure();
  }

  /** Nothing is taken any more; settles when what was taken is through. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.last;
  }

  /** Whether the database has refused a statement: it commits nothing of the transaction then, whatever was sent after it. */
  isRefused(): boolean {
    return this.failure?.error instanceof DatabaseError;
  }

  /** A commit after a failed statement would be answered with a silent rollback. */
  throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }

  private ask<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<QueryResult<Row>> {
    const result = this.query<Row>(text, parameters);
    this.lastRead = this.last;
    return result;
  }

  private query<Row extends object>(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult<Row>> {
    if (this.isOver) return Promise.reject(new Error('the transaction is over'));
    const { text: translated, name } = postgresStatementOf(text);
    const config = { text: translated, values: [...parameters], ...(name === null ? {} : { name }) };
    const result = this.connection.query<Row>(config);
    this.last = result.catch((error: unknown) => {
      this.failure ??= { error };
    });
    return result;
  }
}
