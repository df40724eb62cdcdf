import { hash } from 'node:crypto';

export type RandomBytes = (size: number) => Buffer;

const TOKEN_BYTES = 32;

export const SESSION_PREFIX = 'ds_';
export const API_KEY_PREFIX = 'dk_live_';
export const INVITATION_PREFIX = 'di_';
export const PASSWORD_RESET_PREFIX = 'dr_';

export function makeToken(prefix: string, randomBytes: RandomBytes): string {
  return `${prefix}${randomBytes(TOKEN_BYTES).toString('base64url')}`;
}

/** Tokens are random and long: a plain hash keeps them unreadable, and can be looked up. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}
