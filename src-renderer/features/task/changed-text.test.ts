import { expect, test } from 'vitest';
import { changedText } from './changed-text.ts';

const NOW_MS = Date.parse('2026-11-21T10:00:00Z');

test('what changed is called as in the list, with its new value', () => {
  expect(changedText({ priority: 4, skills: ['german', 'level-2'] }, NOW_MS)).toBe('Priority: 4 · Skills: german, level-2');
  expect(changedText({ due_at: '2026-11-21T10:00:00.000000+00:00' }, NOW_MS)).toMatch(/^Due: \d\d:\d\d$/);
  expect(changedText({ due_at: null, queue_uid: 'claims' }, NOW_MS)).toBe('Due · Queue');
});

test('a due date that a target set is said to be its, and one that was sent is a date alone', () => {
  expect(changedText({ due_at: null, due_target_minutes: 90 }, NOW_MS)).toBe('Due · by the queue’s target (1 h 30 min)');
  expect(changedText({ due_at: null, due_target_minutes: null }, NOW_MS)).toBe('Due');
});

test('fields are named, whether the server tells which or this computer what to', () => {
  expect(changedText({ fields: ['amount', 'partner'] }, NOW_MS)).toBe('amount, partner');
  expect(changedText({ fields: { amount: 12, partner: 'VIP' } }, NOW_MS)).toBe('amount, partner');
});

test('an attribute of a newer server goes by its own name', () => {
  expect(changedText({ colour: 'red' }, NOW_MS)).toBe('colour');
});
