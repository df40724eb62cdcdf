import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimestamp, parseMoment, timestampMicros } from './timestamp.ts';

const micros = fc.integer({ min: -2_208_988_800_000_000, max: 7_258_118_400_000_000 });

describe('timestamps', () => {
  it('print microseconds, six digits and +00:00', () => {
    expect(formatTimestamp(1_720_787_356_891_000)).toBe('2024-07-12T12:29:16.891000+00:00');
    expect(formatTimestamp(1_720_787_356_891_007)).toBe('2024-07-12T12:29:16.891007+00:00');
  });

  it('come back as they were, and sort as text as they sort in time', () => {
    fc.assert(
      fc.property(micros, micros, (a, b) => {
        expect(timestampMicros(formatTimestamp(a))).toBe(a);
        expect(parseMoment(formatTimestamp(a))).toBe(a);
        if (a !== b) expect(formatTimestamp(a) < formatTimestamp(b)).toBe(a < b);
      }),
    );
  });

  it('refuse text that another function made', () => {
    expect(() => timestampMicros('yesterday')).toThrow(TypeError);
  });
});

describe('parseMoment', () => {
  it.each([
    ['2024-07-12T12:29:16.891000+00:00', 1_720_787_356_891_000],
    ['2024-07-12T14:29:16.891+02:00', 1_720_787_356_891_000],
    ['2024-07-12T12:29:16Z', 1_720_787_356_000_000],
    ['2024-07-12 12:29:16.891007Z', 1_720_787_356_891_007],
    ['2024-07-12T12:29:16.8910079Z', 1_720_787_356_891_007],
    [1_720_787_356, 1_720_787_356_000_000],
    [1_720_787_356.5, 1_720_787_356_500_000],
    [1_720_787_356_891, 1_720_787_356_891_000],
    ['1720787356891', 1_720_787_356_891_000],
    ['2016-12-31T23:59:60Z', 1_483_228_800_000_000],
  ])('reads %s', (input, expected) => {
    expect(parseMoment(input)).toBe(expected);
  });

  it('reads what dates print, and the same moment in any zone', () => {
    const dates = fc.date({ min: new Date('1700-01-01'), max: new Date('2255-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.integer({ min: -1439, max: 1439 }), (date, offsetMinutes) => {
        const hours = String(Math.trunc(Math.abs(offsetMinutes) / 60)).padStart(2, '0');
        const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0');
        const local = new Date(date.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1);
        for (const colon of [':', '']) {
          const text = `${local}${offsetMinutes < 0 ? '-' : '+'}${hours}${colon}${minutes}`;
          expect(parseMoment(text)).toBe(date.getTime() * 1000);
        }
      }),
    );
  });

  it('takes days that there are', () => {
    const day = fc.record({ year: fc.integer({ min: 1700, max: 2254 }), month: fc.nat(14), day: fc.nat(33) });
    fc.assert(
      fc.property(day, ({ year, month, day }) => {
        const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const parsed = new Date(`${date}T00:00:00Z`);
        const isThere = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
        expect(parseMoment(`${date}T00:00:00Z`)).toBe(isThere ? parsed.getTime() * 1000 : null);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '',
    'tomorrow',
    '2024-07-12T24:00:00Z',
    '2024-07-12T12:60:00Z',
    '2024-07-12T12:00:61Z',
    '2024-07-12',
    '2024-07-12T12:29:16',
    '2024-02-30T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    {},
    [],
    null,
    true,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('refuses %j', (input) => {
    expect(parseMoment(input)).toBeNull();
  });
});
