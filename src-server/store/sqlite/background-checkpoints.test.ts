import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it, vi } from 'vitest';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { createBackgroundCheckpoints } from './background-checkpoints.ts';
import { openSqliteDatabase } from './open-sqlite-database.ts';

const { folder, remove } = makeTemporaryFolder();
afterAll(remove);

it('a long log is copied into the file while the database is open, and nothing is lost at the end', async () => {
  const file = join(folder, 'marbles.db');
  const database = openSqliteDatabase({ file });
  await database.write((sql) => sql.run('CREATE TABLE marbles (id BIGINT PRIMARY KEY, text TEXT NOT NULL)'));
  const text = 'x'.repeat(500_000);
  for (let id = 0; id < 12; id += 1) await database.write((sql) => sql.run('INSERT INTO marbles (id, text) VALUES (?, ?)', [id, text]));
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(6_000_000), { timeout: 10_000 });
  await database.write((sql) => sql.run('INSERT INTO marbles (id, text) VALUES (99, ?)', [text]));
  await database.close();
  const again = openSqliteDatabase({ file });
  const counted = await again.read((sql) => sql.get<{ count: number }>('SELECT count(*) AS count FROM marbles'));
  expect(counted?.count).toBe(13);
  await again.close();
});

it('the last of a very long log is copied while nobody writes, so that it starts anew', async () => {
  const file = join(folder, 'busy.db');
  const database = openSqliteDatabase({ file, copiesLog: false });
  await database.write((sql) => sql.run('CREATE TABLE marbles (id BIGINT PRIMARY KEY, text TEXT NOT NULL)'));
  const write = (id: number) => database.write((sql) => sql.run('INSERT INTO marbles (id, text) VALUES (?, ?)', [id, 'x'.repeat(500_000)]));
  for (let id = 0; id < 80; id += 1) await write(id);
  let timesKeptAway = 0;
  const checkpoints = createBackgroundCheckpoints({
    file,
    async keepWritersAway(work) {
      await database.keepWritersAway(work);
      timesKeptAway += 1;
    },
  });
  // Whoever looks at an old state keeps the log as it is: nobody is made to wait then.
  const look = Promise.withResolvers<void>();
  const looking = database.read(async (sql) => {
    await sql.get('SELECT count(*) AS count FROM marbles');
    await look.promise;
  });
  await write(80);
  checkpoints.noteCommit();
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(39_000_000), { timeout: 10_000 });
  await setTimeout(300);
  expect(timesKeptAway).toBe(0);
  look.resolve();
  await looking;
  await vi.waitFor(
    () => {
      checkpoints.noteCommit();
      expect(timesKeptAway).toBe(1);
    },
    { timeout: 10_000 },
  );
  await write(81);
  await checkpoints.close();
  const { log } = new DatabaseSync(file).prepare('PRAGMA wal_checkpoint(PASSIVE)').get() as { log: number };
  expect(log).toBeLessThan(1_000);
  await database.close();
});
