import type { FastifyReply } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import { type Clock, isOpenWindow } from '../clock.ts';
import { ApiError } from './api-error.ts';

const WINDOW_MICROS = 60_000_000;

/** Counts a call of a key, and tells it where it stands. Throws an ApiError `rate_limited`. */
export type CountCall = (caller: Caller, reply: FastifyReply) => void;

/** Windows of a minute for each key; people are not limited. 0 is off. */
export function createRateLimit(clock: Clock, settings: { readonly rateLimitPerMinute: number }): CountCall {
  const windows = new Map<string, { count: number; untilMicros: number }>();
  return (caller, reply) => {
    const { rateLimitPerMinute: perMinute } = settings;
    if (perMinute === 0 || caller.kind !== 'key') return;
    const now = clock.nowMicros();
    let window = windows.get(caller.keyId);
    if (!window || !isOpenWindow(window.untilMicros, now, WINDOW_MICROS)) {
      window = { count: 0, untilMicros: now + WINDOW_MICROS };
      windows.set(caller.keyId, window);
    }
    window.count += 1;
    const resetSeconds = Math.max(1, Math.ceil((window.untilMicros - now) / 1_000_000));
    reply.header('ratelimit-limit', perMinute);
    reply.header('ratelimit-remaining', Math.max(0, perMinute - window.count));
    reply.header('ratelimit-reset', resetSeconds);
    if (window.count > perMinute) {
      throw new ApiError('rate_limited', `This key may make ${perMinute} requests a minute: wait ${resetSeconds} s.`, {
        retryAfterSeconds: resetSeconds,
      });
    }
  };
}
