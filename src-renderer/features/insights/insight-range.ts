export const RANGES = ['today', '7', '14', '30', '90', 'custom'] as const;
export type InsightRange = (typeof RANGES)[number];

const DAY_MS = 86_400_000;

/** The days of a range that ends today, as the time zone has them. */
export function daysOf(range: Exclude<InsightRange, 'custom'>, timeZone: string, nowMs: number): { since: string; until: string } {
  const until = dateIn(timeZone, nowMs);
  const days = range === 'today' ? 1 : Number(range);
  return { since: new Date(Date.parse(`${until}T00:00:00Z`) - (days - 1) * DAY_MS).toISOString().slice(0, 10), until };
}

/** `2026-03-31`: the day that it is there. */
export function dateIn(timeZone: string, ms: number): string {
  return zonedIso(ms, timeZone).slice(0, 10);
}

/** `2026-03-31T14:30:00+02:00`: the time that clocks show there, with how far they are from UTC. */
export function zonedIso(ms: number, timeZone: string): string {
  const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...numeric });
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const wall = `${at('year')}-${at('month')}-${at('day')}T${at('hour')}:${at('minute')}:${at('second')}`;
  const minutes = Math.round((Date.parse(`${wall}Z`) - ms) / 60_000);
  const offset = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, '0'));
  return `${wall}${minutes < 0 ? '-' : '+'}${offset.join(':')}`;
}
