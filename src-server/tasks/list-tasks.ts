import { compileCondition } from '../../src-shared/queue/condition.ts';
import { ConditionSubject } from '../../src-shared/queue/condition-subject.ts';
import type { JsonObject, Task, TaskStatus } from '../../src-shared/schema/task.ts';
import { TASK_STATUSES } from '../../src-shared/schema/task-limits.ts';
import type { Sql, SqlValue } from '../store/database.ts';
import { findFeed } from '../sync/feed-position.ts';
import { encodeCursor, type ListCursor } from './list-cursor.ts';
import { TASK_COLUMNS, type TaskRow, taskOf } from './task-row.ts';

export interface SqlCondition {
  text: string;
  parameters: SqlValue[];
}

/** What to look for. Plain data: it travels to the thread that looks through everything. */
export interface TaskListRequest {
  statuses: TaskStatus[];
  queueUid: string | null;
  assigneeUid: string | null;
  updatedSinceMicros: number | null;
  order: 'asc' | 'desc';
  limit: number;
  cursor: ListCursor | null;
  /** What the caller may see; null: everything. */
  scope: SqlCondition | null;
  /** In the language of queues; null: all tasks. */
  condition: JsonObject | null;
}

export interface TaskList {
  tasks: Task[];
  /** Null at the end. */
  nextCursor: string | null;
}

/** Whether a page can take a look at any number of tasks that are not on it; otherwise it is a short walk along an index. */
export function isLongWalk({ condition, scope, updatedSinceMicros, statuses, queueUid, assigneeUid }: TaskListRequest): boolean {
  if (condition !== null || scope !== null) return true;
  return updatedSinceMicros !== null && (statuses.length > 0 || queueUid !== null || assigneeUid !== null);
}

/** Rows that are read at a time where a condition decides which of them count. */
const CHUNK = 500;

/**
 * A page, in the order of creation or, with `updatedSinceMicros`, of the feed. With a condition it may look at every
 * task there is: `checkTime` is called now and then, and may throw.
 */
export async function listTasks(sql: Sql, request: TaskListRequest, checkTime: () => void = () => undefined): Promise<TaskList> {
  const { condition, limit } = request;
  const place = request.updatedSinceMicros === null ? creationPlace(request.order) : feedPlace;
  const compiled = condition === null ? null : compileCondition(condition);
  const found: { task: Task; cursor: ListCursor }[] = [];
  let after = request.cursor ?? (await firstPlace(sql, request));
  for (;;) {
    const count = compiled ? CHUNK : limit + 1;
    const rows = await readRows(sql, request, place, after, count);
    for (const row of rows) {
      const task = taskOf(row);
      if (!compiled || compiled.holds(new ConditionSubject(task))) found.push({ task, cursor: place.cursorOf(row) });
      if (found.length > limit) return { tasks: tasksOf(found, limit), nextCursor: encodeLast(found, limit) };
    }
    const last = rows.at(-1);
    if (!last || rows.length < count) return { tasks: tasksOf(found, limit), nextCursor: null };
    after = place.cursorOf(last);
    checkTime();
  }
}

function tasksOf(found: readonly { task: Task }[], limit: number): Task[] {
  return found.slice(0, limit).map(({ task }) => task);
}

function encodeLast(found: readonly { cursor: ListCursor }[], limit: number): string | null {
  const last = found[limit - 1];
  return last ? encodeCursor(last.cursor) : null;
}

/**
 * By creation every status is a walk along an index of its own: several are read one by one, and merged. That index says
 * which queue and assignee too; only what is done is too much for that, and has indexes by queue and by assignee.
 */
async function readRows(sql: Sql, request: TaskListRequest, place: Place, after: ListCursor | null, count: number): Promise<TaskRow[]> {
  const { queueUid, assigneeUid, updatedSinceMicros } = request;
  const isWithin = queueUid !== null || assigneeUid !== null;
  const statuses = request.statuses.length === 0 && isWithin ? TASK_STATUSES : [...new Set(request.statuses)];
  if (updatedSinceMicros !== null || statuses.length === 0) return readWalk(sql, request, request.statuses, place, after, count);
  const walks: TaskRow[][] = [];
  // What is still to be done is with nobody, and most of what is open: no need to look through it for somebody's.
  const walked = assigneeUid === null ? statuses : statuses.filter((status) => status !== 'TODO');
  for (const status of walked) walks.push(await readWalk(sql, request, [status], place, after, count));
  return walks.length === 1 ? (walks[0] ?? []) : walks.flat().sort(place.compare).slice(0, count);
}

function readWalk(
  sql: Sql,
  request: TaskListRequest,
  statuses: readonly TaskStatus[],
  place: Place,
  after: ListCursor | null,
  count: number,
): Promise<TaskRow[]> {
  const conditions = [...filterConditions(request, statuses), ...(after ? [place.beyond(after)] : [])];
  const where = conditions.map(({ text }) => text).join(' AND ');
  return sql.all<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks WHERE ${where} ORDER BY ${place.orderBy} LIMIT ?`, [
    ...conditions.flatMap(({ parameters }) => parameters),
    count,
  ]);
}

/** An order, and where in it a page goes on. */
interface Place {
  orderBy: string;
  beyond: (cursor: ListCursor) => SqlCondition;
  cursorOf: (row: TaskRow) => ListCursor;
  compare: (a: TaskRow, b: TaskRow) => number;
}

function creationPlace(order: 'asc' | 'desc'): Place {
  const beyond = order === 'asc' ? '>' : '<';
  return {
    orderBy: `created_at ${order}, uid ${order}`,
    beyond(cursor) {
      if (cursor.order === 'feed') throw new TypeError('a cursor of the feed in a list by creation');
      // The first half is what the index can use.
      const text = `created_at ${beyond}= ? AND (created_at ${beyond} ? OR uid ${beyond} ?)`;
      return { text, parameters: [cursor.createdAt, cursor.createdAt, cursor.uid] };
    },
    cursorOf: (row) => ({ order, createdAt: row.created_at, uid: row.uid }),
    compare: (a, b) => (a.created_at - b.created_at || (a.uid < b.uid ? -1 : 1)) * (order === 'asc' ? 1 : -1),
  };
}

const feedPlace: Place = {
  orderBy: 'seq asc',
  beyond(cursor) {
    if (cursor.order !== 'feed') throw new TypeError('a cursor by creation in a list by feed');
    return { text: 'seq > ?', parameters: [cursor.seq] };
  },
  cursorOf: (row) => ({ order: 'feed', seq: row.seq }),
  compare: (a, b) => a.seq - b.seq,
};

/**
 * A walk along the feed starts at the first task that changed since then, and follows the feed number alone from there:
 * a clock that was set back would hide changes from a walk by time.
 */
async function firstPlace(sql: Sql, { updatedSinceMicros }: TaskListRequest): Promise<ListCursor | null> {
  if (updatedSinceMicros === null) return null;
  let low = 0;
  let high = (await findFeed(sql)).seq;
  // Every task up to `low` was written before that moment, none beyond `high` was.
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const next = await sql.get<{ seq: number; feed_at: number }>(
      'SELECT seq, feed_at FROM tasks WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 1',
      [middle, high],
    );
    if (next && next.feed_at < updatedSinceMicros) low = next.seq;
    else high = middle;
  }
  return { order: 'feed', seq: low };
}

function filterConditions({ queueUid, assigneeUid, scope }: TaskListRequest, statuses: readonly TaskStatus[]): SqlCondition[] {
  const conditions: SqlCondition[] = [{ text: 'deleted = 0', parameters: [] }];
  const [first] = statuses;
  // A database takes an index of what is done only where it reads that nothing else is asked for.
  if (statuses.length === 1 && first === 'DONE') conditions.push({ text: "status = 'DONE'", parameters: [] });
  else if (statuses.length === 1 && first) conditions.push({ text: 'status = ?', parameters: [first] });
  else if (statuses.length > 1) conditions.push({ text: `status IN (${statuses.map(() => '?').join(', ')})`, parameters: [...statuses] });
  if (queueUid !== null) conditions.push({ text: 'queue_uid = ?', parameters: [queueUid] });
  if (assigneeUid !== null) conditions.push({ text: 'assignee_uid = ?', parameters: [assigneeUid] });
  if (scope) conditions.push(scope);
  return conditions;
}
