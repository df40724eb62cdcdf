import { expect, test } from 'vitest';
import { withTypedSince } from './typed-since.ts';

test('what was typed while a draft was on its way stays; the rest is as the server has it', () => {
  const sent = { name: 'Support ', week: ['9-12'] };
  const saved = { name: 'Support', week: ['09:00–12:00'] };
  expect(withTypedSince(saved, sent, sent)).toEqual(saved);
  expect(withTypedSince(saved, sent, { ...sent, name: 'Support at night' })).toEqual({ ...saved, name: 'Support at night' });
  expect(withTypedSince(saved, sent, { ...sent, week: [] })).toEqual({ name: 'Support', week: [] });
});
