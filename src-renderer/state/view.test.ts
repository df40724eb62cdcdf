import { expect, test } from 'vitest';
import { DEFAULT_SORT, hasConditions, NO_CONDITIONS, taskQuery, toggleFilterValue, viewKey } from './view.ts';

test('every view keeps its own place', () => {
  expect(viewKey({ kind: 'inbox' })).toBe('inbox');
  expect(viewKey({ kind: 'tasks', scope: { kind: 'queue', queueUid: 'kyc' } })).toBe('queue:kyc');
  expect(viewKey({ kind: 'tasks', scope: { kind: 'mine' } })).toBe('mine');
});

test('done work that waits to be sent is listed with what waits', () => {
  expect(taskQuery({ kind: 'pending' }, NO_CONDITIONS, DEFAULT_SORT).statuses).toContain('DONE');
  expect(taskQuery({ kind: 'mine' }, NO_CONDITIONS, DEFAULT_SORT).statuses).toBeNull();
  expect(taskQuery({ kind: 'pending' }, { ...NO_CONDITIONS, statuses: ['TODO'] }, DEFAULT_SORT).statuses).toEqual(['TODO']);
});

test('blanks around the words that are searched for do not count', () => {
  expect(taskQuery({ kind: 'all' }, { ...NO_CONDITIONS, text: ' bo ' }, DEFAULT_SORT).text).toBe('bo');
});

test('values of a filter are switched one by one, and the last one takes the filter along', () => {
  const one = toggleFilterValue([], 'fields.country', 'FR');
  const two = toggleFilterValue(one, 'fields.country', null);
  expect(two).toEqual([{ path: 'fields.country', operator: 'is', values: ['FR', null] }]);
  expect(toggleFilterValue(toggleFilterValue(two, 'fields.country', 'FR'), 'fields.country', null)).toEqual([]);
  expect(hasConditions({ ...NO_CONDITIONS, filters: one })).toBe(true);
});
