import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { openSqliteDatabase } from './open-sqlite-database.ts';

const { folder, remove } = makeTemporaryFolder();
afterEach(remove);

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
