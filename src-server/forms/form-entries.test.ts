import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SettableClock } from '../app-fixture.ts';
import { readMigrations } from '../store/migrations.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { listEntries } from './form-entries.ts';

const EVERYTHING = { formId: 'f', sinceMicros: null, untilMicros: null, state: null, order: 'asc', limit: 10, after: null } as const;

it('has what was sent before there was a list of it, with who sent it', async () => {
  const { folder, remove } = makeTemporaryFolder();
  const file = join(folder, 'docket.db');
  const clock = new SettableClock();
  const before = openSqliteDatabase({ file, clock, migrations: readMigrations().filter(({ number }) => number < 22) });
  await before.migrate();
  await before.write(async (sql) => {
    await sql.run(
      "INSERT INTO users (id, email, name, role, skills, disabled, created_at, updated_at) VALUES ('ann', 'a@b', 'Ann', 'operator', '[]', 0, 1, 1)",
    );
    for (const [reference, kind, actor] of [
      ['F-1', 'user', 'ann'],
      ['F-2', 'system', null],
    ] as const) {
      await sql.run('INSERT INTO form_submissions (form_id, submission_id, fingerprint, reference, at) VALUES (?, ?, ?, ?, ?)', [
        ...['f', `s ${reference}`, 'x', reference],
        1_000_000,
      ]);
      await sql.run(
        `INSERT INTO history (task_uid, version, step, status, actor_kind, actor_uid, actor_name, at, seq) VALUES (?, 1, 'create', 'TODO', ?, ?, 'Ann, form', 1, 1)`,
        [reference, kind, actor],
      );
    }
  });
  await before.close();
  const database = openSqliteDatabase({ file, clock });
  await database.migrate();
  const { items } = await database.read((sql) => listEntries(sql, EVERYTHING));
  expect(items).toMatchObject([
    { task_uid: 'F-1', sender: { kind: 'user', id: 'ann', name: 'Ann' }, state: 'deleted', problems: [] },
    { task_uid: 'F-2', sender: { kind: 'public', id: null, name: '' } },
  ]);
  await database.close();
  remove();
});
