import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatBytes } from '../features/settings/server/format-bytes.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { formatClock, formatDue, formatExact, formatRelative } from './format-time.ts';
import { deServer } from './server-sentences/de.ts';
import { formatNumber, speak, t, tn, withinSentence } from './translate.ts';

const NOW_MS = new Date(2026, 10, 21, 14, 32).getTime();
const MINUTE_MS = 60_000;

beforeAll(() => speak('de', de));
afterAll(() => speak('en', en));

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => String(name)).sort();
}

test('there is a German sentence for every English one, and no other', () => {
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  for (const [key, sentence] of Object.entries(de)) expect(sentence.trim(), key).not.toBe('');
});

test('every sentence is filled with the same parameters', () => {
  const german = Object.fromEntries(Object.entries(de).map(([key, sentence]) => [key, placeholders(sentence)]));
  const english = Object.fromEntries(Object.entries(en).map(([key, sentence]) => [key, placeholders(sentence)]));
  expect(german).toEqual(english);
  for (const [english, german] of Object.entries(deServer)) expect(placeholders(german), english).toEqual(placeholders(english));
});

test('quotation marks are German ones, and what is English is said in names only', () => {
  for (const [key, sentence] of Object.entries({ ...de, ...deServer })) {
    expect(sentence.trim(), key).not.toBe('');
    expect(sentence, key).not.toMatch(/”|’/);
    expect(sentence, key).not.toMatch(/\b(the|and|you|your|with|task|queue)\b/i);
  }
});

test('counts choose their plural form', () => {
  expect(tn('list.count', 1)).toBe('1 Aufgabe');
  expect(tn('list.count', 0)).toBe('0 Aufgaben');
  expect(tn('list.count', 2000)).toBe('2.000 Aufgaben');
});

test('numbers, sizes, moments and due dates are German', () => {
  expect(formatNumber(12_412)).toBe('12.412');
  expect(formatBytes(12_500_000)).toBe('12,5 MB');
  expect(formatExact(NOW_MS)).toBe('21.11.2026, 14:32:00');
  expect(formatClock(new Date(2024, 6, 12, 12, 29).getTime(), NOW_MS)).toBe('12. Juli 2024, 12:29');
  expect(formatRelative(NOW_MS - 3 * MINUTE_MS, NOW_MS)).toBe('vor 3 min');
  expect(formatDue(NOW_MS - 50 * 60 * MINUTE_MS, NOW_MS).text).toBe('2 Tg. überfällig');
});

test('what was English a moment ago is German now, and back', () => {
  expect(t('act.claim')).toBe('Übernehmen');
  expect(withinSentence('Admin')).toBe('Admin');
  speak('en', en);
  expect([t('act.claim'), withinSentence('Admin'), formatExact(NOW_MS)]).toEqual(['Claim', 'admin', '21 Nov 2026, 14:32:00']);
  speak('de', de);
  expect(formatExact(NOW_MS)).toBe('21.11.2026, 14:32:00');
});
