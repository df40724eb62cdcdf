/** Time is passed in, so that tests can set it. */
export interface Clock {
  /** Now, in integer UTC microseconds. */
  nowMicros(): number;
}

/** Further than the two are apart by themselves: the machine slept, or its clock was set. */
const APART_MICROS = 100_000;

/** How far the timer is behind the wall clock since a sleep. */
let sleptMicros = 0;

/**
 * The wall clock, with the microseconds that `Date` lacks taken from the high-resolution timer. That one stands still while
 * a machine sleeps, and does not go back when its clock is set back: leases and windows of this process hold then. After a
 * sleep, or a clock that was set on, the wall clock is followed back too, as far as the timer. What was slept is looked up
 * only where the two are far apart: else both would be said in turn once they drifted to that distance.
 */
export const systemClock: Clock = {
  nowMicros() {
    const timerMicros = Math.floor((performance.timeOrigin + performance.now()) * 1000);
    const behindMicros = Date.now() * 1000 - timerMicros;
    if (Math.abs(behindMicros - sleptMicros) > APART_MICROS) sleptMicros = Math.max(0, behindMicros);
    return timerMicros + sleptMicros;
  },
};

/** Whether a window of this length, which ends at `untilMicros`, is open. A clock that was set on and back closes it: nobody shall wait until it has caught up. */
export function isOpenWindow(untilMicros: number, nowMicros: number, lengthMicros: number): boolean {
  return nowMicros < untilMicros && untilMicros <= nowMicros + 2 * lengthMicros;
}
