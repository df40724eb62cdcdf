const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps of time that people count in, in seconds. */
const SPANS = [1, 5, 15, 30]
  .concat([1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE))
  .concat([1, 2, 3, 6, 12].map((hours) => hours * HOUR))
  .concat([1, 2, 5, 7, 14, 30, 60, 90, 180, 365].map((days) => days * DAY));
const TICKS_MAXIMUM = 4;

/** The marks of an axis from 0 to at least `maximum`, for whole numbers: 0, 5, 10, 15. */
export function countTicks(maximum: number): number[] {
  for (let power = 1; ; power *= 10) {
    for (const base of [1, 2, 5]) if (maximum <= base * power * TICKS_MAXIMUM) return ticksUpTo(maximum, base * power);
  }
}

/** The same for lengths of time in seconds: 0, 30 min, 1 h. */
export function spanTicks(maximum: number): number[] {
  const step = SPANS.find((span) => maximum <= span * TICKS_MAXIMUM);
  return step === undefined ? countTicks(maximum) : ticksUpTo(maximum, step);
}

function ticksUpTo(maximum: number, step: number): number[] {
  const count = Math.max(1, Math.ceil(maximum / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Which of so many labels are drawn where only some have room: the first one, and then at equal distances. */
export function labelEvery(count: number, width: number, labelWidth: number): number {
  const room = Math.max(1, Math.floor(width / labelWidth));
  return Math.max(1, Math.ceil(count / room));
}
