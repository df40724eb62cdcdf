import { randomFillSync } from 'node:crypto';
import type { RandomBytes } from './tokens.ts';

const POOL_BYTES = 8_192;
/** Larger ones are rare, and asked for by themselves. */
const POOLED_MAXIMUM = 64;

/**
 * The system's randomness, fetched for many small requests at once: a server asks for it several times a request. Bytes
 * are given out once, and wiped from the pool.
 */
export function createPooledRandomBytes(): RandomBytes {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return (size) => {
    if (size > POOLED_MAXIMUM) return randomFillSync(Buffer.alloc(size));
    if (used + size > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const bytes = Buffer.from(pool.subarray(used, used + size));
    pool.fill(0, used, used + size);
    used += size;
    return bytes;
  };
}
