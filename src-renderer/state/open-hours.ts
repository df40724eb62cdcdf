import { type Calendar, calendarOf } from '../../src-shared/schedule/calendar.ts';
import type { Schedule } from '../../src-shared/schema/schedule.ts';
import { formatWeekdayClock } from '../i18n/format-time.ts';
import { t } from '../i18n/translate.ts';
import { useConsole } from './console-context.tsx';
import { useNow } from './use-now.ts';
import { useStore } from './use-store.ts';

/** Schedules are replaced, never changed: each is read once. */
const calendars = new WeakMap<Schedule, { calendar: Calendar | null }>();

/** Null for a time zone that this computer does not know. */
export function knownCalendar(schedule: Schedule): Calendar | null {
  const known = calendars.get(schedule) ?? { calendar: calendarOf(schedule) };
  calendars.set(schedule, known);
  return known.calendar;
}

/** `Closed until Mon 09:00`, by this computer's clock; null while the queue is open, and where it has no schedule. */
export function useClosedUntil(queueUid: string | null): string | null {
  const { data } = useConsole();
  const { allQueues, schedules } = useStore(data.workspace);
  const nowMs = useNow();
  const scheduleUid = allQueues.find(({ id }) => id === queueUid)?.schedule_uid ?? null;
  const schedule = schedules.find(({ id }) => id === scheduleUid);
  const calendar = schedule ? knownCalendar(schedule) : null;
  return !calendar || calendar.isOpen(nowMs) ? null : sayHours(calendar, nowMs).text;
}

export interface SaidHours {
  isOpen: boolean;
  text: string;
}

/** `Open until 17:00`, `Closed until Mon 09:00`, `Never opens`. */
export function sayHours(calendar: Calendar, nowMs: number): SaidHours {
  const isOpen = calendar.isOpen(nowMs);
  const change = isOpen ? calendar.nextClosing(nowMs) : calendar.nextOpening(nowMs);
  if (change === null) return { isOpen, text: t(isOpen ? 'hours.always' : 'hours.never') };
  return { isOpen, text: t(isOpen ? 'hours.openUntil' : 'hours.closedUntil', { at: formatWeekdayClock(change, nowMs) }) };
}
