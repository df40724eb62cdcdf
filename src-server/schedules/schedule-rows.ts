import type { Holiday, Schedule, ScheduleWeek } from '../../src-shared/schema/schedule.ts';
import type { Sql } from '../store/database.ts';

interface ScheduleRow {
  id: string;
  name: string;
  time_zone: string;
  week: string;
  holidays: string;
}

const COLUMNS = 'id, name, time_zone, week, holidays';

/** By name, each character by its number on both databases. */
export async function listSchedules(sql: Sql): Promise<Schedule[]> {
  return (await sql.all<ScheduleRow>(`SELECT ${COLUMNS} FROM schedules`)).map(scheduleOf).toSorted(byName);
}

export function byName(a: Pick<Schedule, 'name' | 'id'>, b: Pick<Schedule, 'name' | 'id'>): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export async function findSchedule(sql: Sql, id: string): Promise<Schedule | null> {
  const row = await sql.get<ScheduleRow>(`SELECT ${COLUMNS} FROM schedules WHERE id = ?`, [id]);
  return row ? scheduleOf(row) : null;
}

export async function countSchedules(sql: Sql): Promise<number> {
  return (await sql.get<{ count: number }>('SELECT COUNT(*) AS count FROM schedules'))?.count ?? 0;
}

export async function saveSchedule(sql: Sql, schedule: Schedule, nowMicros: number): Promise<void> {
  const { id, name, time_zone, week, holidays } = schedule;
  await sql.run(
    `INSERT INTO schedules (${COLUMNS}, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, week = excluded.week,
       holidays = excluded.holidays, updated_at = excluded.updated_at`,
    [id, name, time_zone, JSON.stringify(week), JSON.stringify(holidays), nowMicros, nowMicros],
  );
}

export async function removeSchedule(sql: Sql, id: string): Promise<void> {
  await sql.run('DELETE FROM schedules WHERE id = ?', [id]);
}

function scheduleOf({ id, name, time_zone, week, holidays }: ScheduleRow): Schedule {
  return { id, name, time_zone, week: JSON.parse(week) as ScheduleWeek, holidays: JSON.parse(holidays) as Holiday[] };
}
