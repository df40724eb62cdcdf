import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { VendorEvent, VendorSession, VerifiedEvent } from '../vendor.ts';
import { externalIdOf } from './hubspot-item.ts';

const AGE_MAXIMUM_MS = 5 * 60_000;
/** Clocks are never quite together. */
const AHEAD_MAXIMUM_MS = 10_000;

const Events = Type.Array(
  Type.Object({
    subscriptionType: Type.Optional(Type.String()),
    objectTypeId: Type.Optional(Type.String()),
    objectId: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
  }),
);

const NAMES: Readonly<Record<string, string>> = {
  '0-3': 'deals',
  '0-5': 'tickets',
  '0-27': 'tasks',
  deal: 'deals',
  ticket: 'tickets',
};

/** Signature v3: base64 HMAC-SHA256 of method + URI + raw body + timestamp, with the app's client secret. */
export function verifyHubspotEvent(
  event: VendorEvent,
  { credentials, nowMs }: Pick<VendorSession, 'config' | 'credentials' | 'nowMs'>,
): VerifiedEvent | null {
  const secret = credentials.clientSecret;
  const timestamp = event.headers['x-hubspot-request-timestamp'] ?? '';
  const signature = event.headers['x-hubspot-signature-v3'] ?? '';
  const ageMs = nowMs() - Number(timestamp);
  if (typeof secret !== 'string' || secret === '' || !/^\d{1,15}$/.test(timestamp) || ageMs > AGE_MAXIMUM_MS || ageMs < -AHEAD_MAXIMUM_MS) {
    return null;
  }
  const isSigned = [event.url, decodeUri(event.url)].some((url) => {
    const expected = createHmac('sha256', secret).update(event.method).update(url).update(event.rawBody).update(timestamp).digest();
    const given = Buffer.from(signature, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  // HubSpot's event ids are not unique: repeats cannot be told.
  return isSigned ? { deliveryId: null, externalIds: readIds(event.rawBody) } : null;
}

/** HubSpot signs these characters as they are, however they came. */
function decodeUri(url: string): string {
  return url.replaceAll(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);
}

/** What cannot be read still wakes the poller, which finds out by itself. */
function readIds(rawBody: Buffer): string[] {
  const ids = new Set<string>();
  for (const { subscriptionType = '', objectTypeId = '', objectId } of parseEvents(rawBody)) {
    const [family = ''] = subscriptionType.split('.');
    const object = NAMES[objectTypeId] ?? NAMES[family] ?? (objectTypeId.startsWith('2-') ? objectTypeId : undefined);
    if (object !== undefined && objectId !== undefined) {
      ids.add(externalIdOf(object, String(objectId)));
    }
  }
  return [...ids];
}

function parseEvents(rawBody: Buffer) {
  try {
    const value: unknown = JSON.parse(rawBody.toString('utf8'));
    return Check(Events, value) ? value : [];
  } catch {
    // Signed by HubSpot, and yet no JSON: nothing that could be named.
    return [];
  }
}
