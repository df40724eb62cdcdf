import type { JsonValue } from '../schema/task.ts';
import { parseMoment } from '../time/timestamp.ts';
import type { AttributeKind } from './condition-field.ts';

const DAY_MICROS = 86_400_000_000;
/** Longer texts are neither numbers nor dates: nobody pays for looking. */
const NUMBER_CHARACTERS = 40;
const DATE_CHARACTERS = 40;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(?:\.\d{1,9})?)?$/;

/** Both ends belong to it, in integer UTC microseconds. */
export interface MomentRange {
  from: number;
  to: number;
}

/** How texts are compared: their case, and how an accent is encoded, do not count. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** A number, or a text that is one; null otherwise. */
export function readNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > NUMBER_CHARACTERS) return null;
  const text = value.trim();
  if (!NUMBER.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

export function isNumeric(value: unknown): boolean {
  return readNumber(value) !== null;
}

/**
 * A date as people write it. A day without a time is the whole day in UTC; a time without an offset is UTC; a number is an
 * epoch, in seconds or milliseconds. Null for everything else.
 */
export function readMomentRange(value: unknown): MomentRange | null {
  if (typeof value === 'string' && !isNumeric(value)) return readDateText(value);
  const micros = parseMoment(typeof value === 'string' ? Number(value) : value);
  return micros === null ? null : { from: micros, to: micros };
}

/** The same without epochs: a text that looks like a date. */
export function readDateText(value: string): MomentRange | null {
  if (value.length < 10 || value.length > DATE_CHARACTERS) return null;
  const text = value.trim();
  if (text[4] !== '-') return null;
  if (DAY.test(text)) {
    const from = parseMoment(`${text}T00:00:00Z`);
    return from === null ? null : { from, to: from + DAY_MICROS - 1 };
  }
  const seconds = LOCAL.exec(text);
  const micros = parseMoment(seconds ? `${text}${seconds[1] === undefined ? ':00' : ''}Z` : text);
  return micros === null ? null : { from: micros, to: micros };
}

/** One value of a rule, read once in every way in which it may be compared. */
export interface Operand {
  /** As text: folded, unless only the exact text counts. */
  text: string;
  isText: boolean;
  /** A number that was sent as one. */
  strictNumber: number | null;
  /** A number, also when it was sent as text: what query builders do by default. */
  number: number | null;
  range: MomentRange | null;
}

export function readOperand(value: string | number | boolean, kind: AttributeKind | 'json'): Operand {
  const isText = typeof value === 'string';
  return {
    text: kind === 'identifier' ? String(value) : foldText(String(value)),
    isText,
    strictNumber: typeof value === 'number' && kind !== 'date' ? value : null,
    number: kind === 'date' ? null : readNumber(value),
    range: kind === 'date' ? readMomentRange(value) : isText ? readDateText(value) : null,
  };
}

/** What is compared with operands: a value of a task that is no list and no object, or its absence. */
export interface Actual {
  value: JsonValue;
  /** As the operand's text is. */
  text: string | null;
}

export function equalsOperand({ value, text }: Actual, operand: Operand): boolean {
  switch (typeof value) {
    case 'string':
      if (operand.strictNumber !== null) return readNumber(value) === operand.strictNumber;
      return text === operand.text || (operand.range !== null && isWithin(value, operand.range));
    case 'number':
      return value === operand.number || (operand.range !== null && isWithin(value, operand.range));
    case 'boolean':
      return text === operand.text;
    default:
      return false;
  }
}

function isWithin(value: string | number, range: MomentRange): boolean {
  const moment = momentOf(value);
  return moment !== null && moment >= range.from && moment <= range.to;
}

/**
 * -1, 0 or 1: below, at or above the operand, which decides how: as numbers when it is one, as moments when it is a
 * date, else as texts. Null when the two cannot be compared.
 */
export function compareWithOperand({ value, text }: Actual, operand: Operand): -1 | 0 | 1 | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  if (operand.number !== null) {
    const number = readNumber(value);
    return number === null ? null : order(number, operand.number, operand.number);
  }
  if (operand.range) {
    const moment = momentOf(value);
    return moment === null ? null : order(moment, operand.range.from, operand.range.to);
  }
  return operand.isText && typeof value === 'string' && text !== null ? order(text, operand.text, operand.text) : null;
}

function momentOf(value: string | number): number | null {
  return typeof value === 'number' ? parseMoment(value) : (readDateText(value)?.from ?? null);
}

function order<Value extends string | number>(value: Value, from: Value, to: Value): -1 | 0 | 1 {
  return value < from ? -1 : value > to ? 1 : 0;
}
