import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Clock, isOpenWindow } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import type { Database } from '../store/database.ts';
import { hashToken } from './tokens.ts';

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
  close(): void;
}

export interface ThrottleDependencies {
  clock: Clock;
  database: Pick<Database, 'broadcast' | 'onBroadcast'>;
}

/** What other processes of the database are told: names are hashed, which keeps them short too. */
const Message = Type.Object({
  throttle: Type.String(),
  isRight: Type.Boolean(),
  account: Type.String(),
  address: Type.String(),
});
type Message = Static<typeof Message>;
const isMessage = Compile(Message);

/**
 * At most so many wrong passwords in a quarter of an hour, for one account and from one address. `door`: each counts for
 * itself, over all processes; one that has only just started begins at zero.
 */
export function createSignInThrottle({ clock, database }: ThrottleDependencies, door: string): SignInThrottle {
  const attempts = new Map<string, Attempts>();
  const stopListening = database.onBroadcast((text) => {
    const message: unknown = JSON.parse(text);
    if (!isMessage.Check(message) || message.throttle !== door) return;
    if (message.isRight) forgive(message);
    else for (const [key] of limitsOf(message)) count(key);
  });

  function current(key: string, now: number): Attempts {
    const known = attempts.get(key);
    return known && isOpenWindow(known.untilMicros, now, WINDOW_MICROS) ? known : { count: 0, untilMicros: now + WINDOW_MICROS };
  }

  function count(key: string): void {
    const now = clock.nowMicros();
    const before = current(key, now);
    if (attempts.size >= REMEMBERED_MAXIMUM) sweep(now);
    attempts.set(key, { ...before, count: before.count + 1 });
  }

  function refuseBeyond(key: string, maximum: number): void {
    const now = clock.nowMicros();
    const { count: made, untilMicros } = current(key, now);
    if (made < maximum) return;
    throw new ApiError('rate_limited', 'Too many attempts: try again later.', { retryAfterSeconds: (untilMicros - now) / 1_000_000 });
  }

  function forgive({ account, address }: Pick<Message, 'account' | 'address'>): void {
    attempts.delete(`account ${account}`);
    const from = attempts.get(`address ${address}`);
    if (from) from.count -= 1;
  }

  function sweep(now: number): void {
    for (const [key, { untilMicros }] of attempts) if (untilMicros <= now) attempts.delete(key);
    // An attack from very many addresses: memory stays bounded, the oldest are forgiven.
    for (const key of attempts.keys()) {
      if (attempts.size < REMEMBERED_MAXIMUM) return;
      attempts.delete(key);
    }
  }

  function tell(email: string, address: string, isRight: boolean): Message {
    const message: Message = { throttle: door, isRight, account: hashToken(email), address: hashToken(address) };
    database.broadcast(JSON.stringify(message));
    return message;
  }

  return {
    begin(email, address) {
      const limits = limitsOf({ account: hashToken(email), address: hashToken(address) });
      for (const [key, maximum] of limits) {
        refuseBeyond(key, maximum);
        count(key);
      }
      tell(email, address, false);
    },
    succeed: (email, address) => forgive(tell(email, address, true)),
    close: stopListening,
  };
}

function limitsOf({ account, address }: Pick<Message, 'account' | 'address'>): [key: string, maximum: number][] {
  return [
    [`address ${address}`, PER_ADDRESS],
    [`account ${account}`, PER_ACCOUNT],
  ];
}
