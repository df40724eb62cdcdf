import type { JsonValue } from '../../src-shared/schema/task.ts';
import { equalJson } from '../../src-shared/task/merge-json.ts';
import type { TaskEntry, TaskFilter, TaskPath } from './console-data.ts';

/** The value at a path; undefined where the task has no such field. */
export function valueAt(entry: TaskEntry, path: TaskPath): JsonValue | undefined {
  if (path.startsWith('fields.')) {
    const name = path.slice('fields.'.length);
    return Object.hasOwn(entry.task.fields, name) ? entry.task.fields[name] : undefined;
  }
  return entry.task[path as keyof TaskEntry['task']];
}

/** What a list is ordered by: numbers before text, nothing at the end whatever the direction. */
export type SortKey = number | string | null;

export function sortKeyAt(entry: TaskEntry, path: TaskPath): SortKey {
  const value = valueAt(entry, path);
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value);
}

export function compareSortKeys(a: SortKey, b: SortKey, direction: 'asc' | 'desc'): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order = typeof a === typeof b ? (a < b ? -1 : 1) : typeof a === 'number' ? -1 : 1;
  return direction === 'asc' ? order : -order;
}

export function passesFilter(entry: TaskEntry, filter: TaskFilter): boolean {
  const value = valueAt(entry, filter.path);
  switch (filter.operator) {
    case 'is':
      return isOneOf(value, filter.values);
    case 'is-not':
      return !isOneOf(value, filter.values);
    case 'contains': {
      const text = textOf(value);
      return filter.values.some((wanted) => text.includes(textOf(wanted)));
    }
  }
}

function isOneOf(value: JsonValue | undefined, values: readonly JsonValue[]): boolean {
  return values.some((wanted) => equalJson(wanted, value ?? null));
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase();
}

/** All that the text search looks through, in lower case, kept as long as the entry lives. */
const haystacks = new WeakMap<TaskEntry, string>();

export function matchesWords(entry: TaskEntry, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  let haystack = haystacks.get(entry);
  if (haystack === undefined) {
    haystack = `${entry.task.uid}\n${Object.values(entry.task.fields).map(textOf).join('\n')}`.toLowerCase();
    haystacks.set(entry, haystack);
  }
  return words.every((word) => haystack.includes(word));
}
