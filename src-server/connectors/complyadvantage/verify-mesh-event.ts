import { createHmac, timingSafeEqual } from 'node:crypto';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { VendorEvent, VendorKind } from '../vendor.ts';
import type { MeshCredentials } from './complyadvantage-settings.ts';

const Event = Type.Object({ case_identifier: Type.Optional(Type.Union([Type.String({ minLength: 1 }), Type.Null()])) });

const OLD_AFTER_MS = 300_000;
const VERSION = 'v1,';

/** Standard Webhooks v1. ComplyAdvantage gives the secret without the `whsec_` in front; with it, it is the same one. */
export const verifyMeshEvent: NonNullable<VendorKind['verifyEvent']> = (event, { credentials, nowMs }) => {
  const { signingSecret } = credentials as Partial<MeshCredentials>;
  const id = event.headers['webhook-id'];
  if (!signingSecret || !id || !isSigned(event, id, signingSecret, nowMs())) return null;
  return { deliveryId: id, externalIds: externalIdsOf(event.rawBody) };
};

function isSigned({ headers, rawBody }: VendorEvent, id: string, secret: string, nowMs: number): boolean {
  const timestamp = headers['webhook-timestamp'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp) * 1_000) > OLD_AFTER_MS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest();
  return (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
    const given = Buffer.from(signature.slice(VERSION.length), 'base64');
    return signature.startsWith(VERSION) && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function externalIdsOf(rawBody: Buffer): string[] {
  let body: unknown;
  try {
    body = JSON.parse(rawBody.toString('utf8'));
  } catch {
    // Signed, so it is ComplyAdvantage's; whatever it says, looking what changed is right.
    return [];
  }
  return Check(Event, body) && body.case_identifier ? [`case:${body.case_identifier}`] : [];
}
