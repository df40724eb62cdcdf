import { compileCondition } from '../../src-shared/queue/condition.ts';
import { ConditionSubject } from '../../src-shared/queue/condition-subject.ts';
import type { JsonObject, Task } from '../../src-shared/schema/task.ts';
import type { Sql } from '../store/database.ts';
import type { SqlCondition, TaskList } from './list-tasks.ts';
import { TASK_COLUMNS, type TaskRow, taskOf } from './task-row.ts';

export interface TaskSort {
  field: string;
  order: 'asc' | 'desc';
}

/** A number, a text, or null where the task has no value to sort by. */
export type SortKey = number | string | null;

/** Where a page of a sorted search ended. */
export interface SearchPlace {
  keys: SortKey[];
  uid: string;
}

/** Plain data: it travels to the thread that looks through everything. */
export interface TaskSearchRequest {
  condition: JsonObject | null;
  /** At least one. */
  sorts: TaskSort[];
  limit: number;
  after: SearchPlace | null;
  scope: SqlCondition | null;
}

const CHUNK = 500;

interface Found extends SearchPlace {
  task: Task;
}

/**
 * The tasks for which the condition holds, in the order of any attributes and fields: looks at every task for each page
 * and keeps the next `limit`. Numbers come before texts, tasks without a value last; what is equal is in the order of ids.
 */
export async function searchTasks(sql: Sql, request: TaskSearchRequest, checkTime: () => void): Promise<TaskList> {
  const { condition, sorts, limit, after } = request;
  const compiled = compileCondition(condition ?? {});
  const compare = comparisonOf(sorts);
  let best: Found[] = [];
  for await (const task of allTasks(sql, request.scope, checkTime)) {
    const subject = new ConditionSubject(task);
    if (!compiled.holds(subject)) continue;
    const found = { task, uid: task.uid, keys: sorts.map(({ field }) => sortKeyOf(subject, field)) };
    if (after && compare(found, after) <= 0) continue;
    best.push(found);
    if (best.length > 4 * limit + 1_000) best = best.sort(compare).slice(0, limit + 1);
  }
  best.sort(compare);
  const last = best[limit - 1];
  const hasMore = best.length > limit;
  return { tasks: best.slice(0, limit).map(({ task }) => task), nextCursor: hasMore && last ? encodePlace(last, sorts) : null };
}

async function* allTasks(sql: Sql, scope: SqlCondition | null, checkTime: () => void) {
  let afterSeq = 0;
  for (;;) {
    const rows = await sql.all<TaskRow>(
      `SELECT ${TASK_COLUMNS} FROM tasks WHERE seq > ? AND deleted = 0 ${scope ? `AND ${scope.text}` : ''} ORDER BY seq LIMIT ?`,
      [afterSeq, ...(scope?.parameters ?? []), CHUNK],
    );
    for (const row of rows) yield taskOf(row);
    const last = rows.at(-1);
    if (!last || rows.length < CHUNK) return;
    afterSeq = last.seq;
    checkTime();
  }
}

function sortKeyOf(subject: ConditionSubject, field: string): SortKey {
  const [first] = subject.valuesOf(field);
  if (!first) return null;
  return typeof first.value === 'number' ? first.value : (first.text ?? null);
}

function comparisonOf(sorts: readonly TaskSort[]): (a: SearchPlace, b: SearchPlace) => number {
  return (a, b) => {
    for (const [index, { order }] of sorts.entries()) {
      const difference = compareKeys(a.keys[index] ?? null, b.keys[index] ?? null, order === 'desc');
      if (difference !== 0) return difference;
    }
    return a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0;
  };
}

function compareKeys(a: SortKey, b: SortKey, isDescending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  const difference = a < b ? -1 : a > b ? 1 : 0;
  return isDescending ? -difference : difference;
}

export function encodePlace({ keys, uid }: SearchPlace, sorts: readonly TaskSort[]): string {
  return Buffer.from(JSON.stringify([sorts.map(({ field, order }) => [field, order]), keys, uid])).toString('base64url');
}

/** Null when the text is no cursor of a search with these sorts. */
export function decodePlace(text: string, sorts: readonly TaskSort[]): SearchPlace | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [of, keys, uid] = parts as unknown[];
  if (JSON.stringify(of) !== JSON.stringify(sorts.map(({ field, order }) => [field, order]))) return null;
  if (!Array.isArray(keys) || keys.length !== sorts.length || typeof uid !== 'string') return null;
  const isKey = (key: unknown) => key === null || typeof key === 'string' || typeof key === 'number';
  return keys.every(isKey) ? { keys, uid } : null;
}
