import { describe, expect, it } from 'vitest';
import type { Schedule } from '../schema/schedule.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { checkSchedule, normalizeSchedule, SCHEDULE_PROBLEMS } from './check-schedule.ts';
import { officeHours } from './schedule-fixture.ts';

const at = (text: string) => Date.parse(text);
function known(schedule: Schedule): Calendar {
  const calendar = calendarOf(schedule);
  if (!calendar) throw new Error('the zone is known');
  return calendar;
}

const CLOSED = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
const ALL_DAY = [{ start: '00:00', end: '24:00' }];

describe('office hours in Berlin', () => {
  const calendar = known(officeHours());

  it('are over on Friday evening, and go on on Monday at nine', () => {
    expect(calendar.isOpen(at('2026-11-20T16:00:00Z'))).toBe(false);
    expect(calendar.nextOpening(at('2026-11-20T16:00:00Z'))).toBe(at('2026-11-23T08:00:00Z'));
    expect(calendar.nextClosing(at('2026-11-20T15:59:59.999Z'))).toBe(at('2026-11-20T16:00:00Z'));
  });

  it('make four hours from Friday at three end on Monday at eleven, to the millisecond', () => {
    expect(calendar.addMinutes(at('2026-11-20T14:00:00.123Z'), 240)).toBe(at('2026-11-23T10:00:00.123Z'));
  });

  it('end what fits into a day exactly when it closes, not when it opens again', () => {
    expect(calendar.addMinutes(at('2026-11-20T08:00:00Z'), 480)).toBe(at('2026-11-20T16:00:00Z'));
  });

  it('are 40 hours a week, also over a year and both changes of clocks', () => {
    expect(calendar.workingMs(at('2026-01-05T00:00:00Z'), at('2027-01-04T00:00:00Z'))).toBe(52 * 40 * 3_600_000);
  });

  it('are what a holiday says on that day: none, or others', () => {
    const holidays = [
      { date: '2026-12-24', name: 'Christmas Eve', hours: [{ start: '09:00', end: '12:00' }] },
      { date: '2026-12-25', name: 'Christmas', hours: [] },
    ];
    const festive = known(officeHours({ holidays }));
    expect(festive.nextOpening(at('2026-12-24T11:00:00Z'))).toBe(at('2026-12-28T08:00:00Z'));
  });
});

describe('a day', () => {
  it('has 23 hours where clocks go forward, and 25 where they go back', () => {
    const calendar = known(officeHours({ week: { ...CLOSED, sunday: ALL_DAY } }));
    expect(calendar.workingMs(at('2026-03-28T12:00:00Z'), at('2026-03-30T12:00:00Z'))).toBe(23 * 3_600_000);
    expect(calendar.workingMs(at('2026-10-24T12:00:00Z'), at('2026-10-26T12:00:00Z'))).toBe(25 * 3_600_000);
  });

  it('goes on over midnight where the next one begins with it', () => {
    const night = { ...CLOSED, monday: [{ start: '22:00', end: '24:00' }], tuesday: [{ start: '00:00', end: '06:00' }] };
    const calendar = known(officeHours({ week: night, time_zone: 'Asia/Kolkata' }));
    expect(calendar.nextClosing(at('2026-11-23T17:00:00Z'))).toBe(at('2026-11-24T00:30:00Z'));
  });
});

describe('a schedule without hours', () => {
  const calendar = known(officeHours({ week: CLOSED }));

  it('never opens, and no time passes in it', () => {
    expect(calendar.nextOpening(at('2026-11-20T16:00:00Z'))).toBeNull();
    expect(calendar.addMinutes(at('2026-11-20T16:00:00Z'), 1)).toBeNull();
    expect(calendar.workingMs(0, at('2026-11-20T16:00:00Z'))).toBe(0);
    expect(calendar.nextClosing(5)).toBe(5);
  });
});

describe('a time zone that is not known here', () => {
  it('makes no calendar', () => {
    expect(calendarOf(officeHours({ time_zone: 'Mars/Olympus' }))).toBeNull();
  });
});

describe('around the clock', () => {
  it('never closes', () => {
    const week = {
      monday: ALL_DAY,
      tuesday: ALL_DAY,
      wednesday: ALL_DAY,
      thursday: ALL_DAY,
      friday: ALL_DAY,
      saturday: ALL_DAY,
      sunday: ALL_DAY,
    };
    expect(known(officeHours({ week })).nextClosing(at('2026-11-20T16:00:00Z'))).toBeNull();
  });
});

describe('a schedule that is sent', () => {
  it('is told everything that is wrong with it', () => {
    const week = {
      ...CLOSED,
      monday: [
        { start: '12:00', end: '18:00' },
        { start: '09:00', end: '12:30' },
      ],
      friday: [{ start: '22:00', end: '06:00' }],
    };
    const holidays = ['2026-12-24', '2026-02-30', '2026-12-24'].map((date) => ({ date, name: 'Holiday', hours: [] }));
    expect(checkSchedule({ time_zone: 'Europe/Nowhere', week, holidays })).toEqual([
      { path: 'time_zone', message: SCHEDULE_PROBLEMS.zone },
      { path: 'week.monday.0', message: SCHEDULE_PROBLEMS.overlap },
      { path: 'week.friday.0', message: SCHEDULE_PROBLEMS.backwards },
      { path: 'holidays.1.date', message: SCHEDULE_PROBLEMS.date },
      { path: 'holidays.2.date', message: SCHEDULE_PROBLEMS.twice },
    ]);
  });

  it('is kept in order, with every weekday named', () => {
    const monday = [
      { start: '13:00', end: '17:00' },
      { start: '09:00', end: '12:00' },
    ];
    const kept = normalizeSchedule({ time_zone: 'UTC', week: { monday }, holidays: [] });
    expect(kept.week).toEqual({ ...CLOSED, monday: monday.toReversed() });
  });
});
