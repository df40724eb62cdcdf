import { expect, test } from 'vitest';
import type { User } from '../../../src-shared/schema/user.ts';
import { stepSentence } from './step-sentence.ts';

const ada: User = { id: 'ada', email: 'ada@example.com', name: 'Ada', role: 'operator', skills: [], disabled: false };
const people = new Map([ada, { id: 'bo', name: 'Bo Larsen' }].map(({ id, name }) => [id, { id, name }]));

function sentence(step: string, actorName: string, assigneeUid: string | null): string {
  return stepSentence({ step, actorName, actorKind: 'user', assigneeUid }, ada, people);
}

test('who acted is named, oneself as such', () => {
  expect(sentence('claim', 'Bo Larsen', 'bo')).toBe('Bo Larsen claimed it');
  expect(sentence('start', 'Ada', 'ada')).toBe('You started it');
});

test('who assigns, or claims for somebody, says to whom', () => {
  expect(sentence('assign', 'Mia', 'ada')).toBe('Mia assigned it to you');
  expect(sentence('assign', 'Ada', 'ada')).toBe('You assigned it to yourself');
  expect(sentence('claim', 'First key', 'bo')).toBe('First key assigned it to Bo Larsen');
  expect(sentence('assign', 'Mia', 'gone')).toBe('Mia assigned it to somebody');
});

test('a step that this console does not know is shown by its own name', () => {
  expect(sentence('escalate', 'Bo Larsen', null)).toBe('Bo Larsen: escalate');
});
