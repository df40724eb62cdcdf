import { parseMoment } from '../../src-shared/time/timestamp.ts';
import { ApiError } from '../http/api-error.ts';
import type { DeliveryPosition } from '../webhooks/delivery-queries.ts';

/** A moment from a query or a body, in microseconds; null when absent. Throws an ApiError that names the parameter. */
export function readMoment(value: string | number | undefined, name: string): number | null {
  if (value === undefined) return null;
  // In a query, a plus sign is a space to those who decode forms: +00:00 arrives so.
  const moment = parseMoment(typeof value === 'string' ? value.replace(/ (?=\d{2}:?\d{2}$)/, '+') : value);
  if (moment === null) throw invalid(name, `${name} is no moment of the years 1684 to 2255: write it like 2024-07-12T12:29:16Z.`);
  return moment;
}

export function writeCursor({ createdAtMicros, id }: DeliveryPosition): string {
  return Buffer.from(`${createdAtMicros}:${id}`).toString('base64url');
}

export function readCursor(text: string | undefined): DeliveryPosition | null {
  if (text === undefined || text === '') return null;
  const match = /^(\d{1,16}):(\w{1,64})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match?.[1] || !match[2]) throw invalid('cursor', 'The cursor is none that this server gave out.');
  return { createdAtMicros: Number(match[1]), id: match[2] };
}

function invalid(name: string, message: string): ApiError {
  return new ApiError('validation_failed', message, { details: { path: `/${name}` } });
}
