import { LIST_LIMITS, type TaskSearch } from '../../src-shared/http/task-endpoints.ts';
import { checkCondition } from '../../src-shared/queue/condition.ts';
import type { ConditionProblem } from '../../src-shared/queue/condition-grammar.ts';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor } from './list-cursor.ts';
import type { SqlCondition, TaskListRequest } from './list-tasks.ts';
import { decodePlace, type TaskSearchRequest } from './search-tasks.ts';

/** A search's body → what to look for: newest first where it does not sort. Throws an ApiError `validation_failed`. */
export function readTaskSearch(body: TaskSearch, scope: SqlCondition | null): TaskListRequest | TaskSearchRequest {
  const condition = body.condition ?? {};
  refuseProblems('body.condition', checkCondition(condition));
  const sorts = (body.sorts ?? []).map(({ field, order = 'asc' }) => ({ field, order }) as const);
  for (const [index, { field }] of sorts.entries()) {
    const problems = checkCondition({ rules: [{ field, operator: 'notNull' }] });
    refuseProblems(
      `body.sorts.${index}`,
      problems.map(({ message }) => ({ path: 'field', message })),
    );
  }
  const limit = body.limit ?? LIST_LIMITS.default;
  const cursor = body.cursor ?? null;
  if (sorts.length > 0) {
    const after = cursor === null ? null : (decodePlace(cursor, sorts) ?? refuseCursor());
    return { condition, sorts, limit, after, scope };
  }
  const place = cursor === null ? null : decodeCursor(cursor);
  if (cursor !== null && place?.order !== 'desc') refuseCursor();
  return {
    statuses: [],
    queueUid: null,
    assigneeUid: null,
    updatedSinceMicros: null,
    order: 'desc',
    limit,
    cursor: place,
    scope,
    condition,
  };
}

function refuseProblems(place: string, problems: readonly ConditionProblem[]): void {
  const issues = problems.map(({ path, message }) => ({ path: path === '' ? place : `${place}.${path}`, message }));
  const [first] = issues;
  if (first) throw new ApiError('validation_failed', `${first.path} ${first.message}.`, { details: { issues } });
}

function refuseCursor(): never {
  throw new ApiError('validation_failed', 'body.cursor belongs to another search: start again without it.');
}
