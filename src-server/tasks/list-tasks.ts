import { LIST_LIMITS, type TaskListQuery } from '../../src-shared/http/task-endpoints.ts';
import { TASK_STATUSES, type Task, type TaskStatus } from '../../src-shared/schema/task.ts';
import { parseMoment } from '../../src-shared/time/timestamp.ts';
import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Sql, SqlValue } from '../store/database.ts';
import { scopeOf } from '../sync/scope.ts';
import { doneSince } from '../sync/sync-document.ts';
import { decodeCursor, encodeCursor, type ListCursor } from './list-cursor.ts';
import { TASK_COLUMNS, type TaskRow, taskOf } from './task-row.ts';

export interface TaskFilter {
  statuses: TaskStatus[];
  queueUid: string | null;
  assigneeUid: string | null;
  updatedSinceMicros: number | null;
  order: 'asc' | 'desc';
  limit: number;
  cursor: ListCursor | null;
}

export interface ListContext {
  caller: Caller;
  queues: QueueBook;
  nowMicros: number;
}

export interface TaskList {
  tasks: Task[];
  /** Null at the end. */
  nextCursor: string | null;
}

/** A query string → what to look for. Throws an ApiError `validation_failed`. */
export function readTaskFilter(query: TaskListQuery): TaskFilter {
  const updatedSinceMicros = query.updated_since === undefined ? null : parseMoment(unplussed(query.updated_since));
  if (updatedSinceMicros === null && query.updated_since !== undefined) {
    throw new ApiError(
      'validation_failed',
      'query.updated_since is no date that can be read: send RFC 3339, such as 2030-01-31T09:00:00Z.',
    );
  }
  if (updatedSinceMicros !== null && query.order === 'desc') {
    throw new ApiError('validation_failed', 'query.order: with updated_since tasks come in the order of their changes, oldest first.');
  }
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const order = query.order ?? 'desc';
  const expected = updatedSinceMicros === null ? order : 'feed';
  if (query.cursor !== undefined && cursor?.order !== expected) {
    throw new ApiError('validation_failed', 'query.cursor belongs to another list: start again without it.');
  }
  return {
    statuses: readStatuses(query.status),
    queueUid: query.queue_uid ?? null,
    assigneeUid: query.assignee_uid ?? null,
    updatedSinceMicros,
    order,
    limit: query.limit ?? LIST_LIMITS.default,
    cursor,
  };
}

/** A `+` that was not percent-encoded arrives as a blank. */
function unplussed(text: string): string {
  return text.replace(/ (\d{2}:?\d{2})$/, '+$1');
}

function readStatuses(text: string | undefined): TaskStatus[] {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  return names.map((name) => {
    const status = TASK_STATUSES.find((each) => each === name.trim());
    if (!status)
      throw new ApiError('validation_failed', `query.status must be one of ${TASK_STATUSES.join(', ')}, not ${name.slice(0, 40)}.`);
    return status;
  });
}

interface Condition {
  text: string;
  parameters: SqlValue[];
}

/** A page, in the order of creation or, with `updatedSinceMicros`, of the feed. */
export async function listTasks(sql: Sql, filter: TaskFilter, context: ListContext): Promise<TaskList> {
  const place = filter.updatedSinceMicros === null ? creationPlace(filter) : await feedPlace(sql, filter, filter.updatedSinceMicros);
  const conditions = [...filterConditions(filter, context), ...place.conditions];
  const where = conditions.map(({ text }) => text).join(' AND ');
  const rows = await sql.all<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks WHERE ${where} ORDER BY ${place.orderBy} LIMIT ?`, [
    ...conditions.flatMap(({ parameters }) => parameters),
    filter.limit + 1,
  ]);
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return { tasks: page.map(taskOf), nextCursor: last && rows.length > filter.limit ? encodeCursor(place.cursorOf(last)) : null };
}

interface Place {
  conditions: Condition[];
  orderBy: string;
  cursorOf: (row: TaskRow) => ListCursor;
}

function creationPlace({ order, cursor }: TaskFilter): Place {
  const beyond = order === 'asc' ? '>' : '<';
  const from = cursor && cursor.order !== 'feed' ? cursor : null;
  return {
    // The first half is what the index can use.
    conditions: from
      ? [
          {
            text: `created_at ${beyond}= ? AND (created_at ${beyond} ? OR uid ${beyond} ?)`,
            parameters: [from.createdAt, from.createdAt, from.uid],
          },
        ]
      : [],
    orderBy: `created_at ${order}, uid ${order}`,
    cursorOf: (row) => ({ order, createdAt: row.created_at, uid: row.uid }),
  };
}

/**
 * Once begun, the walk follows the feed number alone: a clock that was set back would hide changes from a walk by time.
 */
async function feedPlace(sql: Sql, { cursor }: TaskFilter, sinceMicros: number): Promise<Place> {
  let after = cursor?.order === 'feed' ? cursor.seq : null;
  if (after === null) {
    const first = await sql.get<{ seq: number | null }>('SELECT min(seq) AS seq FROM tasks WHERE updated_at >= ?', [sinceMicros]);
    after = first?.seq == null ? Number.MAX_SAFE_INTEGER : first.seq - 1;
  }
  return {
    conditions: [{ text: 'seq > ?', parameters: [after] }],
    orderBy: 'seq asc',
    cursorOf: (row) => ({ order: 'feed', seq: row.seq }),
  };
}

function filterConditions(filter: TaskFilter, context: ListContext): Condition[] {
  const conditions: Condition[] = [{ text: 'deleted = 0', parameters: [] }];
  const { statuses, queueUid, assigneeUid } = filter;
  if (statuses.length > 0) conditions.push({ text: `status IN (${marks(statuses)})`, parameters: statuses });
  if (queueUid !== null) conditions.push({ text: 'queue_uid = ?', parameters: [queueUid] });
  if (assigneeUid !== null) conditions.push({ text: 'assignee_uid = ?', parameters: [assigneeUid] });
  const scope = scopeCondition(context);
  return scope ? [...conditions, scope] : conditions;
}

/** Operators see what their replica may hold; everybody else sees every task. The same rule as `isInScope`. */
function scopeCondition({ caller, queues, nowMicros }: ListContext): Condition | null {
  if (caller.kind === 'key' || caller.user.role !== 'operator') return null;
  const { queueUids } = scopeOf(caller, queues);
  const own = "(assignee_uid = ? AND (status <> 'DONE' OR done_at >= ?))";
  const parameters = [caller.user.id, doneSince(nowMicros)];
  if (queueUids.length === 0) return { text: own, parameters };
  return {
    text: `(${own} OR (status <> 'DONE' AND queue_uid IN (${marks(queueUids)})))`,
    parameters: [...parameters, ...queueUids],
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
