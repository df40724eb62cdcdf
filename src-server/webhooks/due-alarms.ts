import type { Task } from '../../src-shared/schema/task.ts';
import { parseMoment } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import type { RegisteredHook } from './hook-book.ts';

/** A date that was past already when it was set is no news, except that sources may be behind by as much as this. */
const LATE_MICROS = 3_600_000_000;
const TASKS_AT_A_TIME = 2_000;

/** Whether anybody wants to hear of due dates: without, no alarms are kept. */
export function isDueWanted(hooks: readonly RegisteredHook[]): boolean {
  return hooks.some(({ events }) => events.has('task.due'));
}

/** Sets the alarm for a due date that a write brought. A date that nobody chose (it is the time of creation) has none. */
export function armDueDate(sql: Sql, { before, task, atMicros }: { before: StoredTask | null; task: Task; atMicros: number }): void {
  const isOld = before !== null && !before.deleted;
  if (isOld && before.task.due_at === task.due_at) return;
  const dueAtMicros = task.due_at === task.created_at ? null : parseMoment(task.due_at);
  if (dueAtMicros !== null && dueAtMicros > atMicros - LATE_MICROS) {
    sql.send('INSERT INTO due_alarms (task_uid, due_at) VALUES (?, ?) ON CONFLICT (task_uid) DO UPDATE SET due_at = excluded.due_at', [
      task.uid,
      dueAtMicros,
    ]);
  } else if (before) sql.send('DELETE FROM due_alarms WHERE task_uid = ?', [task.uid]);
}

/** The first endpoint wants to hear of due dates: alarms that are left from others before lack what was written since. */
export async function armAnew(sql: Sql): Promise<void> {
  await sql.run("UPDATE due_watch SET state = 'off', position = '' WHERE id = 1");
}

/** Sets the alarms of open tasks after this id whose date is still to come. Gives back the last id, or null at the end. */
export async function armSome(sql: Sql, afterUid: string, nowMicros: number): Promise<string | null> {
  const last = await sql.get<{ uid: string }>(`SELECT uid FROM tasks WHERE uid > ? ORDER BY uid LIMIT 1 OFFSET ${TASKS_AT_A_TIME - 1}`, [
    afterUid,
  ]);
  await sql.run(
    `INSERT INTO due_alarms (task_uid, due_at) SELECT uid, due_at FROM tasks
     WHERE uid > ? ${last ? 'AND uid <= ?' : ''} AND deleted = 0 AND status <> 'DONE' AND due_at <> created_at AND due_at > ?
     ON CONFLICT (task_uid) DO UPDATE SET due_at = excluded.due_at`,
    [afterUid, ...(last ? [last.uid] : []), nowMicros],
  );
  return last?.uid ?? null;
}

/** Gives back how many it removed; call again until 0. */
export function clearSome(sql: Sql): Promise<number> {
  return sql.run(`DELETE FROM due_alarms WHERE task_uid IN (SELECT task_uid FROM due_alarms LIMIT ${TASKS_AT_A_TIME})`);
}

export interface DueAlarm {
  taskUid: string;
  dueAtMicros: number;
}

/** The alarms that have gone off, the oldest first. */
export async function findDueAlarms(sql: Sql, nowMicros: number, limit: number): Promise<DueAlarm[]> {
  const rows = await sql.all<{ task_uid: string; due_at: number }>(
    'SELECT task_uid, due_at FROM due_alarms WHERE due_at <= ? ORDER BY due_at LIMIT ?',
    [nowMicros, limit],
  );
  return rows.map(({ task_uid, due_at }) => ({ taskUid: task_uid, dueAtMicros: due_at }));
}

export async function removeAlarm(sql: Sql, taskUid: string): Promise<void> {
  await sql.run('DELETE FROM due_alarms WHERE task_uid = ?', [taskUid]);
}
