import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMaintenance } from '../maintenance/create-maintenance.ts';
import type { Sql } from '../store/database.ts';
import { readMigrations } from '../store/migrations.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { testDialect } from '../store/test-store.ts';
import { createAction, type Engine, openEngine, updateAction } from '../sync/engine-fixture.ts';
import { findFeed } from '../sync/feed-position.ts';
import { BEGINNING, readAuditRows, WINDOW } from './audit-rows.ts';
import { insertAuditEvent } from './insert-audit-event.ts';
import { listAudit } from './list-audit.ts';
import { FIRST_SEAL, hashRows, hashSeal, type Seal, sealAudit } from './seal-audit.ts';
import { verifyAudit } from './verify-audit.ts';

describe('the sealed audit log', () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = await openEngine();
    await engine.write('t1', createAction('t1'));
    await engine.write('t1', { type: 'assign', assigneeUid: 'ann' });
    await event('users.create');
  });
  afterEach(() => engine.remove());

  it('is sealed line by line: each row a JSON list of its columns with their names, by name', async () => {
    await engine.write('t1', updateAction({ note: 'a “quote”, a \\ and a\nline\u0007' }));
    const rows = await engine.database.read((sql) => readAuditRows(sql, BEGINNING, Number.MAX_SAFE_INTEGER));
    expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['history', 'event']));
    const lines = rows.map((row) => `${JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))}\n`);
    expect(hashRows(rows)).toBe(createHash('sha256').update(lines.join('')).digest('hex'));
  });

  function event(action: string): Promise<void> {
    return engine.commands.submit((sql) =>
      insertAuditEvent(sql, {
        atMicros: engine.clock.nowMicros(),
        actor: { kind: 'user', id: 'cat', name: 'Cat' },
        action,
        subject: 'bob',
        address: '192.0.2.1',
        details: { name: 'Bob', password: 'correct horse', nested: { token: 'ds_x' } },
      }),
    );
  }

  async function seal(): Promise<void> {
    const { database, commands: groupCommit, clock } = engine;
    const jobs = [{ name: 'audit.seal', everyMs: 0, runPiece: sealAudit }];
    const onError = (error: unknown) => {
      throw error;
    };
    await createMaintenance({ database, groupCommit, clock, jobs, onError, pauseMs: 0 }).runDue();
  }

  const verify = (expected: string | null = null) => verifyAudit(engine.database, expected);
  const tamper = (work: (sql: Sql) => Promise<unknown>) => engine.commands.submit(work);

  it('holds, from the first entry to the last, whatever came in between', async () => {
    await seal();
    await engine.write('t1', updateAction({ amount: 5 }));
    await seal();
    await seal();
    const { seq } = await engine.database.read(findFeed);
    expect(await verify()).toMatchObject({ ok: true, seals: 2, entries: 4, lastSeq: seq });
  });

  it('is sealed in pieces where there is much', async () => {
    await engine.commands.submit((sql) => sql.run('UPDATE feed SET seq = ?', [2 * WINDOW + 10]));
    await event('keys.create');
    await seal();
    expect(await verify()).toMatchObject({ ok: true, seals: 3, entries: 4 });
  });

  it('is sealed by one of several servers at a time', async () => {
    await Promise.all([seal(), seal(), seal()]);
    expect(await verify()).toMatchObject({ ok: true, seals: 1 });
  });

  it.each([
    ['a changed history row', "UPDATE history SET assignee_uid = 'bob' WHERE version = 2"],
    ['a changed name in an event', "UPDATE audit_events SET actor_name = 'Ann'"],
    ['a changed detail', `UPDATE audit_events SET details = '{"name":"Bob!"}'`],
    ['a deleted row', 'DELETE FROM history WHERE version = 1'],
    ['a deleted event', 'DELETE FROM audit_events WHERE seq = 3'],
    ['a row that was moved', 'UPDATE history SET seq = seq + 2 WHERE version = 1'],
    [
      'a row that was added before all others',
      `INSERT INTO audit_events (seq, at, actor_kind, actor_name, action, details) VALUES (-5, 1, 'user', 'Ann', 'users.create', '{}')`,
    ],
  ])('shows %s, and where', async (_what, statement) => {
    await seal();
    await event('keys.create');
    await seal();
    expect((await verify()).ok).toBe(true);
    await tamper((sql) => sql.run(statement));
    expect(await verify()).toMatchObject({ ok: false, seal: 1, problem: expect.stringMatching(/^entries -?\d+ to 3: /) });
  });

  it('shows the first seal that was changed, taken out, or made anew', async () => {
    for (const action of ['a', 'b', 'c']) {
      await seal();
      await event(action);
    }
    await seal();
    await tamper((sql) => sql.run('UPDATE audit_seals SET entries = 7 WHERE number = 3'));
    expect(await verify()).toMatchObject({ ok: false, seal: 3, problem: 'the seal itself was changed' });
    await tamper((sql) => sql.run('DELETE FROM audit_seals WHERE number = 2'));
    expect(await verify()).toMatchObject({ ok: false, seal: 2, problem: expect.stringContaining('missing') });
    await tamper(async (sql) => {
      const first = await sql.get<Seal>('SELECT * FROM audit_seals WHERE number = 1');
      if (!first) throw new Error('there is no seal');
      await sql.run('UPDATE audit_seals SET at = 1, hash = ? WHERE number = 1', [hashSeal({ ...first, at: 1 })]);
      await sql.run('UPDATE audit_seals SET number = 2 WHERE number = 3');
    });
    expect(await verify()).toMatchObject({ ok: false, seal: 2, problem: 'it does not follow the seal before' });
  });

  it('that was made anew as a whole lacks the seal that was noted', async () => {
    await seal();
    const noted = await verify();
    const hash = noted.ok ? noted.hash : '';
    expect(await verify(hash)).toMatchObject({ ok: true, hasExpected: true });
    await tamper(async (sql) => {
      await sql.run("UPDATE history SET assignee_uid = 'bob' WHERE version = 2");
      await sql.run('DELETE FROM audit_seals');
    });
    await seal();
    expect(await verify(hash)).toMatchObject({ ok: true, hasExpected: false });
    expect(FIRST_SEAL.hash).toBe('');
  });

  it('holds no secrets', async () => {
    const rows = await engine.database.read((sql) => sql.all<{ details: string }>('SELECT details FROM audit_events'));
    expect(rows.map(({ details }) => JSON.parse(details))).toEqual([{ name: 'Bob', password: '[secret]', nested: { token: '[secret]' } }]);
  });

  it.runIf(testDialect() === 'sqlite')('takes up what a database had from before, in the order of time', async () => {
    const { folder, remove } = makeTemporaryFolder();
    const file = join(folder, 'docket.db');
    const old = openSqliteDatabase({ file, migrations: readMigrations().slice(0, 5) });
    await old.migrate();
    await old.write(async (sql) => {
      for (const [uid, version, at] of [
        ['b', 1, 10],
        ['a', 1, 20],
        ['b', 2, 30],
      ] as const) {
        await sql.run(
          `INSERT INTO history (task_uid, version, step, status, actor_kind, actor_name, at) VALUES (?, ?, 'update', 'TODO', 'system', 'x', ?)`,
          [uid, version, at],
        );
      }
      await sql.run('UPDATE feed SET seq = 2');
    });
    await old.close();
    const database = openSqliteDatabase({ file });
    await database.migrate();
    const filter = { sinceMicros: null, untilMicros: null, actorId: null, taskUid: null, order: 'asc', limit: 10, after: null } as const;
    const { entries } = await database.read((sql) => listAudit(sql, filter));
    expect(entries.map(({ task, seq }) => [task, seq])).toEqual([
      ['b', -3],
      ['a', -2],
      ['b', -1],
    ]);
    await sealAudit({ database, nowMicros: 1, write: (command) => database.write(command) });
    expect(await verifyAudit(database)).toMatchObject({ ok: true, seals: 1, entries: 3, lastSeq: 2 });
    await database.close();
    remove();
  });
});
