import { type Holiday, type Schedule, type ScheduleHours, type ScheduleWeek, WEEKDAYS } from '../schema/schedule.ts';
import { dayNumberOf, timeZoneOf } from '../time/time-zone.ts';
import { minutesOf } from './calendar.ts';

export type ScheduleTimes = Pick<Schedule, 'time_zone' | 'week' | 'holidays'>;

/** What is wrong with a schedule that has the right shape, and where. */
export interface ScheduleIssue {
  /** `time_zone`, `week.monday.0`, `holidays.3.date`. */
  path: string;
  /** The end of a sentence that begins with the path. */
  message: string;
}

export const SCHEDULE_PROBLEMS = {
  zone: 'names no time zone: write it as Europe/Berlin',
  backwards: 'must end after it starts; hours over midnight are two, one up to 24:00 and one from 00:00 of the next day',
  overlap: 'overlaps the hours before it',
  date: 'must be a date, as 2026-12-24',
  twice: 'is there twice',
} as const;

/** Everything that is wrong; none, if nothing is. */
export function checkSchedule({ time_zone, week, holidays }: ScheduleTimes): ScheduleIssue[] {
  const issues: ScheduleIssue[] = [];
  if (!timeZoneOf(time_zone)) issues.push({ path: 'time_zone', message: SCHEDULE_PROBLEMS.zone });
  for (const weekday of WEEKDAYS) issues.push(...checkHours(week[weekday], `week.${weekday}`));
  const dates = new Set<string>();
  for (const [index, { date, hours }] of holidays.entries()) {
    const path = `holidays.${index}`;
    if (dayNumberOf(date) === null) issues.push({ path: `${path}.date`, message: SCHEDULE_PROBLEMS.date });
    else if (dates.has(date)) issues.push({ path: `${path}.date`, message: SCHEDULE_PROBLEMS.twice });
    dates.add(date);
    issues.push(...checkHours(hours, `${path}.hours`));
  }
  return issues;
}

function checkHours(hours: readonly ScheduleHours[], path: string): ScheduleIssue[] {
  const issues: ScheduleIssue[] = [];
  const inOrder = hours.map((each, index) => ({ each, index })).toSorted((a, b) => minutesOf(a.each.start) - minutesOf(b.each.start));
  let openUntil = 0;
  for (const { each, index } of inOrder) {
    const start = minutesOf(each.start);
    const end = minutesOf(each.end);
    if (end <= start) issues.push({ path: `${path}.${index}`, message: SCHEDULE_PROBLEMS.backwards });
    else if (start < openUntil) issues.push({ path: `${path}.${index}`, message: SCHEDULE_PROBLEMS.overlap });
    openUntil = Math.max(openUntil, end);
  }
  return issues;
}

/** As it is kept: every weekday named, hours and holidays in order. */
export function normalizeSchedule(times: Omit<ScheduleTimes, 'week'> & { week: Partial<ScheduleWeek> }): ScheduleTimes {
  const { week } = times;
  return {
    time_zone: times.time_zone,
    week: {
      monday: sorted(week.monday),
      tuesday: sorted(week.tuesday),
      wednesday: sorted(week.wednesday),
      thursday: sorted(week.thursday),
      friday: sorted(week.friday),
      saturday: sorted(week.saturday),
      sunday: sorted(week.sunday),
    },
    holidays: times.holidays
      .map(({ date, name, hours }): Holiday => ({ date, name, hours: sorted(hours) }))
      .toSorted((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

function sorted(hours: readonly ScheduleHours[] = []): ScheduleHours[] {
  return hours.toSorted((a, b) => minutesOf(a.start) - minutesOf(b.start));
}
