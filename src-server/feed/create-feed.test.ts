import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../auth/caller.ts';
import type { Database } from '../store/database.ts';
import { BACK_OFFICE, callerOf, createAction, type Engine, openEngine, testUser, updateAction } from '../sync/engine-fixture.ts';
import { renewEpoch } from '../sync/feed-position.ts';
import { pullTasks } from '../sync/pull-tasks.ts';
import { scopeOf } from '../sync/scope.ts';
import { createFeed, type Feed, type StreamStart } from './create-feed.ts';
import type { FeedSink } from './feed-client.ts';

interface SentEvent {
  id: number;
  event: string;
  data: { [key: string]: unknown; checkpoint?: string; documents?: { uid: string; seq: number; _deleted: boolean }[] };
}

/** A socket that a test can fill and empty. */
class TestSink implements FeedSink {
  events: SentEvent[] = [];
  buffered = 0;
  isEnded = false;
  private drained: (() => void) | null = null;
  private readonly waiting: { until: (events: SentEvent[]) => boolean; resolve: () => void }[] = [];

  write(text: string): void {
    const [, id, event, data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n$/.exec(text) ?? [];
    this.events.push({ id: Number(id), event: event ?? '', data: JSON.parse(data ?? '') });
    for (const waiting of [...this.waiting]) if (waiting.until(this.events)) waiting.resolve();
  }

  bufferedBytes(): number {
    return this.buffered;
  }

  onDrain(callback: () => void): void {
    this.drained = callback;
  }

  end(): void {
    this.isEnded = true;
  }

  drain(): void {
    this.buffered = 0;
    this.drained?.();
  }

  /** Settles when the events that came so far are enough. */
  async seen(until: (events: SentEvent[]) => boolean): Promise<void> {
    if (until(this.events)) return;
    await new Promise<void>((resolve) => this.waiting.push({ until, resolve }));
  }

  /** Settles when a document of this task was sent. */
  saw(uid: string): Promise<void> {
    return this.seen((events) => events.some(({ data }) => data.documents?.some((document) => document.uid === uid)));
  }

  get tasks(): SentEvent[] {
    return this.events.filter(({ event }) => event === 'tasks');
  }

  get documents(): (string | boolean)[][] {
    return this.tasks.flatMap(({ data }) => (data.documents ?? []).map(({ uid, _deleted }) => [uid, _deleted]));
  }

  get reasons(): unknown[] {
    return this.events.filter(({ event }) => event === 'resync').map(({ data }) => data.reason);
  }
}

describe('the feed', () => {
  let engine: Engine;
  let feed: Feed;
  const errors: unknown[] = [];
  const ann = callerOf(testUser('ann'));
  const bob = callerOf(testUser('bob', 'operator', ['german']));
  const now: StreamStart = { checkpoint: null, lastSeq: null };

  beforeEach(async () => {
    engine = await openEngine();
    feed = open();
  });
  afterEach(async () => {
    await feed.close();
    await engine.remove();
    expect(errors).toEqual([]);
  });

  it('sends to each client what it may see of what was committed, and where that leaves it', async () => {
    const forAnn = await connect(ann);
    const forBob = await connect(bob);
    const forKey = await connect(BACK_OFFICE);
    await engine.write('letter', createAction('letter', 'letters'));
    await engine.write('refund', createAction('refund', 'refunds'));
    await Promise.all([forAnn.saw('refund'), forBob.saw('refund'), forKey.saw('refund')]);
    expect(forAnn.documents).toEqual([['refund', false]]);
    expect(forBob.documents).toEqual([
      ['letter', false],
      ['refund', false],
    ]);
    expect(forKey.documents).toEqual([
      ['letter', false],
      ['refund', false],
    ]);
    const [event] = forAnn.tasks;
    expect(event).toMatchObject({ id: 2, data: { prevSeq: 0, seq: 2, documents: [{ id: 'refund', title: 'refund', seq: 2 }] } });
    const pulled = await pull(ann);
    expect(event?.data.epoch).toBe(pulled.epoch);
    expect(event?.data.checkpoint).toBe(pulled.checkpoint);
  });

  it('names in each event the one before it, over what the client may not see too', async () => {
    const sink = await connect(ann);
    await engine.write('a', createAction('a'));
    await sink.saw('a');
    await engine.write('b', createAction('b', 'fraud'));
    await engine.write('c', createAction('c'));
    await sink.saw('c');
    expect(sink.tasks.map(({ data }) => [data.prevSeq, data.seq])).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });

  it('says what left a scope, to those only who had it', async () => {
    await engine.write('t1', createAction('t1'));
    const forAnn = await connect(ann);
    const forBob = await connect(bob);
    await engine.write('t1', updateAction({ queue: 'letters' }));
    await engine.write('t1', { type: 'delete' });
    await engine.write('last', createAction('last'));
    await Promise.all([forAnn.saw('last'), forBob.saw('last')]);
    expect(forAnn.documents).toContainEqual(['t1', true]);
    expect(forBob.documents).toContainEqual(['t1', true]);
    await engine.write('t2', createAction('t2', 'letters'));
    await engine.write('t2', { type: 'delete' });
    await engine.write('end', createAction('end'));
    await forAnn.saw('end');
    expect(forAnn.documents.map(([uid]) => uid)).not.toContain('t2');
  });

  it('brings a client that comes back up to date, from its checkpoint or the last id that it saw', async () => {
    await engine.write('a', createAction('a'));
    const { checkpoint } = await pull(ann);
    await engine.write('b', createAction('b'));
    await engine.write('c', createAction('c'));
    expect((await connect(ann, { checkpoint, lastSeq: null })).documents).toEqual([
      ['b', false],
      ['c', false],
    ]);
    expect((await connect(ann, { checkpoint: null, lastSeq: 2 })).documents).toEqual([['c', false]]);
    expect((await connect(ann, { checkpoint, lastSeq: 2 })).documents).toEqual([['c', false]]);
    expect((await connect(ann, now)).documents).toEqual([]);
  });

  it('vouches for nothing that a mere number does not prove: the next pull starts over', async () => {
    await engine.write('a', createAction('a', 'letters'));
    await engine.write('b', createAction('b'));
    // Ann has come to work letters since she saw number 1: it says nothing of the task that she lacks.
    const callerNow = callerOf({ ...ann.user, skills: ['german'] });
    const sink = await connect(callerNow, { checkpoint: null, lastSeq: 1 });
    await engine.write('c', createAction('c'));
    await sink.saw('c');
    expect(sink.documents).toEqual([
      ['b', false],
      ['c', false],
    ]);
    for (const { data } of sink.tasks) expect(await pull(callerNow, data.checkpoint ?? null)).toMatchObject({ resync: 'scope' });
    const { checkpoint } = await pull(callerNow);
    const proven = await connect(callerNow, { checkpoint, lastSeq: 3 });
    await engine.write('d', createAction('d'));
    await proven.saw('d');
    expect((await pull(callerNow, proven.tasks[0]?.data.checkpoint)).resync).toBeUndefined();
  });

  it('misses nothing that others were sent while a client was being brought up to date', async () => {
    await engine.write('a', createAction('a'));
    const { checkpoint } = await pull(ann);
    await feed.close();
    const pageRead = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const read: Database['read'] = async (work) => {
      const value = await engine.database.read(work);
      if (typeof value === 'object' && value !== null && 'documents' in value) {
        pageRead.resolve();
        await answer.promise;
      }
      return value;
    };
    feed = open({ database: { ...engine.database, read } });
    const other = await connect(BACK_OFFICE);
    const connecting = connect(ann, { checkpoint, lastSeq: null });
    await pageRead.promise;
    await engine.write('b', createAction('b'));
    await other.saw('b');
    answer.resolve();
    const sink = await connecting;
    await engine.write('c', createAction('c'));
    await sink.saw('c');
    expect(sink.documents).toEqual([
      ['b', false],
      ['c', false],
    ]);
  });

  it('lets a client start over that is too far behind, or whose checkpoint will not do', async () => {
    await feed.close();
    feed = open({ catchUpMaximum: 2 });
    const { checkpoint, epoch } = await pull(ann);
    for (const uid of ['a', 'b', 'c']) await engine.write(uid, createAction(uid));
    expect((await connect(ann, { checkpoint, lastSeq: null })).reasons).toEqual(['behind']);
    expect((await connect(ann, { checkpoint: 'nonsense', lastSeq: null })).reasons).toEqual(['unreadable']);
    expect((await connect(ann, { checkpoint: null, lastSeq: 99 })).reasons).toEqual(['beyond']);
    expect((await connect(bob, { checkpoint, lastSeq: null })).reasons).toEqual(['scope']);
    await feed.close();
    await engine.commands.submit((sql) => renewEpoch(sql, epoch));
    feed = open();
    const sink = await connect(ann, { checkpoint, lastSeq: null });
    expect(sink.reasons).toEqual(['epoch']);
    await engine.write('d', createAction('d'));
    await sink.saw('d');
  });

  it('tells everybody to start over when the database was restored', async () => {
    const sink = await connect(ann);
    const { epoch } = await pull(ann);
    await engine.commands.submit((sql) => renewEpoch(sql, epoch));
    await sink.seen(() => sink.reasons.length > 0);
    expect(sink.reasons).toEqual(['epoch']);
  });

  it('stops sending to a client that does not read, and tells it once to start over when it does', async () => {
    const sink = await connect(ann);
    const other = await connect(ann);
    sink.buffered = 2 * 1024 * 1024;
    await engine.write('a', createAction('a'));
    await sink.saw('a');
    for (const uid of ['b', 'c', 'd']) await engine.write(uid, createAction(uid));
    await other.saw('d');
    expect(sink.documents).toEqual([['a', false]]);
    sink.drain();
    expect(sink.reasons).toEqual(['overflow']);
    await engine.write('e', createAction('e'));
    await sink.saw('e');
    expect(sink.documents).toEqual([
      ['a', false],
      ['e', false],
    ]);
    expect(sink.tasks.at(-1)?.data.prevSeq).toBe(4);
  });

  it('moves a client to its new scope, and ends the stream of one who may no longer listen', async () => {
    const accounts = new Map<string, Caller | null>();
    await feed.close();
    feed = open({
      findCaller: async (caller) =>
        caller.kind === 'user' && accounts.has(caller.user.id) ? (accounts.get(caller.user.id) ?? null) : caller,
    });
    const forAnn = await connect(ann);
    const forBob = await connect(bob);
    accounts.set('ann', callerOf({ ...ann.user, skills: ['german'] }));
    accounts.set('bob', null);
    await feed.recheckCallers();
    expect([forAnn.reasons, forAnn.isEnded, forBob.isEnded]).toEqual([['scope'], false, true]);
    await engine.write('letter', createAction('letter', 'letters'));
    await forAnn.saw('letter');
    expect(forBob.documents).toEqual([]);
  });

  it('tells a person whose role changed, and nobody else', async () => {
    await feed.close();
    let role: 'manager' | 'admin' = 'manager';
    const eve = callerOf({ ...ann.user, id: 'eve', role });
    feed = open({
      findCaller: async (caller) => (caller.kind === 'user' && caller.user.id === 'eve' ? callerOf({ ...eve.user, role }) : caller),
    });
    const forEve = await connect(eve);
    const forBob = await connect(bob);
    await feed.recheckCallers();
    expect(forEve.events.filter(({ event }) => event === 'workspace')).toEqual([]);
    role = 'admin';
    await feed.recheckCallers();
    const heard = [forEve, forBob].map(({ events }) => events.filter(({ event }) => event === 'workspace').length);
    expect(heard).toEqual([1, 0]);
  });

  it('tells everybody when queues or people changed', async () => {
    const sink = await connect(ann);
    await feed.announceWorkspace();
    expect(sink.events.at(-1)).toMatchObject({ event: 'workspace', data: {} });
  });

  it('leaves a client in its newest scope where an older look at the accounts ends last', async () => {
    await feed.close();
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    const speaksGerman = callerOf({ ...ann.user, skills: ['german'] });
    let looks = 0;
    feed = open({
      findCaller: async (caller) => {
        looks += 1;
        if (looks > 1) return caller;
        await held;
        return speaksGerman;
      },
    });
    const sink = await connect(ann);
    const older = feed.recheckCallers();
    await feed.recheckCallers();
    goOn();
    await older;
    await engine.write('letter', createAction('letter', 'letters'));
    await engine.write('a', createAction('a'));
    await sink.saw('a');
    expect([sink.documents, sink.reasons]).toEqual([[['a', false]], []]);
  });

  it('lets nobody listen who was shut out while their stream was being opened', async () => {
    await feed.close();
    const { promise: looked, resolve: look } = Promise.withResolvers<void>();
    const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
    const slow: Database = {
      ...engine.database,
      async read(work) {
        const found = await engine.database.read(work);
        look();
        await held;
        return found;
      },
    };
    feed = open({ database: slow, findCaller: async () => null });
    const sink = new TestSink();
    const connecting = feed.connect(ann, now, sink);
    await looked;
    await feed.recheckCallers();
    goOn();
    await connecting;
    expect([sink.isEnded, feed.clientCount()]).toEqual([true, 0]);
  });

  it('tells everybody of a change also where the accounts cannot be looked at', async () => {
    await feed.close();
    const isAway = new Error('the database is away');
    feed = open({ findCaller: () => Promise.reject(isAway) });
    const sink = await connect(ann);
    await expect(feed.announceWorkspace()).rejects.toBe(isAway);
    expect(sink.events.at(-1)).toMatchObject({ event: 'workspace' });
  });

  it('tells a client that does not read of a change once it does', async () => {
    const sink = await connect(ann);
    const other = await connect(ann);
    sink.buffered = 2 * 1024 * 1024;
    await engine.write('a', createAction('a'));
    await other.saw('a');
    await feed.announceWorkspace();
    sink.drain();
    expect(sink.events.map(({ event }) => event).slice(-2)).toEqual(['resync', 'workspace']);
    await engine.write('b', createAction('b'));
    await sink.saw('b');
    expect(sink.events.filter(({ event }) => event === 'workspace')).toHaveLength(1);
  });

  it('beats, and notices what another process wrote', async () => {
    await feed.close();
    feed = open({ heartbeatMs: 10 });
    const sink = await connect(ann);
    await sink.seen((events) => events.filter(({ event }) => event === 'heartbeat').length > 2);
    expect(sink.events.at(-1)).toMatchObject({ event: 'heartbeat', data: { seq: 0 } });
  });

  it('sends nothing to who has left, and ends all streams when it is closed', async () => {
    const left = new TestSink();
    (await feed.connect(ann, now, left))();
    const stays = await connect(ann);
    await engine.write('a', createAction('a'));
    await stays.saw('a');
    expect(left.documents).toEqual([]);
    await feed.close();
    expect([stays.isEnded, left.isEnded]).toEqual([true, false]);
    expect((await connect(ann)).isEnded).toBe(true);
  });

  it('serves more clients than have their turn at once, also while some of them leave', async () => {
    const sinks: TestSink[] = [];
    const leave: (() => void)[] = [];
    for (let index = 0; index < 600; index += 1) {
      const sink = new TestSink();
      sinks.push(sink);
      leave.push(await feed.connect(ann, now, sink));
    }
    const [first, last] = [sinks[0], sinks.at(-1)];
    if (!first || !last) throw new Error('nobody listens');
    await engine.write('a', createAction('a'));
    await first.saw('a');
    // Others are still to be served: one of them goes, and the feed goes on.
    leave[598]?.();
    await engine.write('b', createAction('b'));
    await last.saw('b');
    for (const sink of sinks.filter((_, index) => index !== 598)) {
      expect(sink.tasks.map(({ data }) => [data.prevSeq, data.seq])).toEqual([
        [0, 1],
        [1, 2],
      ]);
    }
    expect(sinks[598]?.documents).not.toContainEqual(['b', false]);
  });

  function open(extras: Partial<Parameters<typeof createFeed>[0]> = {}): Feed {
    const { database, clock, queues, seals } = engine;
    return createFeed({
      database,
      clock,
      queues,
      seals,
      findCaller: async (caller) => caller,
      onError: (error) => errors.push(error),
      pauseMs: 0,
      ...extras,
    });
  }

  async function connect(caller: Caller, start: StreamStart = now): Promise<TestSink> {
    const sink = new TestSink();
    await feed.connect(caller, start, sink);
    return sink;
  }

  function pull(caller: Caller, checkpoint: string | null = null) {
    const { queues, clock, seals } = engine;
    const query = { scope: scopeOf(caller, queues), checkpoint, limit: 100, nowMicros: clock.nowMicros(), seals };
    return engine.database.read((sql) => pullTasks(sql, query));
  }
});
