import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RowBatch } from '../store/row-batch.ts';
import { BACK_OFFICE_ACTOR, createAction, type Engine, openEngine, updateAction } from '../sync/engine-fixture.ts';
import { findTask, findTaskByExternalId, linkExternalId } from './task-store.ts';

describe('writing a task', () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = await openEngine();
  });
  afterEach(() => engine.remove());

  it('stores what it gives back', async () => {
    const fields = { text: '“é” \u{1f4ee} \u0000', list: [1, { a: null }], ['__proto__']: 'a key like any other' };
    const written = await engine.write('t1', {
      type: 'create',
      uid: 't1',
      patch: {
        fields: { mode: 'replace', value: JSON.parse(JSON.stringify(fields)) },
        integrations: { mode: 'merge', value: { hook: { externalId: 'abc' } } },
        dueAt: '9999-12-31T23:59:59.000000+00:00',
        createdAt: '1999-01-01T00:00:00.000001+00:00',
        skills: ['german'],
        priority: -0.5,
      },
    });
    expect(written).toMatchObject({ ok: true, result: 'created' });
    expect(await stored('t1')).toEqual(written.ok && written.after);
  });

  it('gives every step of a jump a version, a history row and the time of the write', async () => {
    await engine.write('t1', createAction('t1'));
    const written = await engine.write('t1', {
      type: 'upsert',
      patch: { fields: { mode: 'merge', value: { amount: 5 } }, status: 'STARTED', assigneeUid: 'ann' },
    });
    expect(written).toMatchObject({ ok: true, result: 'updated', after: { seq: 2, task: { version: 4, status: 'STARTED' } } });
    const rows = await engine.database.read((sql) =>
      sql.all('SELECT version, step, status_before, status, assignee_uid, actor_name, changes FROM history ORDER BY version'),
    );
    expect(rows).toEqual([
      { version: 1, step: 'create', status_before: null, status: 'TODO', assignee_uid: null, actor_name: 'Back office', changes: null },
      {
        version: 2,
        step: 'update',
        status_before: 'TODO',
        status: 'TODO',
        assignee_uid: null,
        actor_name: 'Back office',
        changes: '{"fields":{"amount":5}}',
      },
      {
        version: 3,
        step: 'assign',
        status_before: 'TODO',
        status: 'ASSIGNED',
        assignee_uid: 'ann',
        actor_name: 'Back office',
        changes: null,
      },
      {
        version: 4,
        step: 'start',
        status_before: 'ASSIGNED',
        status: 'STARTED',
        assignee_uid: 'ann',
        actor_name: 'Back office',
        changes: null,
      },
    ]);
  });

  it('writes nothing for a write that changes nothing', async () => {
    await engine.write('t1', createAction('t1'));
    const before = await everything();
    expect(await engine.write('t1', updateAction({ title: 't1' }))).toMatchObject({
      ok: true,
      result: 'unchanged',
      steps: [],
      after: { seq: 1 },
    });
    expect(await everything()).toEqual(before);
  });

  it('remembers what a source sent even where nothing changes, without a version', async () => {
    await engine.write('t1', createAction('t1'));
    const written = await engine.write('t1', updateAction({}), { sourceState: { 'back-office': { status: 'TODO' } } });
    expect(written).toMatchObject({ ok: true, result: 'unchanged' });
    expect(await stored('t1')).toMatchObject({ seq: 1, task: { version: 1 }, sourceState: { 'back-office': { status: 'TODO' } } });
  });

  it('writes nothing for a refusal', async () => {
    await engine.write('t1', createAction('t1'));
    const before = await everything();
    expect(await engine.write('t1', { type: 'complete' })).toMatchObject({
      ok: false,
      refusal: { reason: 'illegal_transition' },
      before: { task: { uid: 't1' } },
    });
    expect(await engine.write('t2', { type: 'pause' })).toMatchObject({ ok: false, refusal: { reason: 'not_found' }, before: null });
    expect(await engine.write('t1', updateAction({ big: 'é'.repeat(131_100) }))).toMatchObject({
      ok: false,
      refusal: { reason: 'invalid_payload' },
    });
    expect(await everything()).toEqual(before);
  });

  it('takes a task of just the allowed size', async () => {
    await engine.write('t1', createAction('t1'));
    expect(await engine.write('t1', updateAction({ big: 'é'.repeat(131_000) }))).toMatchObject({ ok: true });
  });

  it('routes by content, unless a queue was chosen by hand', async () => {
    await engine.write('t1', createAction('t1', 'refunds'));
    expect(await engine.write('t1', updateAction({ queue: 'letters' }))).toMatchObject({ after: { task: { queue_uid: 'letters' } } });
    expect(await engine.write('t1', updateAction({}), { queueOverride: 'fraud' })).toMatchObject({
      after: { task: { queue_uid: 'fraud' }, queueOverride: 'fraud' },
    });
    expect(await engine.write('t1', updateAction({ queue: 'refunds' }))).toMatchObject({ after: { task: { queue_uid: 'fraud' } } });
    expect(await engine.write('t1', updateAction({}), { queueOverride: null })).toMatchObject({
      after: { task: { queue_uid: 'refunds' }, queueOverride: null },
    });
  });

  it('lets a source make its deleted task anew, with versions that go on, and nobody else', async () => {
    await engine.write('t1', createAction('t1'));
    expect(await engine.write('t1', { type: 'delete' })).toMatchObject({ ok: true, after: { deleted: true, task: { version: 2 } } });
    expect(await engine.write('t1', updateAction({ note: 1 }))).toMatchObject({ ok: false, refusal: { reason: 'deleted' } });
    const operation = { opId: 'x', deviceAt: 'now' };
    expect(await engine.write('t1', createAction('t1'), { operation })).toMatchObject({ ok: false, refusal: { reason: 'deleted' } });
    expect(await engine.write('t1', createAction('t1'))).toMatchObject({
      ok: true,
      result: 'created',
      after: { deleted: false, task: { version: 3 } },
    });
  });

  it('writes down which tokens a task lost, and when', async () => {
    await engine.write('t1', createAction('t1'));
    await engine.write('t1', { type: 'assign', assigneeUid: 'ann' });
    expect(await exits()).toEqual([]);
    await engine.write('t1', { type: 'upsert', patch: { status: 'DONE' } });
    expect(await exits()).toEqual(['open 3', 'queue:refunds 3']);
    await engine.write('t1', { type: 'reopen' });
    expect(await exits()).toEqual(['assignee:ann 4', 'open 3', 'queue:refunds 3']);
    await engine.write('t1', { type: 'delete' });
    expect(await exits()).toEqual(['* 5', 'assignee:ann 4', 'open 5', 'queue:refunds 5']);
  });

  it('finds a task by what its source calls it, and by what it called it last', async () => {
    await engine.write('t1', createAction('t1'));
    await engine.write('t2', createAction('t2'));
    await engine.commands.submit(async (sql) => {
      const rows = new RowBatch(sql);
      linkExternalId(rows, 'back-office', '4711', 't1');
      rows.send();
      linkExternalId(rows, 'back-office', '4711', 't2');
      rows.send();
    });
    const find = (source: string) => engine.database.read((sql) => findTaskByExternalId(sql, source, '4711'));
    expect((await find('back-office'))?.task.uid).toBe('t2');
    expect(await find('another')).toBeNull();
  });

  it('names a key and the system as actors', async () => {
    await engine.write('t1', createAction('t1'), { actor: BACK_OFFICE_ACTOR });
    await engine.write('t1', updateAction({ a: 1 }), { actor: { kind: 'system', name: 'Routing' } });
    expect(await engine.database.read((sql) => sql.all('SELECT actor_kind, actor_uid, actor_name FROM history ORDER BY version'))).toEqual([
      { actor_kind: 'key', actor_uid: 'key-1', actor_name: 'Back office' },
      { actor_kind: 'system', actor_uid: null, actor_name: 'Routing' },
    ]);
  });

  const stored = (uid: string) => engine.database.read((sql) => findTask(sql, uid));

  async function everything() {
    return engine.database.read(async (sql) =>
      Promise.all(['feed', 'tasks', 'history', 'task_exits', 'deliveries'].map((table) => sql.all(`SELECT * FROM ${table}`))),
    );
  }

  async function exits(): Promise<string[]> {
    const rows = await engine.database.read((sql) =>
      sql.all<{ token: string; seq: number }>('SELECT token, seq FROM task_exits ORDER BY token'),
    );
    return rows.map(({ token, seq }) => `${token} ${seq}`);
  }
});
