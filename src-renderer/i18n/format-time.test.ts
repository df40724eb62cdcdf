import { expect, test } from 'vitest';
import { formatClock, formatDue, formatDuration, formatRelative } from './format-time.ts';

const NOW_MS = new Date(2026, 10, 21, 14, 32).getTime();

test('a moment is told by as much of its date as today does not say already', () => {
  expect(formatClock(new Date(2026, 10, 21, 9, 5).getTime(), NOW_MS)).toBe('09:05');
  expect(formatClock(new Date(2026, 6, 12, 12, 29).getTime(), NOW_MS)).toBe('12 Jul, 12:29');
  expect(formatClock(new Date(2024, 6, 12, 12, 29).getTime(), NOW_MS)).toBe('12 Jul 2024, 12:29');
  expect(formatClock(new Date(2027, 0, 1, 0, 0).getTime(), NOW_MS)).toBe('1 Jan 2027, 00:00');
  expect(formatClock(Number.NaN, NOW_MS)).toBe('');
});

test('a length of time is told in its largest unit', () => {
  expect([45_000, 12 * 60_000, 3 * 3_600_000, 2 * 86_400_000, 800 * 86_400_000].map(formatDuration)).toEqual([
    '45 s',
    '12 min',
    '3 h',
    '2 d',
    '2 y',
  ]);
});

test('a due date presses when it is near, and more when it has passed', () => {
  expect(formatDue(NOW_MS + 2 * 3_600_000, NOW_MS)).toEqual({ text: 'in 2 h', urgency: 'later' });
  expect(formatDue(NOW_MS + 5 * 60_000, NOW_MS)).toEqual({ text: 'in 5 min', urgency: 'soon' });
  expect(formatDue(NOW_MS - 60_000, NOW_MS)).toEqual({ text: '1 min overdue', urgency: 'overdue' });
  expect(formatRelative(NOW_MS - 3_000, NOW_MS)).toBe('just now');
});
