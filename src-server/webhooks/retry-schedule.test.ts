import { describe, expect, it } from 'vitest';
import { DISABLE_AFTER_MICROS, type FailedAttempt, judgeFailure, parseRetryAfter } from './retry-schedule.ts';

const HOUR = 3_600_000_000;
const NOW = 1_700_000_000_000_000;

const attempt: FailedAttempt = {
  failures: 1,
  nowMicros: NOW,
  firstAttemptAtMicros: NOW,
  failingSinceMicros: NOW,
  lastSuccessAtMicros: null,
  retryAfterMs: null,
  random: 0.5,
};

function delaySeconds(changes: Partial<FailedAttempt>): number {
  const verdict = judgeFailure({ ...attempt, ...changes });
  if (verdict.kind !== 'retry') throw new Error(verdict.kind);
  return (verdict.dueAtMicros - NOW) / 1_000_000;
}

describe('judgeFailure', () => {
  it('follows the published schedule, and goes on with its last delay', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((failures) => delaySeconds({ failures }));
    expect(delays).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400, 86_400]);
  });

  it('spreads retries by a fifth to both sides', () => {
    expect(delaySeconds({ failures: 2, random: 0 })).toBe(240);
    expect(delaySeconds({ failures: 2, random: 1 })).toBe(360);
  });

  it('honours Retry-After up to twice the delay', () => {
    expect(delaySeconds({ failures: 2, retryAfterMs: 1_000 })).toBe(300);
    expect(delaySeconds({ failures: 2, retryAfterMs: 500_000 })).toBe(500);
    expect(delaySeconds({ failures: 2, retryAfterMs: 5_000_000 })).toBe(600);
  });

  it('gives a message up at the end of the schedule only when others passed meanwhile', () => {
    const long = { failures: 10, firstAttemptAtMicros: NOW - 76 * HOUR, failingSinceMicros: NOW - HOUR };
    expect(judgeFailure({ ...attempt, ...long, lastSuccessAtMicros: NOW - HOUR })).toEqual({ kind: 'give_up' });
    expect(judgeFailure({ ...attempt, ...long, lastSuccessAtMicros: NOW - 77 * HOUR }).kind).toBe('retry');
    expect(judgeFailure({ ...attempt, ...long, failures: 9, lastSuccessAtMicros: NOW - HOUR }).kind).toBe('retry');
  });

  it('disables an endpoint on which everything failed for three days, before it gives anything up', () => {
    for (const random of [0, 0.5, 0.999]) {
      const verdicts = failUntilEnd(random);
      expect(verdicts.at(-1)).toBe('disable_endpoint');
      expect(verdicts).not.toContain('give_up');
    }
  });

  function failUntilEnd(random: number): string[] {
    const kinds: string[] = [];
    let nowMicros = NOW;
    for (let failures = 1; failures < 30; failures += 1) {
      const verdict = judgeFailure({ ...attempt, failures, nowMicros, random });
      kinds.push(verdict.kind);
      if (verdict.kind !== 'retry') {
        expect(nowMicros - NOW).toBeGreaterThanOrEqual(DISABLE_AFTER_MICROS);
        break;
      }
      nowMicros = verdict.dueAtMicros;
    }
    return kinds;
  }
});

describe('parseRetryAfter', () => {
  it('reads seconds and dates, and nothing else', () => {
    expect(parseRetryAfter('120', NOW)).toBe(120_000);
    expect(parseRetryAfter(new Date(NOW / 1000 + 60_000).toUTCString(), NOW)).toBe(60_000);
    expect(parseRetryAfter(new Date(NOW / 1000 - 60_000).toUTCString(), NOW)).toBe(0);
    expect(parseRetryAfter('soon', NOW)).toBeNull();
    expect(parseRetryAfter(null, NOW)).toBeNull();
  });
});
