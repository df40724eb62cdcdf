import type { RandomBytes } from '../auth/tokens.ts';
import type { Clock } from '../clock.ts';

/** Enough for the milliseconds of the next 8,000 years. */
const TIME_DIGITS = 12;

/** Starts with the time: new tasks go to the end of every index by id, instead of all over it. */
export function newTaskUid(clock: Clock, randomBytes: RandomBytes): string {
  const millis = Math.floor(clock.nowMicros() / 1000);
  return `task_${millis.toString(16).padStart(TIME_DIGITS, '0')}${randomBytes(12).toString('base64url')}`;
}
