import { INSIGHT_DAYS_MAXIMUM } from '../../src-shared/http/insight-endpoints.ts';
import { dayNumberOf, type TimeZone, timeZoneOf } from '../../src-shared/time/time-zone.ts';
import { ApiError } from '../http/api-error.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Up to so many days are shown by the hour, or by the day. */
const DAYS_BY_HOUR = 2;
const DAYS_BY_DAY = 62;

export interface TimeBuckets {
  unit: 'hour' | 'day' | 'week';
  timeZone: string;
  /** Where each bucket begins, UTC microseconds, and at the end where the last one ends. */
  bounds: number[];
}

/** The range in hours, days or weeks of the time zone. Throws ApiErrors `validation_failed`. */
export function bucketsOf(since: string, until: string, timeZone: string): TimeBuckets {
  const zone = zoneOf(timeZone);
  const first = dayNumber(since, 'since');
  const last = dayNumber(until, 'until');
  if (last < first) throw new ApiError('validation_failed', 'query.until must not be before query.since.');
  const days = last - first + 1;
  if (days > INSIGHT_DAYS_MAXIMUM) {
    throw new ApiError('validation_failed', `query.since and query.until must be at most ${INSIGHT_DAYS_MAXIMUM} days apart.`);
  }
  const unit = days <= DAYS_BY_HOUR ? 'hour' : days <= DAYS_BY_DAY ? 'day' : 'week';
  return { unit, timeZone, bounds: boundsOf(unit, first, last, zone).map((ms) => ms * 1_000) };
}

/** The beginnings of so many days from today on, and the end of the last one, UTC microseconds. */
export function daysAhead(nowMicros: number, count: number, timeZone: string): number[] {
  const zone = zoneOf(timeZone);
  const today = Math.floor(zone.localMs(nowMicros / 1_000) / DAY_MS);
  return Array.from({ length: count + 1 }, (_, index) => midnight(today + index, zone) * 1_000);
}

function boundsOf(unit: TimeBuckets['unit'], first: number, last: number, zone: TimeZone): number[] {
  const end = midnight(last + 1, zone);
  const bounds: number[] = [];
  if (unit === 'hour') {
    for (let at = midnight(first, zone); at < end; at += HOUR_MS) bounds.push(at);
  } else {
    // Day 0, 1970-01-01, was a Thursday; weeks begin on Monday, the first one may be shorter.
    for (let day = first; day <= last; day += unit === 'day' ? 1 : 7 - ((((day + 3) % 7) + 7) % 7)) bounds.push(midnight(day, zone));
  }
  return [...bounds, end];
}

/** Throws an ApiError `validation_failed` for what is no time zone. */
function zoneOf(name: string): TimeZone {
  const zone = timeZoneOf(name);
  if (!zone) throw new ApiError('validation_failed', 'query.time_zone names no time zone: write it as Europe/Berlin.');
  return zone;
}

/** When the day begins there: the first moment of it, where a clock change leaves out midnight. */
function midnight(day: number, zone: TimeZone): number {
  const wall = day * DAY_MS;
  const offset = (ms: number) => zone.localMs(ms) - ms;
  const guess = wall - offset(wall);
  let at = wall - offset(guess);
  while (zone.localMs(at) < wall) at += HOUR_MS / 2;
  return at;
}

function dayNumber(date: string, name: string): number {
  const day = dayNumberOf(date);
  if (day === null) throw new ApiError('validation_failed', `query.${name} must be a date, as 2026-03-31.`);
  return day;
}

/** Which bucket a moment is in, by halving; null before the first and after the last. */
export function bucketAt(bounds: readonly number[], micros: number): number | null {
  let low = 0;
  let high = bounds.length - 1;
  if (micros < (bounds[low] ?? Number.POSITIVE_INFINITY) || micros >= (bounds[high] ?? Number.NEGATIVE_INFINITY)) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (micros >= (bounds[middle] ?? 0)) low = middle;
    else high = middle;
  }
  return low;
}
