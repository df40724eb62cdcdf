import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { carryPeople } from './compare-backup.ts';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = makeTemporaryFolder());
});
afterEach(() => remove());

interface Accounts {
  /** Id, role, and whether they were shut out. */
  people: readonly [id: string, role: string, disabled: number][];
  /** Of whom. */
  sessions?: readonly string[];
}

async function databaseWith(name: string, { people, sessions = [] }: Accounts): Promise<string> {
  const file = join(folder, name);
  const database = openSqliteDatabase({ file });
  await database.migrate();
  await database.write(async (sql) => {
    for (const [id, role, disabled] of people) {
      await sql.run(
        `INSERT INTO users (id, email, name, role, skills, disabled, password_hash, created_at, updated_at) VALUES (?, ?, ?, ?, '[]', ?, ?, 0, 0)`,
        [id, `${id}@example.com`, id, role, disabled, `hash in ${name}`],
      );
    }
    for (const id of sessions) {
      await sql.run('INSERT INTO sessions (id, token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, 0, 1)', [
        `${id} in ${name}`,
        `${id} in ${name}`,
        id,
      ]);
    }
  });
  await database.close();
  return file;
}

function accountsIn(file: string): unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const people = database.prepare('SELECT id, role, disabled, password_hash FROM users ORDER BY id').all();
  const sessions = database.prepare('SELECT id FROM sessions ORDER BY id').all();
  database.close();
  return [people.map((row) => Object.values(row)), sessions.flatMap((row) => Object.values(row))];
}

it('leaves who may come in as it is now, and lets nobody in who was shut out since', async () => {
  const before = await databaseWith('before', {
    people: [
      ['ada', 'admin', 0],
      ['bo', 'admin', 0],
    ],
    sessions: ['bo'],
  });
  const now = await databaseWith('now', {
    people: [
      ['ada', 'admin', 0],
      ['bo', 'operator', 1],
      ['cy', 'operator', 0],
    ],
    sessions: ['ada'],
  });
  carryPeople(before, now);
  expect(accountsIn(before)).toEqual([
    [
      ['ada', 'admin', 0, 'hash in now'],
      ['bo', 'operator', 1, 'hash in now'],
      ['cy', 'operator', 0, 'hash in now'],
    ],
    ['ada in now'],
  ]);
});

it('takes nobody over into the database of another server, and nobody’s session from it', async () => {
  const foreign = await databaseWith('foreign', { people: [['eve', 'admin', 0]], sessions: ['eve'] });
  const now = await databaseWith('now', { people: [['ada', 'admin', 0]], sessions: ['ada'] });
  carryPeople(foreign, now);
  expect(accountsIn(foreign)).toEqual([[['eve', 'admin', 0, 'hash in foreign']], []]);
});
