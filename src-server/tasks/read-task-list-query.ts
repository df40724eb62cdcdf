import { LIST_LIMITS, TaskListQuery } from '../../src-shared/http/task-endpoints.ts';
import { checkCondition } from '../../src-shared/queue/condition.ts';
import type { JsonObject, TaskStatus } from '../../src-shared/schema/task.ts';
import { TASK_STATUSES } from '../../src-shared/schema/task-limits.ts';
import { parseMoment } from '../../src-shared/time/timestamp.ts';
import { ApiError } from '../http/api-error.ts';
import { decodeCursor, type ListCursor } from './list-cursor.ts';
import type { SqlCondition, TaskListRequest } from './list-tasks.ts';

const FIELD_PREFIX = 'fields.';

/** A query string → what to look for. Throws an ApiError `validation_failed` that names the parameter. */
export function readTaskListQuery(query: TaskListQuery, scope: SqlCondition | null): TaskListRequest {
  const updatedSinceMicros = readUpdatedSince(query);
  const order = query.order ?? 'desc';
  return {
    statuses: readStatuses(query.status),
    queueUid: query.queue_uid ?? null,
    assigneeUid: query.assignee_uid ?? null,
    updatedSinceMicros,
    order,
    limit: query.limit ?? LIST_LIMITS.default,
    cursor: readCursor(query.cursor, updatedSinceMicros === null ? order : 'feed'),
    scope,
    condition: readFieldFilters(query),
  };
}

function readUpdatedSince(query: TaskListQuery): number | null {
  if (query.updated_since === undefined) return null;
  // A plus sign that was not percent-encoded arrives as a blank.
  const micros = parseMoment(query.updated_since.replace(/ (\d{2}:?\d{2})$/, '+$1'));
  if (micros === null)
    refuse('updated_since', 'is no date that can be read: send RFC 3339 of the years 1684 to 2255, such as 2030-01-31T09:00:00Z');
  if (query.order === 'desc') refuse('order', 'must be asc with updated_since: tasks come in the order of their changes');
  return micros;
}

function readStatuses(text: string | undefined): TaskStatus[] {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  return names.map((name) => {
    const status = TASK_STATUSES.find((each) => each === name.trim());
    return status ?? refuse('status', `must be one of ${TASK_STATUSES.join(', ')}, not ${name.slice(0, 40)}`);
  });
}

function readCursor(text: string | undefined, order: ListCursor['order']): ListCursor | null {
  if (text === undefined) return null;
  const cursor = decodeCursor(text);
  return cursor?.order === order ? cursor : refuse('cursor', 'belongs to another list: start again without it');
}

/** `fields.NAME=` and every name that is no parameter: all of them must hold. Null where there are none. */
function readFieldFilters(query: TaskListQuery): JsonObject | null {
  const filters = Object.entries(query)
    .filter(([name]) => !Object.hasOwn(TaskListQuery.properties, name))
    .flatMap(([name, value]) => [value].flat().map((each) => ({ name, value: String(each) })))
    .map(({ name, value }) => ({
      name,
      rule: { field: name.startsWith(FIELD_PREFIX) ? name : `${FIELD_PREFIX}${name}`, operator: '=', value },
    }));
  if (filters.length === 0) return null;
  const condition = { combinator: 'and', rules: filters.map(({ rule }) => rule) };
  const [problem] = checkCondition(condition);
  if (problem) refuse(filters[Number(problem.path.split('.')[1])]?.name ?? 'filters', problem.message);
  return condition;
}

function refuse(parameter: string, problem: string): never {
  throw new ApiError('validation_failed', `query.${parameter.slice(0, 100)} ${problem}.`);
}
