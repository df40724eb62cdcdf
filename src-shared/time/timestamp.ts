import type { Timestamp } from '../schema/timestamp.ts';

/** Integer microseconds stay exact up to here: the years 1684 to 2255. */
const MAX_MICROS = Number.MAX_SAFE_INTEGER;
const MIN_MICROS = -MAX_MICROS;

/** Numbers below this are epoch seconds, others milliseconds: 1e11 seconds is the year 5138, 1e11 ms is 1973. */
const SECONDS_BELOW = 100_000_000_000;

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

const DAY_SECONDS = 86_400;
const DAY_MICROS = DAY_SECONDS * 1_000_000;
/** Tasks have several moments each, and most of them fall on the day of the one before: only its time is to be worked out. */
let lastDay = { number: 0, date: '1970-01-01T' };

/** Of a busy server's moments several share a second: by the last digits of its number, what is printed of it. */
const KNOWN_SECONDS = 64;
const knownSeconds = Array.from({ length: KNOWN_SECONDS }, () => ({ number: Number.NaN, text: '' }));

/** Integer UTC microseconds → the one printed form of a moment. */
export function formatTimestamp(micros: number): Timestamp {
  const number = Math.floor(micros / 1_000_000);
  const place = ((number % KNOWN_SECONDS) + KNOWN_SECONDS) % KNOWN_SECONDS;
  let known = knownSeconds[place];
  if (known?.number !== number) {
    known = { number, text: formatSecond(number) };
    knownSeconds[place] = known;
  }
  return `${known.text}${String(1_000_000 + (micros - number * 1_000_000)).slice(1)}+00:00`;
}

/** Up to the point: `2024-07-12T12:29:16.` */
function formatSecond(second: number): string {
  const number = Math.floor(second / DAY_SECONDS);
  if (number !== lastDay.number) {
    const date = new Date(number * DAY_SECONDS * 1_000).toISOString();
    lastDay = { number, date: date.slice(0, date.indexOf('T') + 1) };
  }
  const seconds = second - number * DAY_SECONDS;
  const minutes = Math.floor(seconds / 60);
  return `${lastDay.date}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}.`;
}

/** The printed form → integer UTC microseconds. Only for strings that `formatTimestamp` made; throws on others. */
export function timestampMicros(timestamp: Timestamp): number {
  const date = timestamp.slice(0, 11);
  const day = date === lastDay.date ? lastDay.number * DAY_MICROS : Date.parse(`${date}00:00:00Z`) * 1000;
  const seconds = (digits(timestamp, 11, 2) * 60 + digits(timestamp, 14, 2)) * 60 + digits(timestamp, 17, 2);
  const micros = day + seconds * 1_000_000 + digits(timestamp, 20, 6);
  if (Number.isNaN(micros)) throw new TypeError(`not a timestamp: ${timestamp}`);
  return micros;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** NaN where something else stands. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let index = from; index < from + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * What people and programs send as a date → integer UTC microseconds, or null when it cannot be read.
 * Takes RFC 3339 with an offset or Z (digits past the sixth are cut), epoch seconds and epoch milliseconds, from the years
 * 1684 to 2255.
 */
export function parseMoment(input: unknown): number | null {
  if (typeof input === 'number') return parseEpoch(input);
  if (typeof input !== 'string') return null;
  const text = input.trim();
  if (/^-?\d+(\.\d+)?$/.test(text)) return parseEpoch(Number(text));
  return parseRfc3339(text);
}

function parseEpoch(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  const micros = Math.round(Math.abs(value) < SECONDS_BELOW ? value * 1_000_000 : value * 1000);
  return inRange(micros);
}

function parseRfc3339(text: string): number | null {
  const match = RFC_3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', offset = 'Z'] = match;
  const base = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second === '60' ? '59' : second}Z`);
  // Date.parse rolls 30 February over on some engines: the day must come back as it was sent.
  if (Number.isNaN(base) || new Date(base).getUTCDate() !== Number(day)) return null;
  const micros = Number(fraction.padEnd(6, '0').slice(0, 6));
  const leap = second === '60' ? 1_000_000 : 0;
  return inRange(base * 1000 + micros + leap - offsetMicros(offset));
}

function offsetMicros(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const digits = offset.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return (offset.startsWith('-') ? -1 : 1) * minutes * 60_000_000;
}

function inRange(micros: number): number | null {
  return micros >= MIN_MICROS && micros <= MAX_MICROS ? micros : null;
}
