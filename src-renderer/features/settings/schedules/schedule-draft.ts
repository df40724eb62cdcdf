import type { NewSchedule, ScheduleChange } from '../../../../src-shared/http/schedule-endpoints.ts';
import { normalizeSchedule } from '../../../../src-shared/schedule/check-schedule.ts';
import { type Schedule, WEEKDAYS } from '../../../../src-shared/schema/schedule.ts';
import { equalJson } from '../../../../src-shared/task/merge-json.ts';
import { t } from '../../../i18n/translate.ts';
import { hoursText, readHours } from './hours-text.ts';

export type Weekday = (typeof WEEKDAYS)[number];

export interface HolidayDraft {
  key: string;
  date: string;
  name: string;
  hours: string;
}

/** A schedule while somebody edits it: hours as they are typed. */
export interface ScheduleDraft {
  name: string;
  timeZone: string;
  week: Readonly<Record<Weekday, string>>;
  holidays: readonly HolidayDraft[];
}

type HolidayProblem = Partial<Record<'date' | 'name' | 'hours', string>>;

export interface ScheduleProblems {
  name?: string;
  week: Partial<Record<Weekday, string>>;
  /** By key. */
  holidays: ReadonlyMap<string, HolidayProblem>;
}

const OFFICE = '09:00–17:00';

export function newScheduleDraft(timeZone: string): ScheduleDraft {
  const week = { monday: OFFICE, tuesday: OFFICE, wednesday: OFFICE, thursday: OFFICE, friday: OFFICE, saturday: '', sunday: '' };
  return { name: '', timeZone, week, holidays: [] };
}

export function draftOfSchedule({ name, time_zone, week, holidays }: Schedule): ScheduleDraft {
  return {
    name,
    timeZone: time_zone,
    week: {
      monday: hoursText(week.monday),
      tuesday: hoursText(week.tuesday),
      wednesday: hoursText(week.wednesday),
      thursday: hoursText(week.thursday),
      friday: hoursText(week.friday),
      saturday: hoursText(week.saturday),
      sunday: hoursText(week.sunday),
    },
    holidays: holidays.map((holiday) => ({ key: holiday.date, date: holiday.date, name: holiday.name, hours: hoursText(holiday.hours) })),
  };
}

/** Writes a day as it was understood; what goes on over midnight becomes hours of the next day. */
export function settleDay(week: ScheduleDraft['week'], day: Weekday): ScheduleDraft['week'] {
  const { hours, spill, problem } = readHours(week[day]);
  if (problem !== null) return week;
  const next = WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? 'monday';
  const settled = { ...week, [day]: hoursText(hours) };
  if (!spill) return settled;
  const both = [hoursText([spill]), week[next]].filter((text) => text.trim() !== '').join(', ');
  const { hours: nextHours, problem: nextProblem } = readHours(both);
  return { ...settled, [next]: nextProblem === null ? hoursText(nextHours) : both };
}

export function settleWeek(week: ScheduleDraft['week']): ScheduleDraft['week'] {
  return WEEKDAYS.reduce(settleDay, week);
}

export function problemsOf(draft: ScheduleDraft): ScheduleProblems {
  const week: ScheduleProblems['week'] = {};
  const settled = settleWeek(draft.week);
  for (const day of WEEKDAYS) {
    const { problem } = readHours(settled[day]);
    if (problem !== null) week[day] = problem;
  }
  const holidays = new Map<string, HolidayProblem>();
  for (const holiday of draft.holidays) {
    const found = problemsOfHoliday(holiday, draft.holidays);
    if (Object.keys(found).length > 0) holidays.set(holiday.key, found);
  }
  return { ...(draft.name.trim() === '' ? { name: t('schedules.nameNeeded') } : {}), week, holidays };
}

function problemsOfHoliday({ key, date, name, hours }: HolidayDraft, all: readonly HolidayDraft[]): HolidayProblem {
  const found: HolidayProblem = {};
  if (date === '') found.date = t('schedules.problem.date');
  else if (all.some((other) => other.key !== key && other.date === date)) found.date = t('schedules.problem.twice');
  if (name.trim() === '') found.name = t('schedules.problem.name');
  const { problem, spill } = readHours(hours);
  const wrong = problem ?? (spill ? t('schedules.problem.backwards') : null);
  if (wrong !== null) found.hours = wrong;
  return found;
}

export function isSound({ name, week, holidays }: ScheduleProblems): boolean {
  return name === undefined && areHoursSound({ week, holidays });
}

export function areHoursSound({ week, holidays }: Pick<ScheduleProblems, 'week' | 'holidays'>): boolean {
  return Object.keys(week).length === 0 && holidays.size === 0;
}

/** Of a draft without problems. */
export function valuesOf(draft: ScheduleDraft): Omit<Schedule, 'id'> {
  const settled = settleWeek(draft.week);
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, readHours(settled[day]).hours]));
  const holidays = draft.holidays.map(({ date, name, hours }) => ({ date, name: name.trim(), hours: readHours(hours).hours }));
  return { name: draft.name.trim(), ...normalizeSchedule({ time_zone: draft.timeZone, week, holidays }) };
}

export function newScheduleOf(draft: ScheduleDraft): NewSchedule {
  return valuesOf(draft);
}

const CHANGEABLE = ['name', 'time_zone', 'week', 'holidays'] as const;

/** What the draft has otherwise, and what that was before. */
export function changeOf(base: Schedule, draft: ScheduleDraft): ScheduleChange {
  const values = valuesOf(draft);
  const keys = CHANGEABLE.filter((key) => !equalJson(base[key], values[key]));
  const pick = (from: Omit<Schedule, 'id'>) => Object.fromEntries(keys.map((key) => [key, from[key]]));
  return { ...pick(values), ...(keys.length > 0 ? { expected: pick(base) } : {}) };
}

/** What cannot be read yet is a change as well. */
export function isChanged(base: Schedule | null, draft: ScheduleDraft, fresh: ScheduleDraft): boolean {
  if (!base) return JSON.stringify(draft) !== JSON.stringify(fresh);
  return !areHoursSound(problemsOf(draft)) || Object.keys(changeOf(base, draft)).length > 0;
}
