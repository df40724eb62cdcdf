import type { SecretBox } from '../auth/secret-box.ts';
import { newWebhookSecret } from './sign-message.ts';

/** How long the secret before a rotation still signs. */
export const ROTATION_OVERLAP_MICROS = 24 * 3600 * 1_000_000;

interface StoredSecret {
  secret: string;
  /** When it stops to sign; null for the current one. */
  until: number | null;
}

export interface FreshSecrets {
  /** To be shown once. */
  secret: string;
  sealed: string;
}

export function createSecrets(box: SecretBox, hookKey: string): FreshSecrets {
  const secret = newWebhookSecret();
  return { secret, sealed: sealSecrets(box, hookKey, [{ secret, until: null }]) };
}

/** The new secret comes first; every older one signs for 24 hours from when it was replaced. */
export function rotateSecrets(box: SecretBox, hookKey: string, sealed: string, nowMicros: number): FreshSecrets {
  const secret = newWebhookSecret();
  const kept = openSecrets(box, hookKey, sealed)
    .filter(({ until }) => until === null || until > nowMicros)
    .map((old) => ({ secret: old.secret, until: old.until ?? nowMicros + ROTATION_OVERLAP_MICROS }));
  return { secret, sealed: sealSecrets(box, hookKey, [{ secret, until: null }, ...kept]) };
}

/** The secrets that sign a message sent now, the current one first. */
export function signingSecrets(box: SecretBox, hookKey: string, sealed: string, nowMicros: number): string[] {
  return openSecrets(box, hookKey, sealed)
    .filter(({ until }) => until === null || until > nowMicros)
    .map(({ secret }) => secret);
}

function openSecrets(box: SecretBox, hookKey: string, sealed: string): StoredSecret[] {
  return JSON.parse(box.open(sealed, contextOf(hookKey))) as StoredSecret[];
}

function sealSecrets(box: SecretBox, hookKey: string, secrets: readonly StoredSecret[]): string {
  return box.seal(JSON.stringify(secrets), contextOf(hookKey));
}

function contextOf(hookKey: string): string {
  return `hook:${hookKey}`;
}
