import { describe, expect, it } from 'vitest';
import { officeHours } from '../../../../src-shared/schedule/schedule-fixture.ts';
import { readHours } from './hours-text.ts';
import { pasteHolidays, withPasted } from './paste-holidays.ts';
import { changeOf, draftOfSchedule, isChanged, isSound, newScheduleDraft, problemsOf, settleDay, valuesOf } from './schedule-draft.ts';

describe('hours that are typed', () => {
  it.each([
    ['9-17', ['09:00-17:00']],
    ['0900–1230; 13.15 - 17:30', ['09:00-12:30', '13:15-17:30']],
    ['13-17, 9-12', ['09:00-12:00', '13:00-17:00']],
    ['0-24', ['00:00-24:00']],
    ['18-0', ['18:00-24:00']],
    ['', []],
  ])('%s', (text, spans) => {
    expect(readHours(text)).toEqual({
      hours: spans.map((span) => ({ start: span.slice(0, 5), end: span.slice(6) })),
      spill: null,
      problem: null,
    });
  });

  it.each(['9', 'nine to five', '9-25', '9:75-10', '9-9', '9-12, 11-13'])('%s is told, not guessed', (text) => {
    expect(readHours(text).problem).not.toBeNull();
  });

  it('over midnight go on into the next day, and from Sunday into Monday', () => {
    const { week } = newScheduleDraft('UTC');
    expect(settleDay({ ...week, friday: '22-6' }, 'friday')).toMatchObject({ friday: '22:00–24:00', saturday: '00:00–06:00' });
    expect(settleDay({ ...week, sunday: '22-6' }, 'sunday')).toMatchObject({ sunday: '22:00–24:00', monday: '00:00–06:00, 09:00–17:00' });
  });
});

describe('a schedule that is edited', () => {
  const schedule = officeHours({ holidays: [{ date: '2026-12-25', name: 'Christmas', hours: [] }] });

  it('is not changed by being opened, and asks for its changes alone', () => {
    const draft = draftOfSchedule(schedule);
    expect([isChanged(schedule, draft, draft), changeOf(schedule, draft)]).toEqual([false, {}]);
    const { id: _id, ...values } = schedule;
    expect(valuesOf(draft)).toEqual(values);
    expect(changeOf(schedule, { ...draft, name: ' Desk ' })).toEqual({ name: 'Desk', expected: { name: 'Office hours' } });
  });

  it('names what cannot be read, at its place', () => {
    const draft = draftOfSchedule(schedule);
    const twice = { key: 'new', date: '2026-12-25', name: '', hours: '22-6' };
    const problems = problemsOf({ ...draft, name: ' ', week: { ...draft.week, monday: '9' }, holidays: [...draft.holidays, twice] });
    expect(problems.name).toBeDefined();
    expect(Object.keys(problems.week)).toEqual(['monday']);
    expect(Object.keys(problems.holidays.get('new') ?? {})).toEqual(['date', 'name', 'hours']);
    expect([isSound(problems), isSound(problemsOf(draft))]).toEqual([false, true]);
  });
});

describe('holidays that are pasted', () => {
  it('are read from lines of a calendar or a spreadsheet', () => {
    const text =
      '2026-12-25 Christmas Day\n\n24.12.2026;9-12, 13-14;Christmas Eve\n1/1/2027\tNew Year\n31.02.2027 Nothing\nBoxing Day\n2027-05-01';
    expect(pasteHolidays(text)).toEqual({
      days: [
        { date: '2026-12-25', name: 'Christmas Day', hours: '' },
        { date: '2026-12-24', name: 'Christmas Eve', hours: '09:00–12:00, 13:00–14:00' },
        { date: '2027-01-01', name: 'New Year', hours: '' },
        { date: '2027-05-01', name: 'Holiday', hours: '' },
      ],
      unreadable: [5, 6],
    });
  });

  it('take the place of what is there on the same day, in order', () => {
    const before = [{ key: 'a', date: '2026-12-25', name: 'Christmas', hours: '' }];
    const days = [
      { date: '2026-12-25', name: 'Christmas Day', hours: '' },
      { date: '2026-12-24', name: 'Eve', hours: '' },
    ];
    expect(withPasted(before, days, () => 'b')).toEqual([
      { key: 'b', ...days[1] },
      { key: 'a', ...days[0] },
    ]);
  });
});
