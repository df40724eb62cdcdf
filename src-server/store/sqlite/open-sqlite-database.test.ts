import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sql } from '../database.ts';
import { describeDatabase } from '../database-contract.ts';
import { type Migration, readMigrations } from '../migrations.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import type { SyncFile } from './log-sync.ts';
import { openSqliteDatabase } from './open-sqlite-database.ts';

describeDatabase('SQLite', async () => {
  const { folder, remove } = makeTemporaryFolder();
  const database = openSqliteDatabase({ file: join(folder, 'docket.db') });
  await database.migrate();
  return {
    database,
    async close() {
      await database.close();
      remove();
    },
  };
});

class SlowDisk {
  isSlow = true;
  failure: Error | null = null;
  #waiting: (() => void)[] = [];

  readonly sync: SyncFile = (_descriptor, done) => {
    const finish = () => done(this.failure);
    if (this.isSlow) this.#waiting.push(finish);
    else setImmediate(finish);
  };

  async isAsked(): Promise<void> {
    while (this.#waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  finish(): void {
    for (const finish of this.#waiting.splice(0)) finish();
  }
}

describe('a SQLite file', () => {
  let folder: string;
  let remove: () => void;
  let file: string;

  beforeEach(() => {
    ({ folder, remove } = makeTemporaryFolder());
    file = join(folder, 'docket.db');
  });
  afterEach(() => remove());

  const first = {
    number: 1,
    name: '0001-feed',
    text: 'CREATE TABLE feed (id BIGINT PRIMARY KEY, epoch TEXT NOT NULL, seq BIGINT NOT NULL);',
  };
  const second = {
    number: 2,
    name: '0002-notes',
    text: "-- a note; with a semicolon\nALTER TABLE feed ADD COLUMN note TEXT NOT NULL DEFAULT 'a;b';\n",
  };

  it('is readable by its owner only, with its companions', async () => {
    const database = openSqliteDatabase({ file });
    await database.migrate();
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600);
    await database.close();
  });

  it('keeps its identity and content when it is opened again', async () => {
    const before = await withDatabase([first], (sql) => sql.get('SELECT epoch FROM feed'));
    expect(await withDatabase([first], (sql) => sql.get('SELECT epoch FROM feed'))).toEqual(before);
  });

  it('brings an older database up to date, its rows too', async () => {
    await withDatabase([first], (sql) => sql.get('SELECT 1 AS one'));
    expect(await withDatabase([first, second], (sql) => sql.get('SELECT note FROM feed'))).toEqual({ note: 'a;b' });
  });

  it('tells nobody of a commit before it is on the disk', async () => {
    const disk = new SlowDisk();
    const database = openSqliteDatabase({ file, migrations: [first], syncFile: disk.sync });
    disk.isSlow = false;
    await database.migrate();
    disk.isSlow = true;
    const told: string[] = [];
    const stop = database.listen('feed', () => told.push('listener'));
    await Promise.resolve();
    told.length = 0;
    const write = (seq: number) =>
      database.write(async (sql) => {
        sql.notify('feed');
        await sql.run('UPDATE feed SET seq = ?', [seq]);
      });
    const read = () => database.read((sql) => sql.get<{ seq: number }>('SELECT seq FROM feed'));
    const writing = write(7).then(() => told.push('writer'));
    await disk.isAsked();
    const reading = read().then((row) => told.push(`reader of ${row?.seq}`));
    const later = write(8).then(() => told.push('later writer'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toEqual([]);
    disk.finish();
    await Promise.all([writing, reading]);
    expect(told.toSorted()).toEqual(['listener', 'reader of 7', 'writer']);
    await disk.isAsked();
    disk.finish();
    await later;
    disk.isSlow = false;
    expect(await read()).toEqual({ seq: 8 });
    stop();
    await database.close();
  });

  it('is closed when those who wrote have their answer', async () => {
    const disk = new SlowDisk();
    disk.isSlow = false;
    const database = openSqliteDatabase({ file, migrations: [first], syncFile: disk.sync });
    await database.migrate();
    disk.isSlow = true;
    let isWritten = false;
    const writing = database
      .write((sql) => sql.run('UPDATE feed SET seq = 5'))
      .then(() => {
        isWritten = true;
      });
    const closing = database.close().then(() => isWritten);
    await disk.isAsked();
    disk.finish();
    await writing;
    expect(await closing).toBe(true);
  });

  it('says nothing any more once the disk has refused to keep something', async () => {
    const disk = new SlowDisk();
    disk.isSlow = false;
    const database = openSqliteDatabase({ file, migrations: [first], syncFile: disk.sync });
    await database.migrate();
    disk.failure = new Error('EIO');
    const write = () => database.write((sql) => sql.run('UPDATE feed SET seq = seq + 1'));
    await expect(write()).rejects.toThrow('EIO');
    disk.failure = null;
    await expect(write()).rejects.toThrow('EIO');
    await expect(database.read((sql) => sql.get('SELECT seq FROM feed'))).rejects.toThrow('EIO');
    await database.close();
    expect(await withDatabase([first], (sql) => sql.get('SELECT seq FROM feed'))).toEqual({ seq: 1 });
  });

  it('undoes a migration that fails half-way, and applies it when it is right', async () => {
    await withDatabase([first], (sql) => sql.get('SELECT 1 AS one'));
    const broken = { ...second, text: `${second.text}CREATE TABLE feed (id BIGINT);` };
    await expect(withDatabase([first, broken], (sql) => sql.get('SELECT 1 AS one'))).rejects.toThrow('already exists');
    expect(await withDatabase([first, second], (sql) => sql.get('SELECT note FROM feed'))).toEqual({ note: 'a;b' });
  });

  it('is refused when it is newer than the server', async () => {
    await withDatabase([first, second], (sql) => sql.get('SELECT 1 AS one'));
    await expect(withDatabase([first], (sql) => sql.get('SELECT 1 AS one'))).rejects.toThrow(
      'newer than this server: it has the migration 0002-notes',
    );
  });

  it('is refused when a migration was edited after it had been applied', async () => {
    await withDatabase([first], (sql) => sql.get('SELECT 1 AS one'));
    const edited = { ...first, text: `${first.text}\n-- harmless` };
    await expect(withDatabase([edited], (sql) => sql.get('SELECT 1 AS one'))).rejects.toThrow('0001-feed was edited');
  });

  it('has migrations of its own, each under a number of its own', () => {
    const migrations = readMigrations();
    const numbers = migrations.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    for (const { text } of migrations) expect(text).not.toContain('TRIGGER');
  });

  it('commits what one process wrote for another one to read', async () => {
    const one = openSqliteDatabase({ file });
    await one.migrate();
    const other = openSqliteDatabase({ file });
    await one.write((sql) => sql.run('UPDATE feed SET seq = 7'));
    expect(await other.read((sql) => sql.get('SELECT seq FROM feed'))).toEqual({ seq: 7 });
    await one.close();
    await other.close();
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  async function withDatabase<Value>(migrations: readonly Migration[], work: (sql: Sql) => Promise<Value>): Promise<Value> {
    const database = openSqliteDatabase({ file, migrations });
    try {
      await database.migrate();
      return await database.read(work);
    } finally {
      await database.close();
    }
  }
});
