import { expect, test } from 'vitest';
import { rankEntry } from './rank-entry.ts';

test('every word that is typed stands in the entry, whichever comes first', () => {
  expect(rankEntry('Sort by due date list.sortByDue', 'sort')).toBe(1);
  expect(rankEntry('Sort by due date list.sortByDue', 'due SORT')).toBe(1);
  expect(rankEntry('Sort by due date list.sortByDue', 'sort title')).toBe(0);
  expect(rankEntry('Sort by due date list.sortByDue', '')).toBe(1);
});

test('letters that are strewn over an entry are no match', () => {
  expect(rankEntry('Open the task’s link in the browser task.openLink', 'sort')).toBe(0);
});

test('the beginning of a word fits better than its middle', () => {
  expect(rankEntry('Unassign task.unassign', 'assign')).toBeLessThan(rankEntry('Assign task.assign', 'assign'));
  expect(rankEntry('Unassign task.unassign', 'assign')).toBeGreaterThan(0);
});
