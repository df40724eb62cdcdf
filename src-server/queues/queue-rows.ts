import type { Queue } from '../../src-shared/schema/queue.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Sql } from '../store/database.ts';

interface QueueRow {
  id: string;
  name: string;
  priority: number;
  condition: string;
  skills: string;
  enabled: number;
  release_on_skip: number;
  schedule_uid: string | null;
  target_minutes: number | null;
}

const COLUMNS = 'id, name, priority, condition, skills, enabled, release_on_skip, schedule_uid, target_minutes';

export async function listQueues(sql: Sql): Promise<Queue[]> {
  return (await sql.all<QueueRow>(`SELECT ${COLUMNS} FROM queues ORDER BY priority, id`)).map(queueOf);
}

export async function findQueue(sql: Sql, id: string): Promise<Queue | null> {
  const row = await sql.get<QueueRow>(`SELECT ${COLUMNS} FROM queues WHERE id = ?`, [id]);
  return row ? queueOf(row) : null;
}

export async function saveQueue(sql: Sql, queue: Queue, nowMicros: number): Promise<void> {
  await sql.run(
    `INSERT INTO queues (${COLUMNS}, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, priority = excluded.priority, condition = excluded.condition,
       skills = excluded.skills, enabled = excluded.enabled, release_on_skip = excluded.release_on_skip,
       schedule_uid = excluded.schedule_uid, target_minutes = excluded.target_minutes, updated_at = excluded.updated_at`,
    [
      queue.id,
      queue.name,
      queue.priority,
      JSON.stringify(queue.condition),
      JSON.stringify(queue.skills),
      queue.enabled ? 1 : 0,
      queue.release_on_skip ? 1 : 0,
      queue.schedule_uid ?? null,
      queue.target_minutes ?? null,
      nowMicros,
      nowMicros,
    ],
  );
}

export async function removeQueue(sql: Sql, id: string): Promise<void> {
  await sql.run('DELETE FROM queues WHERE id = ?', [id]);
}

function queueOf(row: QueueRow): Queue {
  return {
    id: row.id,
    name: row.name,
    priority: row.priority,
    condition: JSON.parse(row.condition) as JsonObject,
    skills: JSON.parse(row.skills) as string[],
    enabled: row.enabled === 1,
    release_on_skip: row.release_on_skip === 1,
    schedule_uid: row.schedule_uid,
    target_minutes: row.target_minutes,
  };
}
