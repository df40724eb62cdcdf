import type { Sql } from '../store/database.ts';
import { type ClaimedDelivery, promoteHead, releaseDelivery } from './claim-deliveries.ts';
import type { RegisteredHook } from './hook-book.ts';
import { disableHook, removeHook } from './hook-commands.ts';
import type { RequestOutcome } from './request-sender.ts';
import { judgeFailure, parseRetryAfter } from './retry-schedule.ts';

export interface FinishedAttempt {
  delivery: ClaimedDelivery;
  outcome: RequestOutcome;
  startedAtMicros: number;
}

interface Recording {
  owner: string;
  nowMicros: number;
  /** 0 to 1, 1 excluded. */
  random: number;
}

interface Health {
  failing_since: number | null;
  last_success_at: number | null;
}

const GONE = 410;

/** Writes down what an attempt brought, and what follows from it for the message, its successor and its endpoint. */
export async function recordAttempt(sql: Sql, hook: RegisteredHook | null, attempt: FinishedAttempt, recording: Recording): Promise<void> {
  const { delivery, outcome } = attempt;
  const { owner, nowMicros } = recording;
  if (outcome.isAborted) return releaseDelivery(sql, { id: delivery.id, owner, nowMicros });
  const counted = await sql.get<{ attempts: number }>(
    'UPDATE deliveries SET attempts = attempts + 1, last_status = ?, last_error = ? WHERE id = ? AND lease_owner = ? RETURNING attempts',
    [outcome.status, outcome.error, delivery.id, owner],
  );
  // Another process took it over (or its endpoint was deleted): it is that one's to say what became of it.
  if (!counted) return;
  await insertAttempt(sql, attempt, counted.attempts);
  if (outcome.error === null) return recordSuccess(sql, delivery, nowMicros);
  await recordFailure(sql, hook, attempt, recording);
}

async function insertAttempt(sql: Sql, { delivery, outcome, startedAtMicros }: FinishedAttempt, number: number): Promise<void> {
  await sql.run(
    'INSERT INTO delivery_attempts (delivery_id, number, at, duration_ms, status, error, answer) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [delivery.id, number, startedAtMicros, outcome.durationMs, outcome.status, outcome.error, outcome.answer],
  );
}

async function recordSuccess(sql: Sql, delivery: ClaimedDelivery, nowMicros: number): Promise<void> {
  await finish(sql, delivery, 'delivered', nowMicros);
  await sql.run(
    `INSERT INTO hook_health (hook_key, last_success_at) VALUES (?, ?)
     ON CONFLICT (hook_key) DO UPDATE SET last_success_at = excluded.last_success_at, failing_since = NULL`,
    [delivery.hookKey, nowMicros],
  );
}

async function recordFailure(
  sql: Sql,
  hook: RegisteredHook | null,
  { delivery, outcome }: FinishedAttempt,
  { nowMicros, random }: Recording,
): Promise<void> {
  const { hookKey } = delivery;
  const health = await noteFailure(sql, hookKey, outcome.error, nowMicros);
  if (outcome.status === GONE && hook?.isRestHook) return removeHook(sql, hookKey);
  if (outcome.status === GONE) {
    await hold(sql, delivery, nowMicros);
    return disableHook(sql, hookKey, 'gone', nowMicros);
  }
  const verdict = judgeFailure({
    failures: delivery.failures + 1,
    nowMicros,
    firstAttemptAtMicros: delivery.firstAttemptAtMicros,
    failingSinceMicros: health.failing_since ?? nowMicros,
    lastSuccessAtMicros: health.last_success_at,
    retryAfterMs: parseRetryAfter(outcome.retryAfter, nowMicros),
    random,
  });
  switch (verdict.kind) {
    case 'retry':
      await sql.run('UPDATE deliveries SET lease_owner = NULL, tries = tries + 1, due_at = ? WHERE id = ?', [
        verdict.dueAtMicros,
        delivery.id,
      ]);
      return;
    case 'disable_endpoint':
      await hold(sql, delivery, nowMicros);
      return disableHook(sql, hookKey, 'failing', nowMicros);
    case 'give_up':
      await finish(sql, delivery, 'given_up', nowMicros);
      // This refusal was the message's fault: it must not count towards disabling a quiet endpoint days later.
      await sql.run('UPDATE hook_health SET failing_since = NULL WHERE hook_key = ?', [hookKey]);
  }
}

async function noteFailure(sql: Sql, hookKey: string, error: string | null, nowMicros: number): Promise<Health> {
  const health = await sql.get<Health>(
    `INSERT INTO hook_health (hook_key, failing_since, last_failure_at, last_error) VALUES (?, ?, ?, ?)
     ON CONFLICT (hook_key) DO UPDATE SET failing_since = COALESCE(hook_health.failing_since, excluded.failing_since),
       last_failure_at = excluded.last_failure_at, last_error = excluded.last_error
     RETURNING failing_since, last_success_at`,
    [hookKey, nowMicros, nowMicros, error],
  );
  return health ?? { failing_since: nowMicros, last_success_at: null };
}

/** Stays first in its line, to go when the endpoint is enabled. */
async function hold(sql: Sql, delivery: ClaimedDelivery, nowMicros: number): Promise<void> {
  await sql.run('UPDATE deliveries SET lease_owner = NULL, due_at = ? WHERE id = ?', [nowMicros, delivery.id]);
}

async function finish(sql: Sql, delivery: ClaimedDelivery, state: 'delivered' | 'given_up', nowMicros: number): Promise<void> {
  await sql.run('UPDATE deliveries SET state = ?, finished_at = ?, lease_owner = NULL WHERE id = ?', [state, nowMicros, delivery.id]);
  await promoteHead(sql, { hookKey: delivery.hookKey, taskUid: delivery.taskUid, nowMicros });
}
