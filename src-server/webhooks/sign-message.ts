import { createHmac, randomBytes } from 'node:crypto';

/** What receivers get besides the body. Header names as in the Standard Webhooks specification. */
export interface SignedMessage {
  /** The `webhook-id`: the same over retries and replays. */
  id: string;
  /** The exact text that is sent. */
  body: string;
  /** When this attempt was made. */
  atMicros: number;
  /** `whsec_…`; more than one while a rotation's overlap lasts. */
  secrets: readonly string[];
}

const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newWebhookSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** The three headers of the Standard Webhooks specification, with one signature per secret. */
export function signMessage({ id, body, atMicros, secrets }: SignedMessage): Record<string, string> {
  const timestamp = String(Math.floor(atMicros / 1_000_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
