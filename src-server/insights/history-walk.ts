import type { TaskStatus } from '../../src-shared/schema/task.ts';
import type { Sql } from '../store/database.ts';
import type { StatusStep } from './task-times.ts';

/** A change of status somewhere in the history. */
export interface HistoryStep extends StatusStep {
  task_uid: string;
  assignee_uid: string | null;
  queue_uid: string | null;
}

export interface TaskDates {
  uid: string;
  due_at: number;
  created_at: number;
}

/** So many feed numbers at a time: a look at the index by number, whatever the range. */
const WINDOW = 5_000;
/** One statement for any number of tasks: the list is filled up. */
const LOOK_UPS = 100;
/** A clock that was set back puts later steps before earlier moments. */
const CLOCK_MARGIN_MICROS = 3_600_000_000;

/** Every change of status since then, along the feed: some more from before may come first. */
export async function* walkHistory(sql: Sql, sinceMicros: number): AsyncGenerator<HistoryStep[]> {
  const edge = await sql.get<{ first: number | null; last: number | null }>('SELECT MIN(seq) AS first, MAX(seq) AS last FROM history');
  if (edge?.first == null || edge.last == null) return;
  for (let after = await findStart(sql, edge.first - 1, edge.last, sinceMicros); after < edge.last; after += WINDOW) {
    yield await sql.all<HistoryStep>(
      `SELECT task_uid, version, step, status, assignee_uid, queue_uid, at FROM history
       WHERE seq > ? AND seq <= ? AND (status_before IS NULL OR status_before <> status) ORDER BY seq, version`,
      [after, after + WINDOW],
    );
  }
}

/** The feed number after which the time begins, found by halving: an index by time would have to be kept with every write. */
async function findStart(sql: Sql, beforeFirst: number, last: number, sinceMicros: number): Promise<number> {
  let low = beforeFirst;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const next = await sql.get<{ seq: number; at: number }>('SELECT seq, at FROM history WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 1', [
      middle,
      high,
    ]);
    if (next && next.at < sinceMicros - CLOCK_MARGIN_MICROS) low = next.seq;
    else high = middle;
  }
  return low;
}

/** All changes of status of these tasks, each task's in order. */
export async function readStatusSteps(sql: Sql, uids: readonly string[]): Promise<Map<string, StatusStep[]>> {
  const found = new Map<string, StatusStep[]>(uids.map((uid) => [uid, []]));
  for (const part of partsOf(uids)) {
    const rows = await sql.all<StatusStep & { task_uid: string; status: TaskStatus }>(
      `SELECT task_uid, version, step, status, at FROM history
       WHERE task_uid IN (${places()}) AND (status_before IS NULL OR status_before <> status) ORDER BY task_uid, version`,
      part,
    );
    for (const { task_uid, ...step } of rows) found.get(task_uid)?.push(step);
  }
  return found;
}

/** Of those that are still there. */
export async function readTaskDates(sql: Sql, uids: readonly string[]): Promise<Map<string, TaskDates>> {
  const found = new Map<string, TaskDates>();
  for (const part of partsOf(uids)) {
    const rows = await sql.all<TaskDates>(`SELECT uid, due_at, created_at FROM tasks WHERE deleted = 0 AND uid IN (${places()})`, part);
    for (const row of rows) found.set(row.uid, row);
  }
  return found;
}

function partsOf(uids: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let start = 0; start < uids.length; start += LOOK_UPS) {
    const part = uids.slice(start, start + LOOK_UPS);
    const [first = ''] = part;
    parts.push([...part, ...Array.from({ length: LOOK_UPS - part.length }, () => first)]);
  }
  return parts;
}

function places(): string {
  return Array.from({ length: LOOK_UPS }, () => '?').join(', ');
}
