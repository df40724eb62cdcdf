import { expect, test } from 'vitest';
import { en } from './en.ts';
import { formatDue, formatDuration, formatRelative } from './format-time.ts';
import { t, tn } from './translate.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;

test('parameters are filled in and numbers are grouped', () => {
  expect(t('list.position', { index: 1, count: 12_412 })).toBe('1 of 12,412');
});

test('a value that looks like a placeholder is not filled again', () => {
  expect(t('task.copied', { name: '{{name}}' })).toBe('{{name}} copied');
});

test('counts choose their plural form', () => {
  expect(tn('list.count', 1)).toBe('1 task');
  expect(tn('list.count', 0)).toBe('0 tasks');
  expect(tn('list.count', 2000)).toBe('2,000 tasks');
});

test('every plural has both forms, and the one of many shows its count', () => {
  for (const [key, sentence] of Object.entries(en)) {
    const stem = /^(.*)_(one|other)$/.exec(key);
    // `already_exists` and the like are names of reasons and columns, not plurals.
    if (!stem) continue;
    expect(en, key).toHaveProperty([`${stem[1]}_one`]);
    expect(en, key).toHaveProperty([`${stem[1]}_other`]);
    if (stem[2] === 'other') expect(sentence).toContain('{{count}}');
  }
});

test('durations are rounded down to their largest unit', () => {
  expect(formatDuration(59_999)).toBe('59 s');
  expect(formatDuration(-12.9 * MINUTE)).toBe('12 min');
  expect(formatDuration(23 * 60 * MINUTE)).toBe('23 h');
  expect(formatDuration(13 * 24 * 60 * MINUTE)).toBe('13 d');
  expect(formatDuration(20 * 24 * 60 * MINUTE)).toBe('2 wk');
});

test('relative times say before and after', () => {
  expect(formatRelative(NOW - 3 * MINUTE, NOW)).toBe('3 min ago');
  expect(formatRelative(NOW + 3 * MINUTE, NOW)).toBe('in 3 min');
  expect(formatRelative(NOW + 4_000, NOW)).toBe('just now');
  expect(formatRelative(Number.NaN, NOW)).toBe('');
});

test('a due date presses when it is within the hour, and says so when it has passed', () => {
  expect(formatDue(NOW + 59 * MINUTE, NOW)).toEqual({ text: 'in 59 min', urgency: 'soon' });
  expect(formatDue(NOW + 60 * MINUTE, NOW)).toEqual({ text: 'in 1 h', urgency: 'later' });
  expect(formatDue(NOW - 3 * MINUTE, NOW)).toEqual({ text: '3 min overdue', urgency: 'overdue' });
});
