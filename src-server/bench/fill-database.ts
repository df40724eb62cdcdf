import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { QUEUE_COUNT } from './sample-tasks.ts';

export const ASSIGNEE_COUNT = 50;
const FIRST_MICROS = Date.parse('2025-01-01T00:00:00Z') * 1000;
const STEP_MICROS = 10_000_000;
const TEXT = 'x'.repeat(300);

/** When the `index`-th task was made, and changed last. */
export function momentOf(index: number): number {
  return FIRST_MICROS + index * STEP_MICROS;
}

/**
 * A database in a server's data folder as years of work leave it: every tenth task is open, scattered over all ages.
 * Straight into the tables, in the way in which the server writes them, because a million tasks are many.
 */
export async function fillDatabase(folder: string, count: number): Promise<void> {
  const file = join(folder, 'docket.db');
  const database = openSqliteDatabase({ file });
  await database.migrate();
  await database.close();
  const connection = new DatabaseSync(file);
  connection.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN');
  const insert = connection.prepare(
    `INSERT INTO tasks (uid, seq, version, status, status_at, assignee_uid, queue_uid, due_at, created_at, updated_at, started_at, done_at,
       fields, integrations, skills, source_state, deleted, feed_at)
     VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, '{}', '[]', '{}', 0, ?)`,
  );
  for (let index = 0; index < count; index += 1) {
    const status = index % 10 === 3 ? (['TODO', 'TODO', 'ASSIGNED', 'STARTED'][Math.floor(index / 10) % 4] ?? 'TODO') : 'DONE';
    const at = momentOf(index);
    const assignee = status === 'TODO' ? null : `person-${(index * 31) % ASSIGNEE_COUNT}`;
    const fields = JSON.stringify({ title: `Claim ${index}`, amount: index % 1_000, text: TEXT });
    const queue = `queue-${String((index * 7) % QUEUE_COUNT).padStart(2, '0')}`;
    insert.run(`task-${index}`, index + 1, status, at, assignee, queue, at, at, at, status === 'DONE' ? at : null, fields, at);
  }
  connection.prepare('UPDATE feed SET seq = ?, at = ?').run(count, momentOf(count));
  connection.exec('COMMIT');
  connection.close();
}
