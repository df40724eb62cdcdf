import { expect, test } from 'vitest';
import { encodeAuthority } from './virtual-display.mjs';

test('an authority entry holds the cookie for any host and display', () => {
  const entry = encodeAuthority(Buffer.from('0123456789abcdef'));
  const expected = `ffff${'0000'}${'0000'}0012${Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex')}0010${Buffer.from('0123456789abcdef').toString('hex')}`;
  expect(entry.toString('hex')).toBe(expected);
});
