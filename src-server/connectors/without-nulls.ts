import type { JsonValue } from '../../src-shared/schema/task.ts';

/** A value without the null values in it, however deep; undefined where nothing is left. */
export function withoutNulls(value: JsonValue): JsonValue | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls).filter((entry) => entry !== undefined);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([name, entry]) => {
    const filled = withoutNulls(entry);
    return filled === undefined ? [] : [[name, filled] as const];
  });
  return Object.fromEntries(entries);
}
