const HOUR_MS = 3_600_000;
const SPANS_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const;
export const TIME_SPANS = ['any', 'hour', 'day', 'week', 'month', 'days'] as const;

export interface TimeSpan {
  span: (typeof TIME_SPANS)[number];
  /** Days such as 2026-11-21 by this computer’s time zone, both included; empty: no bound. For the span `days`. */
  firstDay: string;
  lastDay: string;
}

export const ANY_TIME: TimeSpan = { span: 'any', firstDay: '', lastDay: '' };

export function momentsOf({ span, firstDay, lastDay }: TimeSpan, nowMs: number): { since?: string; until?: string } {
  const since = span === 'days' ? startOfDay(firstDay, 0) : span === 'any' ? null : new Date(nowMs - SPANS_MS[span]);
  const until = span === 'days' ? startOfDay(lastDay, 1) : null;
  return { ...(since === null ? {} : { since: since.toISOString() }), ...(until === null ? {} : { until: until.toISOString() }) };
}

/** When a day begins on this computer, or one so many days after it: a day is not always 24 hours long. */
function startOfDay(day: string, later: number): Date | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(year, month - 1, date + later);
}
