import ipaddr from 'ipaddr.js';
import { type Clock, isOpenWindow } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';

const WINDOW_MICROS = 60_000_000;
/** A whole office may be behind one address. */
const PER_MINUTE = 30;
const REMEMBERED_MAXIMUM = 50_000;

/** Counts what an address sends to a form. Throws an ApiError `rate_limited`. */
export type CountSubmission = (formId: string, address: string, weight?: number) => void;

export function createSubmissionLimit(clock: Clock): CountSubmission {
  const windows = new Map<string, { count: number; untilMicros: number }>();
  return (formId, address, weight = 1) => {
    const now = clock.nowMicros();
    const key = `${networkOf(address)} ${formId}`;
    let window = windows.get(key);
    if (!window || !isOpenWindow(window.untilMicros, now, WINDOW_MICROS)) {
      if (windows.size >= REMEMBERED_MAXIMUM) forget(windows, now);
      window = { count: 0, untilMicros: now + WINDOW_MICROS };
      windows.set(key, window);
    }
    window.count += weight;
    if (window.count <= PER_MINUTE) return;
    const retryAfterSeconds = Math.max(1, (window.untilMicros - now) / 1_000_000);
    throw new ApiError('rate_limited', `Too much was sent from your network: wait ${Math.ceil(retryAfterSeconds)} s, then send it again.`, {
      retryAfterSeconds,
    });
  };
}

/** Those that have passed, and if that is not enough the oldest: memory stays bounded under an attack. */
function forget(windows: Map<string, { untilMicros: number }>, now: number): void {
  for (const [key, { untilMicros }] of windows) if (untilMicros <= now) windows.delete(key);
  for (const key of windows.keys()) {
    if (windows.size < REMEMBERED_MAXIMUM) return;
    windows.delete(key);
  }
}

/** One host has a whole /64 of IPv6 addresses. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
