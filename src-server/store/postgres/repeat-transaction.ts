import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { ApiError } from '../../http/api-error.ts';
import { ConnectionLost } from '../connection-lost.ts';
import type { Sql } from '../database.ts';
import { OutcomeUnknown } from '../outcome-unknown.ts';
import { AnswerWatch } from './answer-watch.ts';
import { explainFailure, isRepeatable, isStalePlan, isUndone } from './postgres-errors.ts';
import { notifyStatements } from './postgres-listener.ts';
import { PostgresTransaction } from './postgres-transaction.ts';

export interface TransactionOptions {
  begin: string;
  /** Reads only, sent behind the begin without waiting for it; `work` awaits what comes of it. Null: nothing. */
  ahead: ((sql: Sql) => Promise<unknown>) | null;
  /** Who sends its notifications. */
  ownId: string;
  attemptsMaximum: number;
  /** A connection that owes an answer for so long without a word is given up. 0: none is. */
  silenceMs: number;
}

/** Whoever waits is told by then that it does not work, however many attempts there were. */
const REPEATED_FOR_MS = 15_000;

/**
 * Runs the work in a transaction, again from the start where the database refuses for a reason that passes. Gives back
 * the channels that its commit notified. Throws ApiErrors `unavailable` when trying again does not help.
 */
export async function repeatTransaction<Value>(pool: Pool, options: TransactionOptions, work: (sql: Sql) => Promise<Value>) {
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runTransaction(pool, options, work);
    } catch (error) {
      const isOver = attempt >= options.attemptsMaximum || performance.now() - startedAt >= REPEATED_FOR_MS;
      if (isOver || !isRepeatable(error)) throw explainFailure(error);
    }
    await new Promise((resolve) => setTimeout(resolve, 10 * 3 ** attempt * (0.5 + Math.random())));
  }
}

async function runTransaction<Value>(pool: Pool, options: TransactionOptions, work: (sql: Sql) => Promise<Value>) {
  const { begin, ahead, ownId, silenceMs } = options;
  const client = await connect(pool);
  const losses: unknown[] = [];
  const onLost = (error: unknown): void => {
    losses.push(error);
  };
  client.on('error', onLost);
  const connection = new AnswerWatch(client, silenceMs, onLost);
  const transaction = new PostgresTransaction(connection);
  let isCommitting = false;
  let isUsable = true;
  try {
    const begun = connection.query(begin);
    ahead?.(transaction).catch(() => undefined);
    await begun;
    const value = await work(transaction);
    await transaction.takeLastSteps();
    await transaction.close();
    if (losses.length > 0) throw new ConnectionLost(losses[0]);
    isCommitting = true;
    // On its way behind what was only sent: where that fails, the database rolls back instead.
    const committing = connection.query(`${notifyStatements(transaction.notified, ownId)}COMMIT`);
    const [committed] = await Promise.allSettled([committing, transaction.end()]);
    isCommitting = !transaction.isRefused();
    transaction.throwFailure();
    if (committed.status === 'rejected') throw committed.reason;
    return { value, notified: transaction.notified };
  } catch (error) {
    await transaction.end();
    isUsable = (await rollBack(connection)) && !isStalePlan(error);
    if (isCommitting && !isUndone(error)) throw new OutcomeUnknown(losses[0] ?? error);
    // What the work itself decided stands, whatever became of the connection.
    throw losses.length > 0 && !(error instanceof ApiError) ? new ConnectionLost(losses[0]) : error;
  } finally {
    connection.stop();
    client.off('error', onLost);
    client.release(!isUsable);
  }
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
async function rollBack(connection: AnswerWatch): Promise<boolean> {
  try {
    await connection.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
