import type { Sql } from '../store/database.ts';
import { inSlices } from './in-slices.ts';
import type { FinishedAttempt } from './record-attempts.ts';

export interface NumberedAttempt {
  attempt: FinishedAttempt;
  /** Of the delivery's attempts, from 1. */
  number: number;
}

const COLUMNS = 7;
/** Many rows in a statement save PostgreSQL the journeys. */
const ROWS_MAXIMUM = 32;

export async function insertAttempts(sql: Sql, attempts: readonly NumberedAttempt[]): Promise<void> {
  for (const slice of inSlices(attempts, ROWS_MAXIMUM)) {
    const row = `(${Array(COLUMNS).fill('?').join(', ')})`;
    await sql.run(
      `INSERT INTO delivery_attempts (delivery_id, number, at, duration_ms, status, error, answer) VALUES ${slice.map(() => row).join(', ')}`,
      slice.flatMap(({ attempt: { delivery, outcome, startedAtMicros }, number }) => [
        delivery.id,
        number,
        startedAtMicros,
        outcome.durationMs,
        outcome.status,
        outcome.error,
        outcome.answer,
      ]),
    );
  }
}
