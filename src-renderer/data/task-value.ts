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
  if (typeof value !== 'string') return JSON.stringify(value);
  return TIMESTAMP_PATHS.has(path) ? microsOf(value) : value.toLowerCase();
}

/** Attributes whose values are always of the one form in which moments are written. */
const TIMESTAMP_PATHS = new Set<TaskPath>([
  'status_at',
  'due_at',
  'created_at',
  'updated_at',
  'started_at',
  'done_at',
  'snooze_expires_at',
]);
const ZERO = 48;

/**
 * Grows with the moment, in a tenth of the time that `Date` takes: numbers are sorted several times as fast as text.
 * Months are all as long here, which is right for an order.
 */
function microsOf(text: string): number {
  const two = (place: number) => (text.charCodeAt(place) - ZERO) * 10 + text.charCodeAt(place + 1) - ZERO;
  const months = (two(0) * 100 + two(2) - 2000) * 12 + two(5);
  const seconds = (((months * 31 + two(8)) * 24 + two(11)) * 60 + two(14)) * 60 + two(17);
  return seconds * 1_000_000 + two(20) * 10_000 + two(22) * 100 + two(24);
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

/** All that the text search looks through, in lower case, kept on the entry as long as it lives. */
export interface SearchedEntry extends TaskEntry {
  haystack?: string;
  /** Grows with each entry that is drawn. */
  ordinal?: number;
}

export function matchesWords(entry: SearchedEntry, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const haystack = haystackOf(entry);
  for (const word of words) if (!haystack.includes(word)) return false;
  return true;
}

/** Made when it is first asked for; asked for beforehand, the first search is as fast as the second. */
export function haystackOf(entry: SearchedEntry): string {
  if (entry.haystack === undefined) {
    const { uid, fields } = entry.task;
    let text = uid;
    for (const name in fields) text += `\n${textOf(fields[name])}`;
    entry.haystack = text.toLowerCase();
  }
  return entry.haystack;
}
