import type { JsonValue } from '../../src-shared/schema/task.ts';
import type { TaskEntry, TaskPath } from './console-data.ts';
import { valueAt } from './task-value.ts';

/** Values of a path among the open tasks, most frequent first. */
export function distinctValues(entries: Iterable<TaskEntry>, path: TaskPath, limit: number): readonly JsonValue[] {
  const counts = new Map<string, { value: JsonValue; count: number }>();
  for (const entry of entries) {
    const value = entry.task.status === 'DONE' ? undefined : valueAt(entry, path);
    if (value === undefined || value === null) continue;
    const key = JSON.stringify(value);
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { value, count: 1 });
  }
  const byCount = [...counts.values()].sort((a, b) => b.count - a.count);
  return byCount.slice(0, limit).map(({ value }) => value);
}
