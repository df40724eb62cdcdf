import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';

const WINDOW_MICROS = 15 * 60_000_000;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 50;
const REMEMBERED_MAXIMUM = 50_000;

interface Attempts {
  count: number;
  untilMicros: number;
}

export interface SignInThrottle {
  /** Counts an attempt before it is made, so that many at once do not slip by. Throws an ApiError `rate_limited`. */
  begin(email: string, address: string): void;
  /** The attempt was right: it does not count, nor do the earlier ones for this account. */
  succeed(email: string, address: string): void;
}

/** At most so many wrong passwords in a quarter of an hour, for one account and from one address. */
export function createSignInThrottle(clock: Clock): SignInThrottle {
  const attempts = new Map<string, Attempts>();

  function count(key: string, maximum: number): void {
    const now = clock.nowMicros();
    const known = attempts.get(key);
    const current = known && now < known.untilMicros ? known : { count: 0, untilMicros: now + WINDOW_MICROS };
    if (current.count >= maximum) {
      throw new ApiError('rate_limited', 'Too many attempts: try again later.', {
        retryAfterSeconds: (current.untilMicros - now) / 1_000_000,
      });
    }
    if (attempts.size >= REMEMBERED_MAXIMUM) sweep(now);
    attempts.set(key, { ...current, count: current.count + 1 });
  }

  function sweep(now: number): void {
    for (const [key, { untilMicros }] of attempts) if (untilMicros <= now) attempts.delete(key);
    // An attack from very many addresses: memory stays bounded, the oldest are forgiven.
    for (const key of attempts.keys()) {
      if (attempts.size < REMEMBERED_MAXIMUM) return;
      attempts.delete(key);
    }
  }

  return {
    begin(email, address) {
      count(`address ${address}`, PER_ADDRESS);
      count(`account ${email}`, PER_ACCOUNT);
    },
    succeed(email, address) {
      attempts.delete(`account ${email}`);
      const from = attempts.get(`address ${address}`);
      if (from) from.count -= 1;
    },
  };
}
