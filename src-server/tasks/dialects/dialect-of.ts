import type { Dialect } from '../../../src-shared/http/task-shapes.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';

const CURRENT_ONLY = ['uid', 'fields', 'due_at', 'created_at', 'assignee_uid', 'assignee_email', 'queue_uid', 'skills'];
const LEGACY_ONLY = ['id', 'tags', 'dueAt', 'createdAt', 'updatedAt', 'title', 'url'];

/** The dialect that a body is written in; a mixture, and a body that could be either, is current. */
export function dialectOf(body: JsonObject): Dialect {
  const isStatusObject = typeof body.status === 'object' && body.status !== null;
  const hasCurrent = typeof body.status === 'string' || CURRENT_ONLY.some((key) => Object.hasOwn(body, key));
  const hasLegacy = isStatusObject || LEGACY_ONLY.some((key) => Object.hasOwn(body, key));
  return hasLegacy && !hasCurrent ? 'legacy' : 'current';
}
