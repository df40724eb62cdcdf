import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Schedule, type ScheduleHours, WEEKDAYS } from '../schema/schedule.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { checkSchedule } from './check-schedule.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The rules of `calendar.ts` once more: what the clock on the wall says, minute by minute. */
class NaiveCalendar {
  private readonly schedule: Schedule;
  private readonly format: Intl.DateTimeFormat;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
    this.format = new Intl.DateTimeFormat('sv-SE', { timeZone: schedule.time_zone, dateStyle: 'short', timeStyle: 'short' });
  }

  isOpen(ms: number): boolean {
    const [date = '', time = ''] = this.format.format(ms).split(' ');
    const holiday = this.schedule.holidays.find((each) => each.date === date);
    const weekday = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'monday';
    return (holiday?.hours ?? this.schedule.week[weekday]).some(({ start, end }) => start <= time && time < end);
  }

  workingMs(fromMs: number, toMs: number): number {
    let sum = 0;
    for (let ms = fromMs; ms < toMs; ms += MINUTE_MS) if (this.isOpen(ms)) sum += MINUTE_MS;
    return sum;
  }

  find(fromMs: number, untilMs: number, isWanted: (isOpen: boolean) => boolean): number | null {
    for (let ms = fromMs; ms < untilMs; ms += MINUTE_MS) if (isWanted(this.isOpen(ms))) return ms;
    return null;
  }
}

/** A few days around what their clocks do: forwards, backwards, by half an hour, over midnight, a whole day left out, never. */
const PLACES = [
  { zone: 'Europe/Berlin', around: '2026-03-29T01:00Z' },
  { zone: 'Europe/Berlin', around: '2026-10-25T01:00Z' },
  { zone: 'America/New_York', around: '2026-03-08T07:00Z' },
  { zone: 'America/New_York', around: '2026-11-01T06:00Z' },
  { zone: 'Australia/Lord_Howe', around: '2026-04-04T15:00Z' },
  { zone: 'Australia/Lord_Howe', around: '2026-10-03T15:30Z' },
  { zone: 'Asia/Kolkata', around: '2026-06-15T00:00Z' },
  { zone: 'America/St_Johns', around: '2006-10-29T02:31Z' },
  { zone: 'America/Sao_Paulo', around: '2017-10-15T03:00Z' },
  { zone: 'Pacific/Apia', around: '2011-12-30T10:00Z' },
  { zone: 'UTC', around: '2026-12-31T12:00Z' },
] as const;

const hours = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15),
      fc.integer({ min: 0, max: 1_440 }),
    ),
    { maxLength: 6 },
  )
  .map((bounds): ScheduleHours[] => {
    const inOrder = bounds.toSorted((a, b) => a - b);
    const pairs: ScheduleHours[] = [];
    for (let index = 0; index + 1 < inOrder.length; index += 2) {
      pairs.push({ start: timeOf(inOrder[index] ?? 0), end: timeOf(inOrder[index + 1] ?? 0) });
    }
    return pairs;
  });
const day = fc.oneof({ arbitrary: hours, weight: 3 }, fc.constantFrom<ScheduleHours[]>([], [{ start: '00:00', end: '24:00' }]));
const dayOff = fc.integer({ min: -3, max: 3 });

const samples = fc
  .record({
    place: fc.constantFrom(...PLACES),
    days: fc.tuple(day, day, day, day, day, day, day),
    holidays: fc.uniqueArray(fc.record({ off: dayOff, hours: day }), { maxLength: 2, selector: ({ off }) => off }),
    fromMinutes: fc.integer({ min: -3 * 1_440, max: 1_440 }),
    lengthMinutes: fc.integer({ min: 0, max: 3 * 1_440 }),
  })
  .map(({ place, days, holidays, fromMinutes, lengthMinutes }) => {
    const around = Date.parse(place.around);
    const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = days;
    const schedule: Schedule = {
      id: 'sample',
      name: 'Sample',
      time_zone: place.zone,
      week: { monday, tuesday, wednesday, thursday, friday, saturday, sunday },
      holidays: holidays.map(({ off, hours: own }) => ({
        date: new Date(around + off * DAY_MS).toISOString().slice(0, 10),
        name: 'Day off',
        hours: own,
      })),
    };
    const from = around + fromMinutes * MINUTE_MS;
    return { schedule, from, to: from + lengthMinutes * MINUTE_MS };
  });

/** A minute before the only quarter of an hour in which it is ever open is over. */
const OPEN_FOR_A_MOMENT = {
  schedule: {
    id: 'sample',
    name: 'Sample',
    time_zone: 'Europe/Berlin',
    week: { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] },
    holidays: [{ date: '2026-03-29', name: 'Day off', hours: [{ start: '00:00', end: '00:15' }] }],
  },
  from: Date.parse('2026-03-28T23:14:00Z'),
  to: Date.parse('2026-03-28T23:14:00Z'),
};

describe('a calendar, held to one that looks at the wall clock minute by minute', () => {
  it('is open when that one is, and counts the same minutes', () => {
    fc.assert(
      fc.property(samples, ({ schedule, from, to }) => {
        const calendar = calendarIn(schedule);
        const naive = new NaiveCalendar(schedule);
        expect(checkSchedule(schedule)).toEqual([]);
        expect(calendar.isOpen(from)).toBe(naive.isOpen(from));
        expect(calendar.workingMs(from, to)).toBe(naive.workingMs(from, to));
      }),
      { numRuns: 200 },
    );
  });

  it('opens and closes next when that one does', () => {
    fc.assert(
      fc.property(samples, ({ schedule, from }) => {
        const calendar = calendarIn(schedule);
        const naive = new NaiveCalendar(schedule);
        const until = from + 4 * DAY_MS;
        const within = (ms: number | null) => (ms !== null && ms < until ? ms : null);
        expect(within(calendar.nextOpening(from))).toBe(naive.find(from, until, (isOpen) => isOpen));
        expect(within(calendar.nextClosing(from))).toBe(naive.find(from, until, (isOpen) => !isOpen));
      }),
      { numRuns: 200 },
    );
  });

  it('ends so many minutes after a moment where that one has counted as many, and not a minute sooner', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 3_000 }), ({ schedule, from }, minutes) => {
        const end = calendarIn(schedule).addMinutes(from, minutes);
        const naive = new NaiveCalendar(schedule);
        // Open on single days alone, and for less than that altogether; or for so little each week that it would take years.
        if (end === null) expect(naive.workingMs(from, from + 8 * DAY_MS)).toBeLessThan(minutes * MINUTE_MS);
        // Beyond a week it is the same week again, and the naive one takes long.
        else if (end - from < 7 * DAY_MS) {
          expect(naive.workingMs(from, end)).toBe(minutes * MINUTE_MS);
          expect(naive.isOpen(end - MINUTE_MS)).toBe(true);
        }
      }),
      { numRuns: 200, examples: [[OPEN_FOR_A_MOMENT, 2]] },
    );
  });
});

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function calendarIn(schedule: Schedule): Calendar {
  const calendar = calendarOf(schedule);
  if (!calendar) throw new Error(`not known: ${schedule.time_zone}`);
  return calendar;
}
