import { expect, test } from 'vitest';
import { DEFAULT_COLUMNS } from '../../state/column-layouts.ts';
import {
  columnLabel,
  columnOfSort,
  joinAssignee,
  listColumn,
  moveColumn,
  roomyPx,
  sortPath,
  toggleColumn,
  valueText,
} from './list-columns.ts';

test('attributes have names for people, fields their own', () => {
  expect(columnLabel('due_at')).toBe('Due');
  expect(columnLabel('fields.country')).toBe('country');
  expect(columnLabel('toString')).toBe('toString');
});

test('the title is sorted as the field that it is', () => {
  expect(sortPath('title')).toBe('fields.title');
  expect(columnOfSort(sortPath('title'))).toBe('title');
  expect(columnOfSort(sortPath('due_at'))).toBe('due_at');
});

test('a column that comes back stands where it stood, a field after the title', () => {
  const without = toggleColumn(DEFAULT_COLUMNS, 'assignee_uid', false);
  expect(without).not.toContain('assignee_uid');
  expect(toggleColumn(without, 'assignee_uid', true)).toEqual(DEFAULT_COLUMNS);
  expect(toggleColumn(DEFAULT_COLUMNS, 'fields.country', true)[2]).toBe('fields.country');
  expect(toggleColumn(DEFAULT_COLUMNS, 'title', true)).toBe(DEFAULT_COLUMNS);
});

test('any JSON value fits on a line', () => {
  expect(valueText(null)).toBe('');
  expect(valueText(false)).toBe('false');
  expect(valueText(['a', 1, null])).toBe('a, 1, ');
  expect(valueText([{ a: 1 }])).toBe('[{"a":1}]');
});

test('a column moves along the others, and not off the list', () => {
  const columns = ['status', 'title', 'due_at'];
  expect(moveColumn(columns, 'status', 1)).toEqual(['title', 'status', 'due_at']);
  expect(moveColumn(columns, 'due_at', -2)).toEqual(['due_at', 'status', 'title']);
  expect(moveColumn(columns, 'due_at', 1)).toEqual(columns);
  expect(moveColumn(columns, 'other', 1)).toEqual(columns);
});

test('where the title would have no room, the status says who has a task', () => {
  const columns = DEFAULT_COLUMNS.map(listColumn);
  expect(roomyPx(columns, {})).toBe(660);
  expect(roomyPx(columns, { assignee_uid: 200 })).toBe(728);
  const joined = joinAssignee(columns, new Set());
  expect(joined.map(({ path }) => path)).toEqual(['status', 'title', 'priority', 'due_at']);
  expect(joined[0]?.withAssignee).toBe(true);
});

test('a column that somebody sized or sorts by stays, and without a status there is nothing to join', () => {
  const columns = DEFAULT_COLUMNS.map(listColumn);
  expect(joinAssignee(columns, new Set(['assignee_uid']))).toBe(columns);
  const withoutStatus = columns.filter(({ path }) => path !== 'status');
  expect(joinAssignee(withoutStatus, new Set())).toBe(withoutStatus);
});
