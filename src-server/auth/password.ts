import { scrypt, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from './tokens.ts';

/** The cost of scrypt; it stands in each hash, so that it can grow later. */
export interface PasswordCost {
  N: number;
  r: number;
  p: number;
}

/** One of the equivalent settings of OWASP's Password Storage Cheat Sheet: 32 MiB, about a tenth of a second. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Of the four threads that the disk is synced in too: whoever writes must not wait for everybody's passwords. */
const AT_ONCE = 2;
const waiting: (() => void)[] = [];
let underWay = 0;

/** `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string, cost: PasswordCost, randomBytes: RandomBytes): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) throw new Error('a stored password has an unknown form');
  const expected = Buffer.from(hash, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(actual, expected);
}

async function derive(password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> {
  // NFKC: the same password typed on two keyboards may differ in its code points.
  const text = password.normalize('NFKC');
  if (underWay === AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else underWay += 1;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(text, salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else underWay -= 1;
  }
}
