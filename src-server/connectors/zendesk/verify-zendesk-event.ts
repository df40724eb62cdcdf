import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { VendorEvent, VendorSession, VerifiedEvent } from '../vendor.ts';

/** Of Zendesk's own events; what triggers send, an admin writes. */
const Event = Type.Object({
  id: Type.Optional(Type.String()),
  subject: Type.Optional(Type.String()),
  detail: Type.Optional(Type.Object({ id: Type.Optional(Type.Union([Type.String(), Type.Integer()])) })),
  ticket_id: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
});

/** Base64 HMAC-SHA256 of timestamp + raw body, nothing in between, with the webhook's signing secret. */
export function verifyZendeskEvent(
  { headers, rawBody }: VendorEvent,
  { credentials }: Pick<VendorSession, 'config' | 'credentials' | 'nowMs'>,
): VerifiedEvent | null {
  const secret = credentials.signingSecret;
  const timestamp = headers['x-zendesk-webhook-signature-timestamp'] ?? '';
  if (typeof secret !== 'string' || secret === '' || timestamp === '') {
    return null;
  }
  const expected = createHmac('sha256', secret).update(timestamp).update(rawBody).digest();
  const given = Buffer.from(headers['x-zendesk-webhook-signature'] ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return null;
  }
  const event = parseEvent(rawBody);
  const number = /^zen:ticket:(\d+)$/.exec(event.subject ?? '')?.[1] ?? event.ticket_id;
  return {
    deliveryId: event.id ?? headers['x-zendesk-webhook-invocation-id'] ?? null,
    externalIds: number === undefined || !/^\d+$/.test(String(number)) ? [] : [`ticket:${number}`],
  };
}

function parseEvent(rawBody: Buffer): Type.Static<typeof Event> {
  try {
    const value: unknown = JSON.parse(rawBody.toString('utf8'));
    return Check(Event, value) ? value : {};
  } catch {
    // A trigger may send any text: it wakes the poller all the same.
    return {};
  }
}
