import { type Schedule, type ScheduleHours, WEEKDAYS } from '../schema/schedule.ts';
import { dayNumberOf, type TimeZone, timeZoneOf } from '../time/time-zone.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
/** Nobody waits for a schedule that does not open within ten years. */
const HORIZON_DAYS = 3_660;
const KNOWN_DAYS_MAXIMUM = 4_096;

/** From `start` until before `end`. */
interface Range {
  start: number;
  end: number;
}

type ScheduleHoursByDay = Pick<Schedule, 'week' | 'holidays'>;

/** Days since 1970 in UTC, and when it is open on them, in order. */
interface OpenDay {
  day: number;
  ranges: readonly Range[];
}

/**
 * A schedule, read once. All moments are UTC milliseconds. It is open while the clocks in its zone show one of the day's
 * hours: an hour that a change of clocks repeats counts twice, one that it leaves out does not count.
 */
export class Calendar {
  private readonly zone: TimeZone;
  private readonly week: readonly (readonly Range[])[];
  private readonly holidays: ReadonlyMap<number, readonly Range[]>;
  private readonly known = new Map<number, readonly Range[]>();
  private readonly opensEver: boolean;

  constructor(zone: TimeZone, schedule: ScheduleHoursByDay) {
    this.zone = zone;
    this.week = WEEKDAYS.map((weekday) => wallRanges(schedule.week[weekday]));
    this.holidays = new Map(schedule.holidays.map(({ date, hours }) => [dayNumberOf(date) ?? Number.NaN, wallRanges(hours)]));
    this.opensEver = [...this.week, ...this.holidays.values()].some((ranges) => ranges.length > 0);
  }

  isOpen(ms: number): boolean {
    return this.rangesOn(dayOf(ms)).some(({ start, end }) => start <= ms && ms < end);
  }

  /** The first moment from then on at which it is open; null where that is more than ten years away. */
  nextOpening(ms: number): number | null {
    for (const { ranges } of this.daysFrom(ms)) {
      const range = ranges.find(({ end }) => end > ms);
      if (range) return Math.max(range.start, ms);
    }
    return null;
  }

  /** The first moment from then on at which it is closed; null where that is more than ten years away. */
  nextClosing(ms: number): number | null {
    let at = ms;
    for (const { day, ranges } of this.daysFrom(ms)) {
      for (const { start, end } of ranges) if (start <= at && at < end) at = end;
      if (at < (day + 1) * DAY_MS) return at;
    }
    return null;
  }

  /** When so much has been worked since then; null where that is more than ten years away. */
  addMinutes(ms: number, minutes: number): number | null {
    let left = minutes * MINUTE_MS;
    if (left <= 0) return ms;
    for (const { ranges } of this.daysFrom(ms)) {
      for (const { start, end } of ranges) {
        const from = Math.max(start, ms);
        if (end - from >= left) return from + left;
        left -= Math.max(0, end - from);
      }
    }
    return null;
  }

  /** How long it was open between the two, in milliseconds. */
  workingMs(fromMs: number, toMs: number): number {
    if (!this.opensEver) return 0;
    let sum = 0;
    for (let day = dayOf(fromMs); day * DAY_MS < toMs; day += 1) {
      for (const { start, end } of this.rangesOn(day)) sum += Math.max(0, Math.min(end, toMs) - Math.max(start, fromMs));
    }
    return sum;
  }

  private *daysFrom(ms: number): Generator<OpenDay> {
    if (!this.opensEver) {
      yield { day: dayOf(ms), ranges: [] };
      return;
    }
    const first = dayOf(ms);
    for (let day = first; day <= first + HORIZON_DAYS; day += 1) yield { day, ranges: this.rangesOn(day) };
  }

  private rangesOn(day: number): readonly Range[] {
    const known = this.known.get(day);
    if (known) return known;
    if (this.known.size >= KNOWN_DAYS_MAXIMUM) this.known.clear();
    const made = this.findRanges(day * DAY_MS, (day + 1) * DAY_MS);
    this.known.set(day, made);
    return made;
  }

  /** By days of UTC, so that moments are in order where clocks go back over midnight and a day comes twice. */
  private findRanges(fromMs: number, toMs: number): Range[] {
    const found: Range[] = [];
    for (let start = fromMs; start < toMs; ) {
      const offset = this.offsetAt(start);
      const end = this.offsetAt(toMs) === offset ? toMs : this.findChange(start, toMs, offset);
      for (const range of this.openOnWall(start + offset, end + offset)) {
        const last = found.at(-1);
        const next = { start: range.start - offset, end: range.end - offset };
        if (last?.end === next.start) last.end = next.end;
        else found.push(next);
      }
      start = end;
    }
    return found;
  }

  private openOnWall(from: number, to: number): Range[] {
    const found: Range[] = [];
    for (let day = dayOf(from); day * DAY_MS < to; day += 1) {
      // Day 0 was a Thursday.
      const hours = this.holidays.get(day) ?? this.week[(((day + 3) % 7) + 7) % 7] ?? [];
      for (const { start, end } of hours) {
        const range = { start: Math.max(from, day * DAY_MS + start), end: Math.min(to, day * DAY_MS + end) };
        if (range.start < range.end) found.push(range);
      }
    }
    return found;
  }

  /** Where clocks were changed between the two, to the second. */
  private findChange(fromMs: number, toMs: number, offset: number): number {
    let low = fromMs;
    let high = toMs;
    while (high - low > SECOND_MS) {
      const middle = Math.floor((low + high) / 2 / SECOND_MS) * SECOND_MS;
      if (this.offsetAt(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  private offsetAt(wholeSecondMs: number): number {
    return this.zone.localMs(wholeSecondMs) - wholeSecondMs;
  }
}

/** Null for a time zone that is not known here: other computers know others. */
export function calendarOf(schedule: ScheduleHoursByDay & Pick<Schedule, 'time_zone'>): Calendar | null {
  const zone = timeZoneOf(schedule.time_zone);
  return zone && new Calendar(zone, schedule);
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** Milliseconds since midnight, as clocks show it, in order. */
function wallRanges(hours: readonly ScheduleHours[]): Range[] {
  return hours
    .map(({ start, end }) => ({ start: minutesOf(start) * MINUTE_MS, end: minutesOf(end) * MINUTE_MS }))
    .toSorted((a, b) => a.start - b.start);
}

/** `09:30` → 570. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
