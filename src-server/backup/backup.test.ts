import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../src-shared/schema/operation.ts';
import { lockDataFolder } from '../store/sqlite/lock-data-folder.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { callerOf, createAction, type Engine, openEngine, operationOf, testUser } from '../sync/engine-fixture.ts';
import { findFeed } from '../sync/feed-position.ts';
import { pullTasks } from '../sync/pull-tasks.ts';
import { pushOperations } from '../sync/push-operations.ts';
import { scopeOf } from '../sync/scope.ts';
import { findTask } from '../tasks/task-store.ts';
import { backUpDatabase } from './back-up-database.ts';
import { restoreDatabase } from './restore-database.ts';

let engine: Engine;
let folder: string;
let backup: string;
const ann = callerOf(testUser('ann'));

beforeEach(async () => {
  engine = await openEngine();
  folder = dirname(engine.file);
  backup = join(folder, 'backup.db');
  await engine.write('t1', createAction('t1'));
});
afterEach(() => engine.remove());

const task = (uid: string) => engine.database.read((sql) => findTask(sql, uid));
const restore = () => restoreDatabase(backup, folder, engine.clock).then(() => undefined);
const pull = (checkpoint: string | null) =>
  engine.database.read((sql) =>
    pullTasks(sql, { scope: scopeOf(ann, engine.queues), checkpoint, limit: 10, nowMicros: engine.clock.nowMicros(), seals: engine.seals }),
  );

async function push(operations: Operation[]): Promise<string[]> {
  const { results } = await engine.commands.submit((sql) => pushOperations(sql, engine, ann, { deviceId: 'device-a', operations }));
  return results.map(({ result }) => result);
}

describe('a backup', () => {
  it('is one moment of a database in use, whole, in one file that only its owner may read', async () => {
    const writing = Array.from({ length: 30 }, (_, index) => engine.write(`x${index}`, createAction(`x${index}`)));
    const { seq, epoch } = backUpDatabase(engine.file, backup);
    await Promise.all(writing);
    expect(seq).toBe(1);
    expect(epoch).toBe((await engine.database.read(findFeed)).epoch);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('backup') || name.includes('partial'))).toEqual(['backup.db']);
    const copy = openSqliteDatabase({ file: backup });
    expect((await copy.read((sql) => findTask(sql, 't1')))?.task.version).toBe(1);
    await copy.close();
  });

  it('replaces no file that is there', () => {
    writeFileSync(backup, 'precious');
    expect(() => backUpDatabase(engine.file, backup)).toThrow('is there already');
    expect(readFileSync(backup, 'utf8')).toBe('precious');
  });

  it('names what is missing', () => {
    expect(() => backUpDatabase(join(folder, 'nothing.db'), backup)).toThrow('no database');
    expect(() => backUpDatabase(engine.file, join(folder, 'nowhere', 'x.db'))).toThrow('no folder');
  });
});

describe('a restored database', () => {
  it('sends replicas to the start, and takes from devices what it lacks, once', async () => {
    const kept = [operationOf('device-a', 1, 't1', 'claim')];
    const lost = [operationOf('device-a', 2, 't1', 'start'), operationOf('device-a', 3, 't1', 'complete')];
    await push(kept);
    backUpDatabase(engine.file, backup);
    expect(await push(lost)).toEqual(['applied', 'applied']);
    const { checkpoint, epoch } = await pull(null);

    await engine.restart(restore);
    expect((await task('t1'))?.task.status).toBe('ASSIGNED');
    const page = await pull(checkpoint);
    expect([page.resync, page.documents]).toEqual(['epoch', []]);
    expect(page.epoch).not.toBe(epoch);
    expect(await push([...kept, ...lost])).toEqual(['duplicate', 'applied', 'applied']);
    expect(await push(lost)).toEqual(['duplicate', 'duplicate']);
    expect((await task('t1'))?.task.status).toBe('DONE');
  });

  it('leaves the one that it replaces aside, with all that was in it', async () => {
    backUpDatabase(engine.file, backup);
    await engine.write('later', createAction('later'));
    let replaced: string | null = null;
    await engine.restart(async () => {
      ({ replaced } = await restoreDatabase(backup, folder, engine.clock));
    });
    expect(await task('later')).toBeNull();
    const aside = openSqliteDatabase({ file: replaced ?? '' });
    expect(await aside.read((sql) => findTask(sql, 'later'))).not.toBeNull();
    await aside.close();
    for (const suffix of ['', '-wal']) expect(statSync(engine.file + suffix).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  it('takes the place of a damaged one', async () => {
    backUpDatabase(engine.file, backup);
    await engine.restart(async () => {
      writeFileSync(engine.file, 'this was a database');
      await restore();
    });
    expect(await task('t1')).not.toBeNull();
  });

  it('is refused while a server runs, and nothing changes', async () => {
    backUpDatabase(engine.file, backup);
    const release = lockDataFolder(folder);
    await expect(restore()).rejects.toThrow('Another Docket server is running');
    release();
  });

  it('is refused when it is damaged, something else, or from the future', async () => {
    backUpDatabase(engine.file, backup);
    const good = readFileSync(backup);
    const bad = Buffer.from(good);
    bad.fill(0xff, 4096, 8192);
    const future = openSqliteDatabase({ file: join(folder, 'future.db') });
    await future.migrate();
    await future.write((sql) => sql.run("INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (9999, 'x', 'x', 0)"));
    await future.close();
    await engine.restart(async () => {
      for (const content of [bad, Buffer.from('not a database at all'), Buffer.alloc(0)]) {
        writeFileSync(backup, content);
        await expect(restore()).rejects.toThrow('no Docket database');
      }
      await expect(restoreDatabase(join(folder, 'future.db'), folder, engine.clock)).rejects.toThrow('newer than this server');
      await expect(restoreDatabase(join(folder, 'none.db'), folder, engine.clock)).rejects.toThrow('There is no file');
    });
    expect(await task('t1')).not.toBeNull();
    expect(readdirSync(folder).filter((name) => /restoring|replaced/.test(name))).toEqual([]);
  });
});

describe('the commands', () => {
  const run = (script: string, args: string[], variables: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, script), ...args], {
      env: { PATH: process.env.PATH, DOCKET_DATA_DIR: folder, ...variables },
    }).catch((error: { code: number; stdout: string; stderr: string }) => error);

  it('make and restore a backup, and tell about the key', async () => {
    const made = await run('back-up.ts', ['--to', backup]);
    expect(made.stdout).toContain('the key is NOT in it');
    await engine.restart(async () => {
      const restored = await run('restore.ts', ['--from', backup]);
      expect(restored.stdout).toMatch(/is restored[\s\S]*is kept[\s\S]*no secret\.key/);
    });
    expect(existsSync(`${backup}-wal`)).toBe(false);
  });

  it('say how they are called, and what is for PostgreSQL', async () => {
    for (const args of [[], ['--to'], ['--into', backup]]) {
      expect(await run('back-up.ts', args)).toMatchObject({ code: 1, stderr: expect.stringContaining('npm run backup -- --to FILE') });
    }
    const other = await run('restore.ts', ['--from', backup], { DOCKET_DATABASE_URL: 'postgres://db/docket' });
    expect(other.stderr).toContain('pg_dump');
  });
});
