import type { JsonValue } from '../../src-shared/schema/task.ts';
import { equalJson } from '../../src-shared/task/merge-json.ts';
import { ApiError } from './api-error.ts';

/**
 * For changes that say what their sender had before their eyes (`expected`). Throws an ApiError `version_mismatch` where the
 * thing is otherwise now; `name` is the beginning of its sentence.
 */
export function refuseIfChanged(name: string, before: object, expected: object = {}): void {
  const known: { [key: string]: JsonValue } = { ...before };
  const changed = Object.entries(expected).filter(([key, value]) => !equalJson(known[key] ?? null, value));
  if (changed.length === 0) return;
  throw new ApiError('version_mismatch', `${name} was changed meanwhile: ${changed.map(([key]) => key).join(', ')}.`);
}
