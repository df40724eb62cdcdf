import { spokenLocale, t } from './translate.ts';

/** Made once for a language: making one takes far longer than using it, and lists use them in every row. */
let formats = formatsOf(spokenLocale());

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A printed moment → epoch milliseconds. */
export function epochMs(moment: string): number {
  return Date.parse(moment);
}

/** `21 Nov 2026, 14:32:07`, local time. */
export function formatExact(ms: number): string {
  return Number.isFinite(ms) ? spokenFormats().exact.format(ms) : '';
}

/** `14:32:07`, local time: for what is over within minutes. */
export function formatSecond(ms: number): string {
  return Number.isFinite(ms) ? spokenFormats().second.format(ms) : '';
}

/** `14:32` today, `20 Nov, 14:32` this year, `20 Nov 2024, 14:32` otherwise. */
export function formatClock(ms: number, nowMs: number): string {
  if (!Number.isFinite(ms)) return '';
  const [day, today] = [new Date(ms), new Date(nowMs)];
  const { clock, dayAndClock, yearToo } = spokenFormats();
  if (day.toDateString() === today.toDateString()) return clock.format(ms);
  return day.getFullYear() === today.getFullYear() ? dayAndClock.format(ms) : yearToo.format(ms);
}

/** `14:32` today, `Mon 09:00` within a week, `20 Nov, 14:32` otherwise: for what comes next. */
export function formatWeekdayClock(ms: number, nowMs: number): string {
  const isSoon = Math.abs(ms - nowMs) < 6 * DAY_MS && new Date(ms).toDateString() !== new Date(nowMs).toDateString();
  return isSoon ? spokenFormats().weekdayAndClock.format(ms) : formatClock(ms, nowMs);
}

/** `45 min`, `8 h`, `1 h 30 min`: working time has no days, because nobody works around the clock. */
export function formatWorkingTime(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    ...(hours > 0 ? [t('time.hours', { count: hours })] : []),
    ...(rest > 0 || hours === 0 ? [t('time.minutes', { count: rest })] : []),
  ];
  return parts.join(' ');
}

/** A length of time in its largest unit, rounded down: `45 s`, `12 min`, `3 h`, `2 d`. */
export function formatDuration(ms: number): string {
  const length = Math.abs(ms);
  if (length < MINUTE_MS) return t('time.seconds', { count: Math.floor(length / 1000) });
  if (length < HOUR_MS) return t('time.minutes', { count: Math.floor(length / MINUTE_MS) });
  if (length < DAY_MS) return t('time.hours', { count: Math.floor(length / HOUR_MS) });
  if (length < 14 * DAY_MS) return t('time.days', { count: Math.floor(length / DAY_MS) });
  if (length < 60 * DAY_MS) return t('time.weeks', { count: Math.floor(length / (7 * DAY_MS)) });
  if (length < 730 * DAY_MS) return t('time.months', { count: Math.floor(length / (30 * DAY_MS)) });
  return t('time.years', { count: Math.floor(length / (365 * DAY_MS)) });
}

/** `12 min ago`, `in 3 h`; within ten seconds `just now`. */
export function formatRelative(ms: number, nowMs: number): string {
  if (!Number.isFinite(ms)) return '';
  const distance = ms - nowMs;
  if (Math.abs(distance) < 10_000) return t('time.justNow');
  const duration = formatDuration(distance);
  return distance < 0 ? t('time.ago', { duration }) : t('time.until', { duration });
}

export type Urgency = 'overdue' | 'soon' | 'later';

/** What is due within an hour is soon. */
export const DUE_SOON_MS = HOUR_MS;

/** How a due date reads, and how much it presses. */
export function formatDue(ms: number, nowMs: number): { text: string; urgency: Urgency } {
  if (!Number.isFinite(ms)) return { text: '', urgency: 'later' };
  const distance = ms - nowMs;
  const duration = formatDuration(distance);
  if (Math.abs(distance) < 1000) return { text: t('due.now'), urgency: 'soon' };
  if (distance < 0) return { text: t('due.overdue', { duration }), urgency: 'overdue' };
  return { text: t('due.in', { duration }), urgency: distance < DUE_SOON_MS ? 'soon' : 'later' };
}

function spokenFormats(): typeof formats {
  const locale = spokenLocale();
  if (formats.locale !== locale) formats = formatsOf(locale);
  return formats;
}

function formatsOf(locale: string) {
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const day = { day: 'numeric', month: 'short' } as const;
  return {
    locale,
    exact: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
    second: new Intl.DateTimeFormat(locale, { ...time, second: '2-digit' }),
    clock: new Intl.DateTimeFormat(locale, time),
    weekdayAndClock: new Intl.DateTimeFormat(locale, { weekday: 'short', ...time }),
    dayAndClock: new Intl.DateTimeFormat(locale, { ...day, ...time }),
    yearToo: new Intl.DateTimeFormat(locale, { ...day, year: 'numeric', ...time }),
  };
}
