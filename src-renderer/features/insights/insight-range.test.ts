import { expect, test } from 'vitest';
import { timeZones } from '../../state/time-zones.ts';
import { daysOf, zonedIso } from './insight-range.ts';

const NOW = Date.parse('2026-03-29T23:30:00Z');

test('a range ends on the day that it is in the time zone', () => {
  expect(daysOf('today', 'Europe/Berlin', NOW)).toEqual({ since: '2026-03-30', until: '2026-03-30' });
  expect(daysOf('7', 'UTC', NOW)).toEqual({ since: '2026-03-23', until: '2026-03-29' });
});

test('moments are written as clocks there show them', () => {
  expect(zonedIso(Date.parse('2026-03-29T00:59:59Z'), 'Europe/Berlin')).toBe('2026-03-29T01:59:59+01:00');
  expect(zonedIso(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toBe('2026-03-29T03:00:00+02:00');
  expect(zonedIso(Date.parse('2026-03-29T01:00:00Z'), 'America/St_Johns')).toBe('2026-03-28T22:30:00-02:30');
  expect(zonedIso(0, 'UTC')).toBe('1970-01-01T00:00:00+00:00');
});

test('one’s own time zone comes first, each once', () => {
  const zones = timeZones('Europe/Berlin');
  expect(zones.slice(0, 2)).toEqual(['Europe/Berlin', 'UTC']);
  expect(new Set(zones).size).toBe(zones.length);
});
