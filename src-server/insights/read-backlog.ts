import { BACKLOG_AGES_SECONDS, type BacklogAge } from '../../src-shared/http/insight-endpoints.ts';
import type { TaskStatus } from '../../src-shared/schema/task.ts';
import type { Sql, SqlValue } from '../store/database.ts';

export interface OpenTasksFilter {
  queueUid: string | null;
  personUid: string | null;
}

/** Open tasks of a queue and a person, counted. */
interface OpenGroup {
  queue_uid: string | null;
  assignee_uid: string | null;
  count: number;
}

export interface Backlog {
  open: number;
  ages: BacklogAge[];
  groups: OpenGroup[];
}

/** How many are open, by age, status, queue and person, in one pass. */
export async function readBacklog(sql: Sql, filter: OpenTasksFilter, nowMicros: number): Promise<Backlog> {
  // Youngest first: the age is the place of the first bound that it is under.
  const bounds = BACKLOG_AGES_SECONDS.flatMap((seconds) => (seconds === null ? [] : [nowMicros - seconds * 1_000_000]));
  const age = placeOf('created_at', '>', bounds);
  const rows = await countOpen<{ status: TaskStatus; place: number }>(sql, filter, ['status', age.text], age.parameters);
  const ages = BACKLOG_AGES_SECONDS.map((seconds): BacklogAge => ({ up_to_seconds: seconds, TODO: 0, ASSIGNED: 0, STARTED: 0 }));
  const backlog: Backlog = { open: 0, ages, groups: [] };
  for (const { status, place, ...group } of rows) {
    backlog.open += group.count;
    backlog.groups.push(group);
    const known = ages[place];
    if (known && status !== 'DONE') known[status] += group.count;
  }
  return backlog;
}

/**
 * How many open tasks are due between the bounds: `place` 0 is before the first one, 1 between the first two. Tasks that were
 * due when they were created are left out: nobody gave them a date.
 */
export function readOpenByDueDate(
  sql: Sql,
  filter: OpenTasksFilter,
  bounds: readonly number[],
): Promise<(OpenGroup & { place: number })[]> {
  const due = placeOf('due_at', '<', bounds);
  return countOpen<{ place: number }>(sql, filter, [due.text], due.parameters, 'AND due_at > created_at');
}

function countOpen<Row extends object>(
  sql: Sql,
  { queueUid, personUid }: OpenTasksFilter,
  columns: readonly string[],
  parameters: readonly SqlValue[],
  condition = '',
): Promise<(OpenGroup & Row)[]> {
  const where = [
    ...(queueUid === null ? [] : [{ text: 'AND queue_uid = ?', value: queueUid }]),
    ...(personUid === null ? [] : [{ text: 'AND assignee_uid = ?', value: personUid }]),
  ];
  const places = ['queue_uid', 'assignee_uid', ...columns].map((_column, index) => index + 1).join(', ');
  return sql.all<OpenGroup & Row>(
    `SELECT queue_uid, assignee_uid, ${columns.join(', ')}, COUNT(*) AS count FROM tasks
     WHERE deleted = 0 AND status <> 'DONE' ${condition} ${where.map(({ text }) => text).join(' ')} GROUP BY ${places}`,
    [...parameters, ...where.map(({ value }) => value)],
  );
}

/** The place of the first bound that holds, or the number of bounds. */
function placeOf(column: string, operator: '<' | '>', bounds: readonly number[]): { text: string; parameters: SqlValue[] } {
  const cases = bounds.map((_bound, index) => `WHEN ${column} ${operator} ? THEN ${index}`);
  return { text: `CASE ${cases.join(' ')} ELSE ${bounds.length} END AS place`, parameters: [...bounds] };
}
