import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../src-shared/schema/user.ts';
import type { PullResponse } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import { testDialect } from '../store/test-store.ts';
import { encodeCheckpoint } from './checkpoint.ts';
import { createCheckpointSeals } from './checkpoint-seals.ts';
import { BACK_OFFICE, callerOf, createAction, type Engine, openEngine, testQueue, testUser, updateAction } from './engine-fixture.ts';
import { findFeed, renewEpoch } from './feed-position.ts';
import { pullTasks } from './pull-tasks.ts';
import { scopeOf } from './scope.ts';

const DAY = 86_400_000_000;

describe('pulling tasks', () => {
  let engine: Engine;
  const ann = callerOf(testUser('ann'));
  const bob = callerOf(testUser('bob', 'operator', ['german']));
  const cat = callerOf(testUser('cat', 'manager'));

  beforeEach(async () => {
    engine = await openEngine();
  });
  afterEach(() => engine.remove());

  it('gives each caller what they may see', async () => {
    await engine.write('refund', createAction('refund', 'refunds'));
    await engine.write('letter', createAction('letter', 'letters'));
    await engine.write('fraud', createAction('fraud', 'fraud'));
    await engine.write('lost', createAction('lost', null));
    await engine.write('hers', createAction('hers', 'fraud'));
    await engine.write('hers', { type: 'assign', assigneeUid: 'ann' });
    await engine.write('done', createAction('done', 'refunds'));
    await engine.write('done', { type: 'upsert', patch: { status: 'DONE', assigneeUid: 'ann' } });
    expect(await uids(ann)).toEqual(['refund', 'hers', 'done']);
    expect(await uids(bob)).toEqual(['refund', 'letter']);
    expect(await uids(cat)).toEqual(['refund', 'letter', 'fraud', 'lost', 'hers']);
    expect(await uids(BACK_OFFICE)).toEqual(['refund', 'letter', 'fraud', 'lost', 'hers', 'done']);
  });

  it('writes a document as the tasks API does, with its place in the feed', async () => {
    await engine.write('t1', createAction('t1', 'refunds', { url: 'https://example.com/1', amount: 12.5 }));
    const { documents } = await pull(ann);
    expect(documents).toEqual([
      {
        id: 't1',
        uid: 't1',
        status: 'TODO',
        status_at: '2026-03-01T09:00:00.001000+00:00',
        assignee_uid: null,
        queue_uid: 'refunds',
        due_at: '2026-03-01T09:00:00.001000+00:00',
        created_at: '2026-03-01T09:00:00.001000+00:00',
        updated_at: '2026-03-01T09:00:00.001000+00:00',
        started_at: null,
        done_at: null,
        snooze_expires_at: null,
        title: 't1',
        url: 'https://example.com/1',
        fields: { title: 't1', queue: 'refunds', url: 'https://example.com/1', amount: 12.5 },
        integrations: {},
        skills: [],
        priority: null,
        version: 1,
        seq: 1,
        _deleted: false,
      },
    ]);
  });

  it('goes on where the last page ended, and shows again only what changed', async () => {
    for (const uid of ['a', 'b', 'c']) await engine.write(uid, createAction(uid));
    const first = await pull(ann, null, 2);
    expect([first.documents.map(({ uid }) => uid), first.hasMore, first.seq]).toEqual([['a', 'b'], true, 2]);
    await engine.write('a', updateAction({ note: 1 }));
    await engine.write('a', updateAction({ note: 2 }));
    const second = await pull(ann, first.checkpoint, 2);
    expect([second.documents.map(({ uid, seq }) => [uid, seq]), second.hasMore]).toEqual([
      [
        ['c', 3],
        ['a', 5],
      ],
      false,
    ]);
    expect((await pull(ann, second.checkpoint)).documents).toEqual([]);
  });

  it('moves an empty page to the end of the feed', async () => {
    const { checkpoint } = await pull(ann);
    for (let index = 0; index < 5; index += 1) await engine.write('x', index === 0 ? createAction('x', 'fraud') : updateAction({ index }));
    const page = await pull(ann, checkpoint);
    expect([page.documents, page.seq, page.hasMore]).toEqual([[], 5, false]);
    expect(page.checkpoint).not.toBe(checkpoint);
  });

  it('tells exactly those who could see a task that it is gone', async () => {
    await engine.write('t1', createAction('t1', 'refunds'));
    const before = new Map<Caller, string>();
    for (const caller of [ann, bob, cat, BACK_OFFICE]) before.set(caller, (await pull(caller)).checkpoint);
    const changes = async (caller: Caller) =>
      (await pull(caller, before.get(caller) ?? null)).documents.map(({ uid, _deleted }) => [uid, _deleted]);

    await engine.write('t1', updateAction({ queue: 'letters' }));
    expect(await changes(ann)).toEqual([['t1', true]]);
    expect(await changes(bob)).toEqual([['t1', false]]);
    expect(await changes(cat)).toEqual([['t1', false]]);
    for (const caller of [ann, bob]) before.set(caller, (await pull(caller, before.get(caller))).checkpoint);

    await engine.write('t1', { type: 'delete' });
    expect(await changes(ann)).toEqual([]);
    expect(await changes(bob)).toEqual([['t1', true]]);
    expect(await changes(cat)).toEqual([['t1', true]]);
    expect(await changes(BACK_OFFICE)).toEqual([['t1', true]]);
  });

  it('sends no tombstones to a replica that starts, over all of its pages', async () => {
    for (const uid of ['a', 'b', 'c', 'd']) await engine.write(uid, createAction(uid));
    await engine.write('c', { type: 'delete' });
    await engine.write('b', updateAction({ queue: 'fraud' }));
    const seen: unknown[] = [];
    let page = await pull(ann, null, 1);
    seen.push(...page.documents);
    while (page.hasMore) {
      page = await pull(ann, page.checkpoint, 1);
      seen.push(...page.documents);
    }
    expect(seen.map((document) => (document as { uid: string }).uid)).toEqual(['a', 'd']);
  });

  it('names a task once in a page, however many reasons to see it have ended', async () => {
    await engine.write('a', createAction('a'));
    await engine.write('a', { type: 'assign', assigneeUid: 'ann' });
    const { checkpoint } = await pull(ann);
    await engine.write('a', updateAction({ queue: 'fraud' }));
    await engine.write('a', { type: 'unassign' });
    const page = await pull(ann, checkpoint);
    expect(page.documents.map(({ uid, seq, _deleted }) => [uid, seq, _deleted])).toEqual([['a', 4, true]]);
    expect([page.seq, page.hasMore]).toEqual([4, false]);
  });

  it('does not lose what left behind many that left and came back', async () => {
    for (const uid of ['a', 'b', 'c', 'd']) await engine.write(uid, createAction(uid));
    const { checkpoint } = await pull(ann);
    for (const uid of ['a', 'b', 'c', 'd']) await engine.write(uid, updateAction({ queue: 'fraud' }));
    for (const uid of ['a', 'b', 'c']) await engine.write(uid, updateAction({ queue: 'refunds' }));
    const found = new Map<string, boolean>();
    let page = await pull(ann, checkpoint, 2);
    for (const document of page.documents) found.set(document.uid, document._deleted);
    while (page.hasMore) {
      page = await pull(ann, page.checkpoint, 2);
      for (const document of page.documents) found.set(document.uid, document._deleted);
    }
    expect(Object.fromEntries(found)).toEqual({ a: false, b: false, c: false, d: true });
  });

  it('keeps own done tasks for seven days, and takes back what a replica that was away still holds as open', async () => {
    await engine.write('t1', createAction('t1', 'fraud'));
    await engine.write('t1', { type: 'assign', assigneeUid: 'ann' });
    const { checkpoint } = await pull(ann);
    await engine.write('t1', { type: 'upsert', patch: { status: 'DONE' } });
    expect(await uids(ann)).toEqual(['t1']);
    engine.clock.micros += 8 * DAY;
    expect(await uids(ann)).toEqual([]);
    expect((await pull(ann, checkpoint)).documents).toMatchObject([{ uid: 't1', _deleted: true }]);
  });

  it('starts over when role, skills or workable queues are others than those of the checkpoint', async () => {
    await engine.write('t1', createAction('t1'));
    const { checkpoint } = await pull(ann);
    const as = (changes: Partial<User>) => callerOf({ ...ann.user, ...changes });
    expect((await pull(as({ name: 'Anna' }), checkpoint)).resync).toBeUndefined();
    for (const caller of [as({ role: 'manager' }), as({ skills: ['german'] }), bob, BACK_OFFICE]) {
      const page = await pull(caller, checkpoint);
      expect([page.resync, page.documents, page.hasMore]).toEqual(['scope', [], true]);
      expect((await pull(caller, page.checkpoint)).documents.map(({ uid }) => uid)).toEqual(['t1']);
    }
    engine.queues.queues.push(testQueue('returns'));
    expect((await pull(ann, checkpoint)).resync).toBe('scope');
  });

  it('starts over from the checkpoint of another database, of a lost future, and of nothing readable', async () => {
    await engine.write('t1', createAction('t1'));
    const { checkpoint, epoch } = await pull(ann);
    const { hash } = scopeOf(ann, engine.queues);
    const ahead = { epoch, scope: hash, seq: 2, startedAt: 2 };
    expect((await pull(ann, encodeCheckpoint(ahead, engine.seals))).resync).toBe('beyond');
    for (const unreadable of [
      'x',
      '',
      'AAAA',
      Buffer.from('[1,2,3]').toString('base64url'),
      Buffer.from('[9,"a","b",1,1]').toString('base64url'),
    ]) {
      expect((await pull(ann, unreadable)).resync).toBe('unreadable');
    }
    await engine.commands.submit((sql) => renewEpoch(sql, epoch));
    const page = await pull(ann, checkpoint);
    expect(page.resync).toBe('epoch');
    expect(page.epoch).toBe((await engine.database.read(findFeed)).epoch);
    expect((await pull(ann, page.checkpoint)).documents).toHaveLength(1);
  });

  it('believes nobody but a server that the feed has been further, and takes what was given before there were seals', async () => {
    for (const uid of ['t1', 't2']) await engine.write(uid, createAction(uid));
    const { epoch } = await pull(ann);
    const { hash } = scopeOf(ann, engine.queues);
    const foreign = createCheckpointSeals(Buffer.alloc(32, 1));
    const [own, known] = [engine.seals.of(epoch, 9), engine.seals.of('another epoch', 9)];
    const claims = [undefined, null, 9, '', known, `${own}A`, foreign.of(epoch, 9), engine.seals.of(epoch, 2)];
    for (const claim of claims) expect((await pull(ann, written([1, epoch, hash, 9, 9, claim]))).resync).toBe('unreadable');
    expect((await pull(ann, written([1, epoch, hash, 9, 9, own]))).resync).toBe('beyond');
    const before = await pull(ann, written([1, epoch, hash, 1, 1]));
    expect([before.resync, before.documents.map(({ uid }) => uid)]).toEqual([undefined, ['t2']]);
  });

  it('serves people who may work very many queues', async () => {
    engine.queues.queues = Array.from({ length: 300 }, (_, index) => testQueue(`queue-${index}`));
    for (let index = 0; index < 5; index += 1) await engine.write(`t${index}`, createAction(`t${index}`, `queue-${index * 60}`));
    const page = await pull(ann, null, 3);
    expect([page.documents.length, page.hasMore]).toEqual([3, true]);
    const rest = await pull(ann, page.checkpoint, 3);
    expect([rest.documents.length, rest.hasMore]).toEqual([2, false]);
    await engine.write('t1', { type: 'delete' });
    await engine.write('t2', updateAction({ queue: 'none' }));
    expect((await pull(ann, rest.checkpoint)).documents.map(({ uid, _deleted }) => [uid, _deleted])).toEqual([
      ['t1', true],
      ['t2', true],
    ]);
  });

  it.runIf(testDialect() === 'sqlite')('finds a page through its indexes, in order, without sorting what the caller may see', async () => {
    const plan = await engine.database.read((sql) =>
      sql.all<{ detail: string }>(
        "EXPLAIN QUERY PLAN SELECT uid, seq AS feed_seq, 0 AS gone FROM tasks WHERE deleted = 0 AND status <> 'DONE' AND seq > ? AND (queue_uid || '' IN (?, ?) OR assignee_uid = ?) ORDER BY feed_seq LIMIT ?",
        [1, 'refunds', 'kyc', 'ann', 10],
      ),
    );
    expect(plan.map(({ detail }) => detail).join()).toBe('SEARCH tasks USING INDEX tasks_open_by_seq (seq>?)');
  });

  function pull(caller: Caller, checkpoint: string | null = null, limit = 100): Promise<PullResponse> {
    const { queues, clock, seals } = engine;
    const query = { scope: scopeOf(caller, queues), checkpoint, limit, nowMicros: clock.nowMicros(), seals };
    return engine.database.read((sql) => pullTasks(sql, query));
  }

  /** As anybody could write it. */
  function written(parts: unknown[]): string {
    return Buffer.from(JSON.stringify(parts)).toString('base64url');
  }

  async function uids(caller: Caller): Promise<string[]> {
    return (await pull(caller)).documents.map(({ uid }) => uid);
  }
});
