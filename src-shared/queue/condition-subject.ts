import type { JsonValue, Task } from '../schema/task.ts';
import { FIELD_PREFIX, kindOf, type TaskAttribute } from './condition-field.ts';
import { type Actual, foldText } from './condition-operand.ts';

/** A task as conditions look at it: what one condition looked up, the next one finds. Of use for one moment only. */
export class ConditionSubject {
  readonly #task: Task;
  readonly #found = new Map<string, readonly Actual[]>();

  constructor(task: Task) {
    this.#task = task;
  }

  /** What the field holds: nothing when it is absent or null, the elements of lists, in lists too. */
  valuesOf(field: string): readonly Actual[] {
    const known = this.#found.get(field);
    if (known) return known;
    const found: JsonValue[] = [];
    const { fields } = this.#task;
    if (field.startsWith(FIELD_PREFIX)) collectPath(fields, field.slice(FIELD_PREFIX.length), found);
    else if (field === 'title' || field === 'url') collectPath(fields, field, found);
    else collectValue(this.#task[field as Exclude<TaskAttribute, 'title' | 'url'>], found);
    const isExact = kindOf(field) === 'identifier';
    const actuals = found.map((value) => ({ value, text: textOf(value, isExact) }));
    this.#found.set(field, actuals);
    return actuals;
  }
}

/**
 * Each container of the JSON is looked at once at most: the keys that lead to it spell one beginning of the path. A key
 * that is the whole rest of the path wins over a way through objects; of several ways the longest first key that leads
 * to something wins.
 */
function collectPath(container: JsonValue, path: string, found: JsonValue[]): boolean {
  if (typeof container !== 'object' || container === null) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const key = path.slice(0, end);
    if (!hasKey(container, key)) continue;
    const value = (container as Record<string, JsonValue>)[key] as JsonValue;
    if (end === path.length) {
      collectValue(value, found);
      return true;
    }
    if (collectPath(value, path.slice(end + 1), found)) return true;
  }
  if (!Array.isArray(container)) return false;
  let isFound = false;
  for (const element of container) isFound = collectPath(element, path, found) || isFound;
  return isFound;
}

/** Of a list its places count, its length does not. */
function hasKey(container: object, key: string): boolean {
  return Object.hasOwn(container, key) && !(Array.isArray(container) && key === 'length');
}

function collectValue(value: JsonValue, found: JsonValue[]): void {
  if (Array.isArray(value)) for (const element of value) collectValue(element, found);
  else if (value !== null && value !== undefined) found.push(value);
}

function textOf(value: JsonValue, isExact: boolean): string | null {
  if (typeof value === 'object') return null;
  if (typeof value !== 'string') return String(value);
  return isExact ? value : foldText(value);
}
