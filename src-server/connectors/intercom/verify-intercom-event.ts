import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { VendorEvent, VendorKind, VerifiedEvent } from '../vendor.ts';
import type { IntercomCredentials } from './intercom-settings.ts';

const Notification = Type.Object({
  id: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])),
  data: Type.Optional(
    Type.Object({ item: Type.Optional(Type.Object({ type: Type.String(), id: Type.Union([Type.String(), Type.Integer()]) })) }),
  ),
});

const PREFIX = 'sha1=';

/** Intercom signs the raw body with the app's client secret, and no time: repeats are told by the notification's id. */
export const verifyIntercomEvent: NonNullable<VendorKind['verifyEvent']> = (event, { credentials }) => {
  const { clientSecret } = credentials as IntercomCredentials;
  if (!clientSecret || !isSigned(event, clientSecret)) return null;
  let body: unknown;
  try {
    body = JSON.parse(event.rawBody.toString('utf8'));
  } catch {
    // Signed, so it is Intercom's; whatever it says, looking what changed is right.
    return { deliveryId: null, externalIds: [] };
  }
  return Check(Notification, body)
    ? { deliveryId: body.id ?? null, externalIds: externalIdsOf(body.data?.item) }
    : { deliveryId: null, externalIds: [] };
};

function isSigned({ headers, rawBody }: VendorEvent, secret: string): boolean {
  const header = headers['x-hub-signature'] ?? '';
  if (!header.startsWith(PREFIX)) return false;
  const given = Buffer.from(header.slice(PREFIX.length), 'hex');
  const expected = createHmac('sha1', secret).update(rawBody).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function externalIdsOf(item: { type: string; id: string | number } | undefined): VerifiedEvent['externalIds'] {
  return item && (item.type === 'ticket' || item.type === 'conversation') ? [`${item.type}:${item.id}`] : [];
}
