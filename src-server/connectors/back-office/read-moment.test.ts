import { expect, it } from 'vitest';
import { isTimeZone, readMoment } from './read-moment.ts';

it.each([
  ['2026-07-01', 'Europe/Paris', '2026-06-30T22:00:00.000000+00:00'],
  ['2026-01-01 09:15', 'America/New_York', '2026-01-01T14:15:00.000000+00:00'],
  ['2026-01-01T09:15:30.25', 'Asia/Kolkata', '2026-01-01T03:45:30.250000+00:00'],
  // Clocks go forward over this one, and back over the next.
  ['2026-03-29 02:30', 'Europe/Paris', '2026-03-29T01:30:00.000000+00:00'],
  ['2026-10-25 02:30', 'Europe/Paris', '2026-10-25T01:30:00.000000+00:00'],
  ['2026-01-01T09:15:00+02:00', 'America/New_York', '2026-01-01T07:15:00.000000+00:00'],
  [1_767_258_000, 'America/New_York', '2026-01-01T09:00:00.000000+00:00'],
])('%s in %s', (value, timeZone, expected) => {
  expect(readMoment(value, timeZone)).toBe(expected);
});

it.each(['', 'tomorrow', '31/12/2026', '2026-13-01', '2026-01-01 25:00'])('%j is no moment', (value) => {
  expect(readMoment(value, 'UTC')).toBeNull();
});

it('knows zones by their names', () => {
  expect([isTimeZone('Europe/Paris'), isTimeZone('UTC'), isTimeZone('Mars/Olympus')]).toEqual([true, true, false]);
});
