import { expect, test } from 'vitest';
import { REFUSAL_REASONS } from '../../../src-shared/task/refusal.ts';
import { rejectionSentence } from './rejection-sentence.ts';

test('a task that somebody holds names the holder', () => {
  expect(rejectionSentence({ reason: 'held', message: 'x', holder: { id: 'u2', name: 'Bo Lindqvist' } })).toBe(
    'Bo Lindqvist holds this task.',
  );
  expect(rejectionSentence({ reason: 'held', message: 'x', holder: null })).toBe('Somebody holds this task.');
});

test('every reason that a server can give has a sentence', () => {
  for (const reason of [...REFUSAL_REASONS, 'unreadable'] as const) {
    expect(rejectionSentence({ reason, message: '', holder: null }), reason).toMatch(/^[A-Z].*\.$/);
  }
});
