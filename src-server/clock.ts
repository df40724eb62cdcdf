/** Time is passed in, so that tests can set it. */
export interface Clock {
  /** Now, in integer UTC microseconds. */
  nowMicros(): number;
}

/** The wall clock, with the microseconds that `Date` lacks taken from the high-resolution timer. */
export const systemClock: Clock = {
  nowMicros: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
};
