import { expect, it } from 'vitest';
import { createPooledRandomBytes } from './pooled-random-bytes.ts';

it('gives out every size, and nothing twice', () => {
  const randomBytes = createPooledRandomBytes();
  const seen = new Set<string>();
  for (let round = 0; round < 5_000; round += 1) {
    const size = round % 2 === 0 ? 12 : 32;
    const bytes = randomBytes(size);
    expect(bytes).toHaveLength(size);
    seen.add(bytes.toString('hex'));
  }
  expect(seen.size).toBe(5_000);
  expect(randomBytes(1_000)).toHaveLength(1_000);
  expect(randomBytes(0)).toHaveLength(0);
});

it('keeps what it gave out as it was', () => {
  const randomBytes = createPooledRandomBytes();
  const first = randomBytes(32);
  const before = first.toString('hex');
  for (let round = 0; round < 1_000; round += 1) randomBytes(32);
  expect(first.toString('hex')).toBe(before);
});
