import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PullResponse } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import { createSession } from '../auth/sessions.ts';
import { insertEntry, type NewEntry } from '../forms/form-entries.ts';
import { encodeCheckpoint } from '../sync/checkpoint.ts';
import { callerOf, createAction, type Engine, openEngine, operationOf, testUser, updateAction } from '../sync/engine-fixture.ts';
import { findFeed } from '../sync/feed-position.ts';
import { pullTasks } from '../sync/pull-tasks.ts';
import { pushOperations } from '../sync/push-operations.ts';
import { scopeOf } from '../sync/scope.ts';
import { findTask } from '../tasks/task-store.ts';
import { createMaintenance } from './create-maintenance.ts';
import { maintenanceJobs } from './maintenance-jobs.ts';

const DAY = 24 * 3_600_000_000;

describe('the jobs', () => {
  let engine: Engine;
  const ann = callerOf(testUser('ann'));

  beforeEach(async () => {
    engine = await openEngine();
  });
  afterEach(() => engine.remove());

  async function run(doneRetentionDays = 0): Promise<void> {
    const { database, commands: groupCommit, clock, queues } = engine;
    const jobs = maintenanceJobs({ clock, queues, doneRetentionDays });
    const onError = (error: unknown) => {
      throw error;
    };
    await createMaintenance({ database, groupCommit, clock, jobs, onError, pauseMs: 0 }).runDue();
  }

  const pull = (checkpoint: string | null, caller: Caller = ann): Promise<PullResponse> =>
    engine.database.read((sql) =>
      pullTasks(sql, {
        scope: scopeOf(caller, engine.queues),
        checkpoint,
        limit: 100,
        nowMicros: engine.clock.nowMicros(),
        seals: engine.seals,
      }),
    );
  const count = async (table: string) =>
    (await engine.database.read((sql) => sql.get<{ many: number }>(`SELECT count(*) AS many FROM ${table}`)))?.many;

  const noteSubmission = (id: string, outcome: NewEntry['outcome']) =>
    engine.database.write((sql) => insertEntry(sql, { id, formId: 'f', caller: ann, nowMicros: engine.clock.nowMicros(), outcome }));

  it('forget operations that are older than the longest time offline', async () => {
    await engine.write('t1', createAction('t1'));
    const operations = [operationOf('device-a', 1, 't1', 'claim')];
    await engine.commands.submit((sql) => pushOperations(sql, engine, ann, { deviceId: 'device-a', operations }));
    engine.clock.micros += 89 * DAY;
    await run();
    expect(await count('ledger')).toBe(1);
    engine.clock.micros += 2 * DAY;
    await run();
    expect(await count('ledger')).toBe(0);
  });

  it('forget exits of that age, and send replicas that are still behind them back to the start', async () => {
    for (const uid of ['old', 'young']) await engine.write(uid, createAction(uid));
    const before = await pull(null);
    await engine.write('old', updateAction({ queue: 'fraud' }));
    const between = await pull(before.checkpoint);
    expect(between.documents).toMatchObject([{ uid: 'old', _deleted: true }]);
    await run();
    engine.clock.micros += 60 * DAY;
    await engine.write('young', updateAction({ queue: 'fraud' }));
    await run();
    engine.clock.micros += 31 * DAY;
    await run();

    expect(await count('task_exits')).toBe(1);
    expect((await pull(before.checkpoint)).resync).toBe('behind');
    const kept = await pull(between.checkpoint);
    expect(kept.resync).toBeUndefined();
    expect(kept.documents).toMatchObject([{ uid: 'young', _deleted: true }]);
  });

  it('let a replica go on that had begun after what was forgotten, however little it has pulled', async () => {
    for (const uid of ['a', 'b', 'c']) await engine.write(uid, createAction(uid));
    await engine.write('a', { type: 'delete' });
    await run();
    engine.clock.micros += 91 * DAY;
    await run();
    const feed = await engine.database.read(findFeed);
    expect(feed.prunedSeq).toBe(4);
    const { hash } = scopeOf(ann, engine.queues);
    const begun = encodeCheckpoint({ epoch: feed.epoch, scope: hash, seq: 1, startedAt: feed.seq }, engine.seals);
    expect((await pull(begun)).documents.map(({ uid }) => uid)).toEqual(['b', 'c']);
  });

  it('forget sessions long after they ended, and stored answers after a day', async () => {
    const at = engine.clock.nowMicros();
    await engine.commands.submit(async (sql) => {
      await createSession(sql, engine.clock, (size) => Buffer.alloc(size, 1), 'ann');
      await sql.run(
        `INSERT INTO idempotent_answers (caller, idempotency_key, method, path, fingerprint, status, headers, body, at)
         VALUES ('key:1', 'k', 'POST', '/x', 'f', 200, '{}', '', ?)`,
        [at],
      );
    });
    engine.clock.micros += 119 * DAY;
    await run();
    expect([await count('sessions'), await count('idempotent_answers')]).toEqual([1, 0]);
    engine.clock.micros += 2 * DAY;
    await run();
    expect(await count('sessions')).toBe(0);
  });

  it('keep done tasks for ever, unless it is said for how long', async () => {
    await engine.write('t1', createAction('t1'));
    await engine.write('t1', { type: 'upsert', patch: { status: 'DONE' } });
    await engine.write('open', createAction('open'));
    engine.clock.micros += 1_000 * DAY;
    await run();
    expect((await engine.database.read((sql) => findTask(sql, 't1')))?.deleted).toBe(false);
  });

  it('delete tasks that have been done for as long as is said, so that the feed tells of it', async () => {
    for (const uid of ['t1', 't2', 'open']) await engine.write(uid, createAction(uid, 'refunds', { secret: 'of a customer' }));
    await engine.write('t1', { type: 'upsert', patch: { status: 'DONE', assigneeUid: 'ann' } });
    for (const taskUid of ['t1', 'open']) await noteSubmission(taskUid, { taskUid });
    await noteSubmission('refused', { problems: [] });
    const { checkpoint } = await pull(null);
    engine.clock.micros += 5 * DAY;
    await engine.write('t2', { type: 'upsert', patch: { status: 'DONE' } });
    engine.clock.micros += 26 * DAY;
    await run(30);
    const [t1, t2, open] = await Promise.all(['t1', 't2', 'open'].map((uid) => engine.database.read((sql) => findTask(sql, uid))));
    expect([t1?.deleted, t2?.deleted, open?.deleted]).toEqual([true, false, false]);
    expect(t1?.task.fields).toEqual({});
    expect(await count('form_entries')).toBe(2);
    expect((await pull(checkpoint)).documents).toContainEqual(expect.objectContaining({ uid: 't1', _deleted: true }));
    const again = await engine.write('t1', createAction('t1'));
    expect(again).toMatchObject({ ok: true, result: 'created' });
    engine.clock.micros += 60 * DAY;
    await run();
    expect(await count('form_entries'), 'what was refused is forgotten after three months').toBe(1);
  });
});
