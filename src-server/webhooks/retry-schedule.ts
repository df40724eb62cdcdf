const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The published schedule: how long after the first, second, … failure the next attempt is made. */
const RETRY_DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const;
const JITTER = 0.2;
export const DISABLE_AFTER_MICROS = 72 * HOUR_MS * 1000;

export interface FailedAttempt {
  /** Failed attempts of this message since it was queued, replayed or its endpoint enabled; this one included. */
  failures: number;
  nowMicros: number;
  firstAttemptAtMicros: number;
  /** The endpoint's first failure since which nothing passed; this one counts. */
  failingSinceMicros: number;
  /** When a message last passed on the endpoint. */
  lastSuccessAtMicros: number | null;
  /** What the answer's `Retry-After` asked for, in milliseconds. */
  retryAfterMs: number | null;
  /** 0 to 1, 1 excluded. */
  random: number;
}

export type FailureVerdict = { kind: 'retry'; dueAtMicros: number } | { kind: 'disable_endpoint' } | { kind: 'give_up' };

/**
 * What becomes of a message that was refused. Only a message that is refused while others pass is ever given up; when
 * nothing passes, it is the endpoint that is disabled, and its messages are held.
 */
export function judgeFailure(attempt: FailedAttempt): FailureVerdict {
  if (attempt.nowMicros - attempt.failingSinceMicros >= DISABLE_AFTER_MICROS) return { kind: 'disable_endpoint' };
  const othersPass = attempt.lastSuccessAtMicros !== null && attempt.lastSuccessAtMicros >= attempt.firstAttemptAtMicros;
  if (attempt.failures > RETRY_DELAYS_MS.length && othersPass) return { kind: 'give_up' };
  return { kind: 'retry', dueAtMicros: attempt.nowMicros + Math.round(retryDelayMs(attempt) * 1000) };
}

/** Past the end of the schedule its last delay repeats. */
function retryDelayMs({ failures, retryAfterMs, random }: FailedAttempt): number {
  const base = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length) - 1] ?? RETRY_DELAYS_MS[0];
  const jittered = base * (1 - JITTER + 2 * JITTER * random);
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, 2 * base));
}

/** The header's value, seconds or an HTTP date → milliseconds from now, or null when it says nothing readable. */
export function parseRetryAfter(value: string | null, nowMicros: number): number | null {
  if (value === null) return null;
  if (/^\d{1,10}$/.test(value.trim())) return Number(value.trim()) * SECOND_MS;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMicros / 1000);
}
