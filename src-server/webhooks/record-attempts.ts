import type { Sql } from '../store/database.ts';
import { type ClaimedDelivery, releaseDelivery } from './claim-deliveries.ts';
import { recordFailure } from './record-failure.ts';
import { recordSuccesses } from './record-successes.ts';
import type { RequestOutcome } from './request-sender.ts';

export interface FinishedAttempt {
  delivery: ClaimedDelivery;
  outcome: RequestOutcome;
  startedAtMicros: number;
}

export interface Recording {
  owner: string;
  nowMicros: number;
  /** 0 to 1, 1 excluded. */
  random: () => number;
}

/**
 * Writes down what attempts brought, and what follows from it for the messages, their successors and their endpoints.
 * What another process took over meanwhile is that one's to record.
 */
export async function recordAttempts(sql: Sql, attempts: readonly FinishedAttempt[], recording: Recording): Promise<void> {
  const successes: FinishedAttempt[] = [];
  const failures: FinishedAttempt[] = [];
  for (const attempt of attempts) {
    const { delivery, outcome } = attempt;
    if (outcome.isAborted) await releaseDelivery(sql, { ...recording, id: delivery.id });
    else (outcome.error === null ? successes : failures).push(attempt);
  }
  await recordSuccesses(sql, successes, recording);
  for (const failure of failures) await recordFailure(sql, failure, recording);
}
