import { expect, test } from 'vitest';
import { readLocalMoment, snoozeTimes } from './snooze-times.ts';

const at = (text: string) => new Date(text).getTime();
const offered = (now: string) => Object.fromEntries(snoozeTimes(at(now)).map(({ id, atMs }) => [id, atMs]));

test('tomorrow and next week begin at nine in the morning', () => {
  expect(offered('2026-11-21T14:30')).toEqual({
    hour: at('2026-11-21T15:30'),
    fourHours: at('2026-11-21T18:30'),
    tomorrow: at('2026-11-22T09:00'),
    nextWeek: at('2026-11-23T09:00'),
  });
});

test('on a Monday next week is a week away, and months end', () => {
  expect(offered('2026-11-30T08:00')).toMatchObject({ tomorrow: at('2026-12-01T09:00'), nextWeek: at('2026-12-07T09:00') });
});

test('only a moment to come is one', () => {
  const now = at('2026-11-21T14:30');
  expect(readLocalMoment('2026-11-21T14:31', now)).toBe(at('2026-11-21T14:31'));
  expect([readLocalMoment('2026-11-21T14:30', now), readLocalMoment('', now)]).toEqual([null, null]);
});
