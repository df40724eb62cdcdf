import type { HookAlert } from '../../src-shared/schema/hook.ts';
import type { Sql } from '../store/database.ts';
import { type ClaimedDelivery, promoteHeads } from './claim-deliveries.ts';
import { readHooks } from './hook-book.ts';
import { disableHook, removeHook } from './hook-commands.ts';
import { insertHookEvent } from './hook-events.ts';
import { insertAttempts } from './insert-attempts.ts';
import type { FinishedAttempt, Recording } from './record-attempts.ts';
import { judgeFailure, parseRetryAfter } from './retry-schedule.ts';

interface Health {
  failing_since: number;
  last_success_at: number | null;
  alert: HookAlert | null;
}

const GONE = 410;
/** An endpoint is said to fail when the first retry, which comes after 4 s at the earliest, fails too: a hiccup is no news. */
const FAILING_AFTER_MICROS = 4_000_000;

export async function recordFailure(sql: Sql, attempt: FinishedAttempt, recording: Recording): Promise<void> {
  const { delivery, outcome } = attempt;
  const { hookKey } = delivery;
  const { owner, nowMicros } = recording;
  const counted = await sql.get<{ attempts: number }>(
    'UPDATE deliveries SET attempts = attempts + 1, last_status = ?, last_error = ? WHERE id = ? AND lease_owner = ? RETURNING attempts',
    [outcome.status, outcome.error, delivery.id, owner],
  );
  // Another process took it over (or its endpoint was deleted).
  if (!counted) return;
  await insertAttempts(sql, [{ attempt, number: counted.attempts }]);
  const health = await noteFailure(sql, hookKey, outcome.error, nowMicros);
  if (outcome.status === GONE) return recordGone(sql, attempt, health, nowMicros);
  if (health.alert === null && nowMicros - health.failing_since >= FAILING_AFTER_MICROS) {
    await raiseAlert(sql, { hookKey, alert: 'failing', health, error: outcome.error, nowMicros });
  }
  await judge(sql, attempt, health, recording);
}

async function judge(sql: Sql, { delivery, outcome }: FinishedAttempt, health: Health, { nowMicros, random }: Recording): Promise<void> {
  const { hookKey } = delivery;
  const verdict = judgeFailure({
    failures: delivery.failures + 1,
    nowMicros,
    firstAttemptAtMicros: delivery.firstAttemptAtMicros,
    failingSinceMicros: health.failing_since,
    lastSuccessAtMicros: health.last_success_at,
    retryAfterMs: parseRetryAfter(outcome.retryAfter, nowMicros),
    random: random(),
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
      if (await disableHook(sql, hookKey, 'failing', nowMicros)) {
        await raiseAlert(sql, { hookKey, alert: 'disabled', health, error: outcome.error, nowMicros });
      }
      return;
    case 'give_up':
      await sql.run("UPDATE deliveries SET state = 'given_up', finished_at = ?, lease_owner = NULL WHERE id = ?", [nowMicros, delivery.id]);
      await promoteHeads(sql, [delivery.id], nowMicros);
      // This refusal was the message's fault: it must not count towards disabling a quiet endpoint days later.
      await sql.run('UPDATE hook_health SET failing_since = NULL WHERE hook_key = ?', [hookKey]);
  }
}

/** 410: nobody is there any more. Whoever subscribed with a REST hook unsubscribes with it. */
async function recordGone(sql: Sql, { delivery, outcome }: FinishedAttempt, health: Health, nowMicros: number): Promise<void> {
  const { hookKey } = delivery;
  const { error } = outcome;
  const hook = (await readHooks(sql)).find(({ key }) => key === hookKey);
  if (hook?.isRestHook) {
    await insertHookEvent(sql, { hookKey, type: 'removed', atMicros: nowMicros, sinceMicros: health.failing_since, error });
    return removeHook(sql, hookKey);
  }
  await hold(sql, delivery, nowMicros);
  if (await disableHook(sql, hookKey, 'gone', nowMicros)) await raiseAlert(sql, { hookKey, alert: 'disabled', health, error, nowMicros });
}

async function noteFailure(sql: Sql, hookKey: string, error: string | null, nowMicros: number): Promise<Health> {
  const health = await sql.get<Health>(
    `INSERT INTO hook_health (hook_key, failing_since, last_failure_at, last_error) VALUES (?, ?, ?, ?)
     ON CONFLICT (hook_key) DO UPDATE SET failing_since = COALESCE(hook_health.failing_since, excluded.failing_since),
       last_failure_at = excluded.last_failure_at, last_error = excluded.last_error
     RETURNING failing_since, last_success_at, alert`,
    [hookKey, nowMicros, nowMicros, error],
  );
  return health ?? { failing_since: nowMicros, last_success_at: null, alert: null };
}

interface Alarm {
  hookKey: string;
  alert: HookAlert;
  health: Health;
  error: string | null;
  nowMicros: number;
}

/** Stands until something passes again. */
async function raiseAlert(sql: Sql, { hookKey, alert, health, error, nowMicros }: Alarm): Promise<void> {
  await sql.run('UPDATE hook_health SET alert = ?, alert_since = COALESCE(alert_since, ?) WHERE hook_key = ?', [
    alert,
    health.failing_since,
    hookKey,
  ]);
  await insertHookEvent(sql, { hookKey, type: alert, atMicros: nowMicros, sinceMicros: health.failing_since, error });
}

/** Stays first in its line, to go when the endpoint is enabled. */
async function hold(sql: Sql, delivery: ClaimedDelivery, nowMicros: number): Promise<void> {
  await sql.run('UPDATE deliveries SET lease_owner = NULL, due_at = ? WHERE id = ?', [nowMicros, delivery.id]);
}
