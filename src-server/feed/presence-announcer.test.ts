import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { PersonPresence } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import { createPresence, type Presence } from '../presence/create-presence.ts';
import type { Database } from '../store/database.ts';
import { BACK_OFFICE, callerOf, createAction, type Engine, openEngine, testUser, updateAction } from '../sync/engine-fixture.ts';
import { createFeed, type Feed } from './create-feed.ts';
import type { FeedSink } from './feed-client.ts';

/** On a machine with much else to do it may take a while. */
const SOON = { interval: 5, timeout: 15_000 };

/** Two server processes where the database takes several, else one. */
interface Process {
  database: Database;
  presence: Presence;
  feed: Feed;
}

/** What a console knows of people, made from the events alone. */
class Watcher implements FeedSink {
  readonly people = new Map<string, PersonPresence[]>();
  events = 0;
  isEnded = false;

  write(text: string): void {
    const [, event, data = ''] = /^id: \d+\nevent: (\w+)\ndata: (.*)\n\n$/.exec(text) ?? [];
    if (event !== 'presence') return;
    this.events += 1;
    const { people } = JSON.parse(data) as { people: PersonPresence[] };
    for (const { userId } of people) this.people.set(userId, []);
    for (const person of people) if (person.taskId !== null) this.people.get(person.userId)?.push(person);
  }

  bufferedBytes = () => 0;
  onDrain = () => undefined;
  end(): void {
    this.isEnded = true;
  }

  where(userId: string): (string | null)[] {
    return (this.people.get(userId) ?? []).map(({ taskId }) => taskId);
  }
}

describe('presence in the stream', () => {
  let engine: Engine;
  let one: Process;
  let other: Process;
  const errors: unknown[] = [];
  const ann = callerOf(testUser('ann'));
  const bob = callerOf(testUser('bob', 'operator', ['german']));
  const cat = callerOf(testUser('cat', 'manager'));

  beforeEach(async () => {
    engine = await openEngine();
    one = start(engine.database);
    const second = engine.database;
    other = second === one.database ? one : start(second);
    await engine.write('refund', createAction('refund', 'refunds'));
    await engine.write('letter', createAction('letter', 'letters'));
  });
  afterEach(async () => {
    for (const each of new Set([one, other])) {
      each.presence.close();
      await each.feed.close();
    }
    await engine.remove();
    expect(errors).toEqual([]);
  });

  const start = (database: Database): Process => {
    const { clock, queues, seals } = engine;
    const presence = createPresence({ database, clock });
    const onError = (error: unknown) => errors.push(error);
    const feed = createFeed({
      database,
      clock,
      queues,
      seals,
      presence,
      findCaller: async (caller) => caller,
      onError,
      pauseMs: 0,
      presencePauseMs: 0,
    });
    return { database, presence, feed };
  };
  const watch = async (caller: Caller, { feed }: Process = other) => {
    const watcher = new Watcher();
    await feed.connect(caller, { checkpoint: null, lastSeq: null }, watcher);
    return watcher;
  };
  /** Says it until it is heard: a process that has only just begun to listen may have missed it. */
  const look = async (caller: typeof ann, taskId: string | null, heard: () => void, deviceId = 'desk') =>
    vi.waitFor(() => {
      one.presence.say(caller.user.id, { deviceId, taskId });
      heard();
    }, SOON);

  it('tells who looks at which task, in whichever process they are', async () => {
    const [forBob, forCat] = [await watch(bob), await watch(cat, one)];
    await look(ann, 'refund', () => expect([forBob.where('ann'), forCat.where('ann')]).toEqual([['refund'], ['refund']]));
    expect(forBob.people.get('ann')).toEqual([{ userId: 'ann', taskId: 'refund', activity: 'looking' }]);
    one.presence.say('ann', { deviceId: 'desk', taskId: 'refund', activity: 'working' });
    await vi.waitFor(() => expect(forBob.people.get('ann')).toMatchObject([{ activity: 'working' }]), SOON);
    await look(ann, null, () => expect([forBob.where('ann'), forCat.where('ann')]).toEqual([[], []]));
  });

  it('says nothing of tasks that the receiver may not see, nor anything to keys', async () => {
    const [forAnn, forCat, forKey] = [await watch(ann), await watch(cat), await watch(BACK_OFFICE)];
    await look(bob, 'letter', () => expect(forCat.where('bob')).toEqual(['letter']));
    await look(bob, 'refund', () => expect(forAnn.where('bob')).toEqual(['refund']));
    await look(bob, 'letter', () => expect(forAnn.where('bob')).toEqual([]));
    expect([...forAnn.people.keys()]).toEqual(['bob']);
    expect(forKey.events).toBe(0);
  });

  it('tells whoever comes later, and again when a task comes into sight or leaves it', async () => {
    const forCat = await watch(cat);
    await look(bob, 'refund', () => expect(forCat.where('bob')).toEqual(['refund']));
    const forAnn = await watch(ann);
    await vi.waitFor(() => expect(forAnn.where('bob')).toEqual(['refund']), SOON);
    await engine.write('refund', updateAction({ queue: 'letters' }));
    await vi.waitFor(() => {
      other.feed.wake();
      expect(forAnn.where('bob')).toEqual([]);
    }, SOON);
    await engine.write('refund', updateAction({ queue: 'refunds' }));
    await vi.waitFor(() => {
      other.feed.wake();
      expect(forAnn.where('bob')).toEqual(['refund']);
    }, SOON);
  });

  it('forgets a console that died, and not one that says it again', async () => {
    const forCat = await watch(cat);
    await look(ann, 'refund', () => expect(forCat.where('ann')).toEqual(['refund']));
    await look(bob, 'letter', () => expect(forCat.where('bob')).toEqual(['letter']));
    await vi.waitFor(() => {
      other.presence.say('ann', { deviceId: 'desk', taskId: 'refund' });
      engine.clock.micros += (SYNC_LIMITS.presenceHoldsMs / 2) * 1_000;
      other.presence.forgetOld();
      expect(forCat.where('bob')).toEqual([]);
    }, SOON);
    expect(forCat.where('ann')).toEqual(['refund']);
  });

  it('knows several consoles of a person', async () => {
    const forCat = await watch(cat);
    await look(ann, 'refund', () => expect(forCat.where('ann')).toEqual(['refund']));
    await look(ann, 'letter', () => expect(forCat.where('ann').toSorted()).toEqual(['letter', 'refund']), 'laptop');
    await look(ann, null, () => expect(forCat.where('ann')).toEqual(['letter']));
  });

  it('remembers so many consoles of one person, those that spoke last', async () => {
    const tasks = Array.from({ length: 12 }, (_, index) => `t${index}`);
    for (const [index, taskId] of tasks.entries()) one.presence.say('ann', { deviceId: `desk${index}`, taskId });
    one.presence.say('ann', { deviceId: 'desk4', taskId: 't4' });
    one.presence.say('ann', { deviceId: 'desk12', taskId: 't12' });
    expect(one.presence.tasksOf('ann').map(({ taskId }) => taskId)).toEqual(['t6', 't7', 't8', 't9', 't10', 't11', 't4', 't12']);
  });

  it('sends nothing when nothing changed', async () => {
    const forCat = await watch(cat);
    await look(ann, 'refund', () => expect(forCat.where('ann')).toEqual(['refund']));
    const { events } = forCat;
    for (let again = 0; again < 3; again += 1) other.presence.say('ann', { deviceId: 'desk', taskId: 'refund' });
    await look(bob, 'letter', () => expect(forCat.where('bob')).toEqual(['letter']));
    expect(forCat.events).toBe(events + 1);
  });
});
