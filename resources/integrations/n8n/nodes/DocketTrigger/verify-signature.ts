import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks: what is older or newer than this is no fresh message but a recorded one. */
const TOLERANCE_SECONDS = 5 * 60;

export interface SignedMessage {
  headers: Record<string, string | string[] | undefined>;
  rawBody: Uint8Array;
}

/** Whether a message was signed with the secret (`whsec_…`) within five minutes of `nowMs`, by Standard Webhooks. */
export function isSignedWith(secret: string, { headers, rawBody }: SignedMessage, nowMs: number): boolean {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  // NaN compares false.
  if (!(Math.abs(nowMs / 1_000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest();
  // Several: after a rotation messages are signed with the old secret too.
  return signatures.split(' ').some((signature) => {
    const [version, base64 = ''] = signature.split(',');
    const given = Buffer.from(base64, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
