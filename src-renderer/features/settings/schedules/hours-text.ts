import { SCHEDULE_LIMITS, type ScheduleHours } from '../../../../src-shared/schema/schedule.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';

/** What somebody typed for a day. */
export interface HoursReading {
  hours: ScheduleHours[];
  /** What goes on into the next day. */
  spill: ScheduleHours | null;
  /** A sentence; null where everything could be read. */
  problem: string | null;
}

const SPAN = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.]?(\d{2}))?$/;
const DAY_MINUTES = 1_440;

/** `9-12:30, 13:15-17:30`, `0900–1700`, `22-6`; nothing: closed. */
export function readHours(text: string): HoursReading {
  const spans: { start: number; end: number }[] = [];
  let spill: ScheduleHours | null = null;
  for (const part of text.split(/[,;\n]/).map((each) => each.trim())) {
    if (part === '') continue;
    const span = readSpan(part);
    if (!span) return wrong(t('schedules.problem.unreadable', { text: part }));
    if (span.start === span.end) return wrong(t('schedules.problem.backwards'));
    if (span.end < span.start) {
      spill = { start: timeOf(0), end: timeOf(span.end) };
      spans.push({ start: span.start, end: DAY_MINUTES });
    } else spans.push(span);
  }
  if (spans.length > SCHEDULE_LIMITS.hoursPerDay) {
    return wrong(t('schedules.problem.many', { count: formatNumber(SCHEDULE_LIMITS.hoursPerDay) }));
  }
  const inOrder = spans.toSorted((a, b) => a.start - b.start);
  if (inOrder.some(({ start }, index) => start < (inOrder[index - 1]?.end ?? 0))) return wrong(t('schedules.problem.overlap'));
  return { hours: inOrder.map(({ start, end }) => ({ start: timeOf(start), end: timeOf(end) })), spill, problem: null };
}

function readSpan(text: string): { start: number; end: number } | null {
  const [, startHour, startMinute = '0', endHour, endMinute = '0'] = SPAN.exec(text) ?? [];
  const start = Number(startHour) * 60 + Number(startMinute);
  // Whoever ends at midnight means the end of this day.
  const end = Number(endHour) * 60 + Number(endMinute) || DAY_MINUTES;
  const isTime = Number(startMinute) < 60 && Number(endMinute) < 60 && start < DAY_MINUTES && end <= DAY_MINUTES;
  return isTime && startHour !== undefined ? { start, end } : null;
}

function wrong(problem: string): HoursReading {
  return { hours: [], spill: null, problem };
}

function timeOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** `09:00–12:30, 13:15–17:30`. */
export function hoursText(hours: readonly ScheduleHours[]): string {
  return hours.map(({ start, end }) => `${start}–${end}`).join(', ');
}
