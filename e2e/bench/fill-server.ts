import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ServerProcess, startServer } from '../../src-server/bench/server-process.ts';

export const OPERATOR = { email: 'ada@example.com', password: 'a good long password' };
/** May work one queue only. */
export const BEGINNER = { email: 'bo@example.com', password: 'another good long password' };
const QUEUES = ['kyc', 'claims', 'fraud', 'refunds'];
const SKILL = 'everything';
const BEGINNERS_QUEUE = 'returns';
const COUNTRIES = ['FR', 'DE', 'SE', 'PL', 'IT', 'ES', 'NL', 'DK', 'FI', 'AT'];
const PARTNERS = Array.from({ length: 40 }, (_, index) => `VIP customer ${index}`);
const FIRST_MICROS = Date.parse('2026-01-01T00:00:00Z') * 1000;
const HOUR_MICROS = 3_600_000_000;
/** Fills a task up to 600 bytes of JSON. */
const TEXT = 'Seen by the back office, waits for papers.';

/**
 * A server in `folder` with so many open tasks of 600 bytes, all of which one operator may work. They are of four queues,
 * except the last ones, so many as the beginner may work.
 */
export async function startFilledServer(folder: string, count: number, beginnersCount = 0): Promise<ServerProcess> {
  const empty = await startServer({ folder });
  for (const [priority, id] of [...QUEUES, BEGINNERS_QUEUE].entries()) {
    const rule = { field: 'fields.queue', operator: '=', value: id };
    const skills = id === BEGINNERS_QUEUE ? [] : [SKILL];
    await expectOk(empty, 'POST', '/queues', { id, name: id, priority, skills, condition: { combinator: 'and', rules: [rule] } });
  }
  await expectOk(empty, 'POST', '/users', { ...OPERATOR, name: 'Ada Lindqvist', role: 'operator', skills: [SKILL] });
  await expectOk(empty, 'POST', '/users', { ...BEGINNER, name: 'Bo Larsen', role: 'operator', skills: [] });
  await empty.stop();
  insertTasks(join(folder, 'docket.db'), count, beginnersCount);
  return startServer({ folder });
}

async function expectOk(server: ServerProcess, method: string, path: string, body: object): Promise<void> {
  const answer = await server.call(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** Straight into the table, in the way in which the server writes it: 100,000 requests are not what is measured. */
function insertTasks(file: string, count: number, beginnersCount: number): void {
  const connection = new DatabaseSync(file);
  connection.exec('PRAGMA synchronous = OFF; BEGIN');
  const [feed] = connection.prepare('SELECT seq FROM feed').all() as { seq: number }[];
  const first = (feed?.seq ?? 0) + 1;
  const insert = connection.prepare(
    `INSERT INTO tasks (uid, seq, version, status, status_at, assignee_uid, queue_uid, due_at, created_at, updated_at, priority,
       fields, integrations, skills, source_state, deleted, feed_at)
     VALUES (?, ?, 1, 'TODO', ?, NULL, ?, ?, ?, ?, ?, ?, '{}', '[]', '{}', 0, ?)`,
  );
  for (let index = 0; index < count; index += 1) {
    const at = FIRST_MICROS + index * 1_000_000;
    const mixed = (index * 7_919) % 100_003;
    const queue = index < count - beginnersCount ? (QUEUES[mixed % QUEUES.length] ?? '') : BEGINNERS_QUEUE;
    const due = FIRST_MICROS + mixed * HOUR_MICROS;
    insert.run(`task-${index}`, first + index, at, queue, due, at, at, (mixed % 5) * 10, JSON.stringify(fieldsOf(index, mixed, queue)), at);
  }
  connection.prepare('UPDATE feed SET seq = ?, at = ?').run(first + count - 1, FIRST_MICROS + count * 1_000_000);
  connection.exec('COMMIT');
  connection.close();
}

function fieldsOf(index: number, mixed: number, queue: string) {
  return {
    title: `Claim ${mixed} of ${index}`,
    url: `https://backoffice.example.com/claims/${index}`,
    queue,
    partner: PARTNERS[mixed % PARTNERS.length],
    country: COUNTRIES[mixed % COUNTRIES.length],
    amount: mixed % 10_000,
    note: TEXT,
  };
}
