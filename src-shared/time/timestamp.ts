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

/** A change stamps a task with one moment in several places. */
let lastRead = { timestamp: '', micros: 0 };

/** The printed form → integer UTC microseconds. Only for strings that `formatTimestamp` made; throws on others. */
export function timestampMicros(timestamp: Timestamp): number {
  if (timestamp !== lastRead.timestamp) lastRead = { timestamp, micros: readMicros(timestamp) };
  return lastRead.micros;
}

function readMicros(timestamp: Timestamp): number {
  const date = timestamp.slice(0, 11);
  const day = date === lastDay.date ? lastDay.number * DAY_MICROS : Date.parse(`${date}00:00:00Z`) * 1000;
  const seconds = (digits(timestamp, 11, 2) * 60 + digits(timestamp, 14, 2)) * 60 + digits(timestamp, 17, 2);
  const micros = day + seconds * 1_000_000 + digits(timestamp, 20, 6);
  if (Number.isNaN(micros)) throw new TypeError(`not a timestamp: ${timestamp}`);
  return micros;
}

const ZERO = 48;
const POINT = 46;
const COMMA = 44;
const MINUS = 45;

function isDigit(code: number): boolean {
  return code >= ZERO && code < ZERO + 10;
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
  return parseRfc3339(text) ?? (/^-?\d+(\.\d+)?$/.test(text) ? parseEpoch(Number(text)) : null);
}

function parseEpoch(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  const micros = Math.round(Math.abs(value) < SECONDS_BELOW ? value * 1_000_000 : value * 1000);
  return inRange(micros);
}

function parseRfc3339(text: string): number | null {
  if (!RFC_3339.test(text)) return null;
  const day = dayMicros(text);
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)];
  // 60 is a leap second: the first one of the next minute.
  if (day === null || hour > 23 || minute > 59 || second > 60) return null;
  let micros = 0;
  let end = 19;
  if (text.charCodeAt(end) === POINT || text.charCodeAt(end) === COMMA) {
    let scale = 100_000;
    for (end += 1; isDigit(text.charCodeAt(end)); end += 1) {
      micros += (text.charCodeAt(end) - ZERO) * Math.floor(scale);
      scale /= 10;
    }
  }
  return inRange(day + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros - offsetMicros(text, end));
}

/** Of the date that a text begins with; null where there is no such day. */
function dayMicros(text: string): number | null {
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
  // Date.UTC takes years below 100 for those of the last century, and rolls 30 February over.
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  return Date.UTC(year, month - 1, day) * 1000;
}

function daysOf(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Of what stands at the end, from `start` on: `Z`, or hours and minutes with or without a colon between. */
function offsetMicros(text: string, start: number): number {
  if (text.length === start + 1) return 0;
  const minutes = digits(text, start + 1, 2) * 60 + digits(text, text.length - 2, 2);
  return (text.charCodeAt(start) === MINUS ? -1 : 1) * minutes * 60_000_000;
}

function inRange(micros: number): number | null {
  return micros >= MIN_MICROS && micros <= MAX_MICROS ? micros : null;
}
