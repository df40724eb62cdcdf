import type { ClientBase, QueryResult } from 'pg';
import type { Channel, Sql, SqlValue } from '../database.ts';
import { postgresStatementOf } from './postgres-statement.ts';

/** What a transaction's work gets: of no use once the transaction is over, so that late work cannot slip into another one. */
export class PostgresTransaction implements Sql {
  readonly dialect = 'postgres';
  readonly notified = new Set<Channel>();
  private readonly client: ClientBase;
  private isOver = false;
  private failure: { error: unknown } | null = null;

  constructor(client: ClientBase) {
    this.client = client;
  }

  async all<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    return (await this.query<Row>(text, parameters)).rows;
  }

  async get<Row extends object>(text: string, parameters?: readonly SqlValue[]): Promise<Row | undefined> {
    return (await this.query<Row>(text, parameters)).rows[0];
  }

  async run(text: string, parameters?: readonly SqlValue[]): Promise<number> {
    return (await this.query(text, parameters)).rowCount ?? 0;
  }

  notify(channel: Channel): void {
    this.notified.add(channel);
  }

  end(): void {
    this.isOver = true;
  }

  /** A commit after a failed statement would be answered with a silent rollback. */
  throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }

  private async query<Row extends object>(text: string, parameters: readonly SqlValue[] = []): Promise<QueryResult<Row>> {
    if (this.isOver) throw new Error('the transaction is over');
    const statement = postgresStatementOf(text);
    try {
      return await this.client.query<Row>({
        text: statement.text,
        values: [...parameters],
        ...(statement.name === null ? {} : { name: statement.name }),
      });
    } catch (error) {
      this.failure ??= { error };
      throw error;
    }
  }
}
