import { describe, expect, it } from 'vitest';
import { bucketAt, bucketsOf, daysAhead } from './time-buckets.ts';

const printed = (bounds: readonly number[]) => bounds.map((micros) => new Date(micros / 1_000).toISOString());
const hours = (bounds: readonly number[]) => bounds.slice(1).map((bound, index) => (bound - (bounds[index] ?? 0)) / 3_600_000_000);

describe('buckets', () => {
  it('are days of the time zone, also those with a clock change', () => {
    const { unit, bounds } = bucketsOf('2026-03-27', '2026-03-30', 'Europe/Berlin');
    expect(unit).toBe('day');
    expect(printed(bounds)[0]).toBe('2026-03-26T23:00:00.000Z');
    expect(hours(bounds)).toEqual([24, 24, 23, 24]);
    expect(hours(bucketsOf('2026-10-24', '2026-10-26', 'Europe/Berlin').bounds)).toEqual([24, 25, 24]);
  });

  it('begin later where the clock change leaves out midnight', () => {
    const { bounds } = bucketsOf('2026-09-04', '2026-09-07', 'America/Santiago');
    expect(hours(bounds)).toEqual([24, 24, 23, 24]);
    expect(printed(bounds)[2]).toBe('2026-09-06T04:00:00.000Z');
  });

  it('are hours for a day or two, and weeks from Monday on for months', () => {
    expect(hours(bucketsOf('2026-03-29', '2026-03-29', 'Europe/Berlin').bounds)).toHaveLength(23);
    expect(bucketsOf('2026-03-28', '2026-03-29', 'Asia/Kathmandu').bounds).toHaveLength(49);
    const { unit, bounds } = bucketsOf('2026-01-01', '2026-04-01', 'UTC');
    expect(unit).toBe('week');
    expect(printed(bounds).slice(0, 3)).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-05T00:00:00.000Z', '2026-01-12T00:00:00.000Z']);
    expect(printed(bounds).at(-1)).toBe('2026-04-02T00:00:00.000Z');
  });

  it.each([
    ['2026-02-30', '2026-03-01', 'UTC', 'query.since must be a date, as 2026-03-31.'],
    ['2026-03-02', '2026-03-01', 'UTC', 'query.until must not be before query.since.'],
    ['2025-01-01', '2026-03-01', 'UTC', 'query.since and query.until must be at most 366 days apart.'],
    ['2026-03-01', '2026-03-01', 'Mars/Olympus', 'query.time_zone names no time zone: write it as Europe/Berlin.'],
  ])('refuse %s to %s in %s', (since, until, zone, message) => {
    expect(() => bucketsOf(since, until, zone)).toThrow(message);
  });

  it('know which of them a moment is in', () => {
    const bounds = [10, 20, 30, 40];
    expect([9, 10, 19, 20, 39, 40].map((at) => bucketAt(bounds, at))).toEqual([null, 0, 0, 1, 2, null]);
  });

  it('look ahead from the beginning of today', () => {
    const now = Date.parse('2026-03-28T22:30:00Z') * 1_000;
    expect(printed(daysAhead(now, 2, 'Europe/Berlin'))).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
  });
});
