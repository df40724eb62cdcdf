import { dayNumberOf } from '../../../../src-shared/time/time-zone.ts';
import { t } from '../../../i18n/translate.ts';
import { hoursText, readHours } from './hours-text.ts';
import type { HolidayDraft } from './schedule-draft.ts';

export interface PastedHolidays {
  days: Omit<HolidayDraft, 'key'>[];
  /** Numbers of lines, from 1, that begin with no date. */
  unreadable: number[];
}

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
/** Day first, as in most of the world. */
const DAY_FIRST = /^(\d{1,2})[./](\d{1,2})[./](\d{4})/;
const TIME = String.raw`\d{1,2}(?:[:.]\d{2})?`;
const HOURS = new RegExp(`^${TIME}\\s*[-–—]\\s*${TIME}(?:\\s*,\\s*${TIME}\\s*[-–—]\\s*${TIME})*(?=[\\s;,|]|$)`);

/** Lines from a calendar or a spreadsheet: a date, hours if there are any, a name. */
export function pasteHolidays(text: string): PastedHolidays {
  const pasted: PastedHolidays = { days: [], unreadable: [] };
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    const day = readLine(trimmed);
    if (day) pasted.days.push(day);
    else pasted.unreadable.push(index + 1);
  }
  return pasted;
}

function readLine(line: string): Omit<HolidayDraft, 'key'> | null {
  const iso = ISO.exec(line);
  const dayFirst = DAY_FIRST.exec(line);
  const [whole = '', ...parts] = iso ?? dayFirst ?? [];
  const [year = '', month = '', day = ''] = iso ? parts : parts.toReversed();
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (whole === '' || dayNumberOf(date) === null) return null;
  const rest = withoutSeparators(line.slice(whole.length));
  const [typed = ''] = HOURS.exec(rest) ?? [];
  const { hours, problem } = readHours(typed);
  const name = withoutSeparators(rest.slice(typed.length)).slice(0, 120);
  return { date, name: name === '' ? t('schedules.holiday.unnamed') : name, hours: problem === null ? hoursText(hours) : typed };
}

function withoutSeparators(text: string): string {
  return text.replace(/^[\s,;|–—-]+/, '').replace(/[\s,;|]+$/, '');
}

/** A day that is there already is replaced. */
export function withPasted(before: readonly HolidayDraft[], days: PastedHolidays['days'], nextKey: () => string): HolidayDraft[] {
  const byDate = new Map(before.map((holiday) => [holiday.date === '' ? holiday.key : holiday.date, holiday]));
  for (const day of days) byDate.set(day.date, { ...day, key: byDate.get(day.date)?.key ?? nextKey() });
  return [...byDate.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1));
}
