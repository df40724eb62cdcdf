import type { Timestamp } from '../../../src-shared/schema/timestamp.ts';
import { formatTimestamp, parseMoment } from '../../../src-shared/time/timestamp.ts';

const WITHOUT_OFFSET = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?$/;

/** Reads what `parseMoment` does, and dates and times without an offset as of the zone. Null for anything else. */
export function readMoment(value: unknown, timeZone: string): Timestamp | null {
  const local = typeof value === 'string' ? WITHOUT_OFFSET.exec(value.trim()) : null;
  const micros = local
    ? parseMoment(`${local[1]}T${local[2] ?? '00:00'}${local[3] ?? ':00'}Z`)
    : parseMoment(typeof value === 'string' ? value.trim() : value);
  if (micros === null) return null;
  return formatTimestamp(local ? shiftFromZone(micros, timeZone) : micros);
}

/** The moment at which a clock of the zone shows what a clock of UTC shows at `micros`; the later one where clocks go back. */
function shiftFromZone(micros: number, timeZone: string): number {
  const first = micros - offsetMicros(micros, timeZone);
  return micros - offsetMicros(first, timeZone);
}

function offsetMicros(micros: number, timeZone: string): number {
  const at = new Date(Math.floor(micros / 1000));
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return (shown - Math.floor(at.getTime() / 1000) * 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for a zone that there is not. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}

export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
