import type { JsonObject, JsonValue } from '../../src-shared/schema/task.ts';
import { TASK_LIMITS } from '../../src-shared/schema/task-limits.ts';

/** What is wrong with free JSON that somebody sent, as the end of a sentence about it; null when it is within the limits. */
export function fieldsProblem(fields: JsonObject): string | null {
  const found = measure(fields);
  if (found.depth > TASK_LIMITS.fieldsDepth) return `is nested deeper than ${TASK_LIMITS.fieldsDepth} levels`;
  if (found.keys > TASK_LIMITS.fieldsKeys) return `has more than ${TASK_LIMITS.fieldsKeys} keys`;
  if (found.isBeyondNumbers) return 'contains a number that is too large to be kept: send it as a text';
  return null;
}

/** Stops looking once a limit is passed: what was sent may be as deep as the body limit lets it. */
function measure(fields: JsonObject): { depth: number; keys: number; isBeyondNumbers: boolean } {
  const found = { depth: 0, keys: 0, isBeyondNumbers: false };
  let level: (JsonObject | JsonValue[])[] = [fields];
  while (level.length > 0 && found.depth <= TASK_LIMITS.fieldsDepth && found.keys <= TASK_LIMITS.fieldsKeys) {
    found.depth += 1;
    const next: (JsonObject | JsonValue[])[] = [];
    for (const container of level) {
      if (!Array.isArray(container)) found.keys += Object.keys(container).length;
      for (const value of Object.values(container)) {
        if (typeof value === 'object' && value !== null) next.push(value);
        // JSON's 1e999 is read as infinity, which would be written as null.
        else if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) found.isBeyondNumbers = true;
      }
    }
    level = next;
  }
  return found;
}
