export interface TimeZone {
  /** What a clock on the wall shows, as if it were UTC; whole seconds. */
  localMs(ms: number): number;
}

const NUMERIC = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;

/** A zone as IANA names it; null for what is none. */
export function timeZoneOf(name: string): TimeZone | null {
  const format = formatOf(name);
  if (!format) return null;
  return {
    localMs(ms) {
      const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
      const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
      return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'));
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', ...NUMERIC });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const DAY_MS = 86_400_000;

/** `2026-03-31` → days since 1970-01-01; null for what is no day. */
export function dayNumberOf(date: string): number | null {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? null : ms / DAY_MS;
}
