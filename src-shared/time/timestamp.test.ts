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

  it.each([
    '',
    'tomorrow',
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
