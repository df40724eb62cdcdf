import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../src-shared/schema/operation.ts';
import type { TaskQuery } from './console-data.ts';
import { Projection } from './projection.ts';
import type { StoredTask } from './replica-schema.ts';
import { compareSortKeys, matchesWords, sortKeyAt } from './task-value.ts';

const AT = '2024-07-12T12:00:00.000000+00:00';

function task(uid: string, changes: Partial<StoredTask> = {}): StoredTask {
  return {
    ...{ uid, status: 'TODO', status_at: AT, assignee_uid: null, queue_uid: 'kyc', due_at: AT, created_at: AT, updated_at: AT },
    ...{ started_at: null, done_at: null, snooze_expires_at: null, fields: { title: uid }, integrations: {}, skills: [], priority: null },
    ...{ version: 1, seq: 1, ...changes },
  };
}

function operation(taskId: string, action: Operation['action'], deviceSeq = 1): Operation {
  return { opId: `op-${deviceSeq}`, deviceId: 'd', deviceSeq, taskId, action, baseVersion: 1, at: AT, payload: {} };
}

function makeProjection() {
  const pending = new Map<string, Operation[]>();
  const batches: (() => void)[] = [];
  const projection = new Projection({
    actor: () => ({ kind: 'user', uid: 'ada', name: 'Ada', role: 'operator', skills: [] }),
    rulesOf: () => ({ skills: [], release_on_skip: false }),
    creationRules: { formOf: () => null, queues: [], dueTarget: () => null },
    pending: { drawnOf: (uid) => pending.get(uid) ?? [], rejectedOf: () => [] },
    schedule: (work) => batches.push(work),
    onBatch: () => undefined,
  });
  const runBatch = () => {
    for (const work of batches.splice(0)) work();
  };
  return { projection, pending, runBatch };
}

const ALL: TaskQuery = { scope: { kind: 'all' }, statuses: null, text: '', filters: [], sort: { path: 'due_at', direction: 'asc' } };

test('a list that is prepared in parts has what changed meanwhile, and queues, filters and the other direction are made of it', async () => {
  const steps = fc.array(fc.record({ uid: fc.nat(60), title: fc.nat(5), queue: fc.constantFrom('kyc', 'fraud'), isGone: fc.boolean() }), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 8 }), async (rounds) => {
      const { projection, runBatch } = makeProjection();
      projection.put(Array.from({ length: 6_500 }, (_, index) => task(`t${index}`, { fields: { title: `${(index * 7) % 1_000}` } })));
      runBatch();
      const left = [...rounds];
      const change = () => {
        for (const { uid, title, queue, isGone } of left.shift() ?? []) {
          if (isGone) projection.remove([`t${uid}`]);
          else projection.put([task(`t${uid}`, { fields: { title: `${title}` }, queue_uid: queue })]);
        }
        // Some are told of at once, some with the next.
        if (left.length % 2 === 0) runBatch();
      };
      await projection.prepare(['fields.title'], async () => change(), new AbortController().signal);
      while (left.length > 0) change();
      runBatch();
      const shown = [...projection.entries()].sort((a, b) =>
        a.title === b.title ? (a.task.uid < b.task.uid ? -1 : 1) : a.title < b.title ? -1 : 1,
      );
      const uids = (entries: typeof shown) => entries.map((entry) => entry.task.uid);
      const byTitle = { ...ALL, sort: { path: 'fields.title', direction: 'asc' } } as const;
      expect(projection.query(byTitle).getSnapshot()).toEqual(uids(shown));
      const inFraud = shown.filter((entry) => entry.task.queue_uid === 'fraud');
      expect(projection.query({ ...byTitle, scope: { kind: 'queue', queueUid: 'fraud' } }).getSnapshot()).toEqual(uids(inFraud));
      expect(projection.query({ ...byTitle, text: 't1' }).getSnapshot()).toEqual(
        uids(shown.filter((entry) => entry.task.uid.includes('t1'))),
      );
    }),
    { numRuns: 8 },
  );
});

test('words are found in a task that has changed where it stands in a long list', () => {
  const { projection, runBatch } = makeProjection();
  projection.put(Array.from({ length: 6_000 }, (_, index) => task(`t${index}`)));
  runBatch();
  const all = projection.query(ALL);
  all.subscribe(() => undefined);
  expect(all.getSnapshot()).toHaveLength(6_000);
  projection.put([task('t77', { fields: { title: 't77', note: 'needle' }, seq: 2 })]);
  runBatch();
  expect(projection.query({ ...ALL, text: 'needle' }).getSnapshot()).toEqual(['t77']);
});

describe('a query', () => {
  test('keeps its list up to date while it is watched, and tells of a batch once', () => {
    const { projection, runBatch } = makeProjection();
    const query = projection.query({ ...ALL, sort: { path: 'fields.title', direction: 'asc' } });
    let told = 0;
    query.subscribe(() => {
      told += 1;
    });
    projection.put([task('b'), task('a'), task('c')]);
    runBatch();
    expect([told, query.getSnapshot()]).toEqual([1, ['a', 'b', 'c']]);
    projection.put([task('a', { fields: { title: 'z' }, seq: 2 })]);
    projection.remove(['b']);
    runBatch();
    expect([told, query.getSnapshot()]).toEqual([2, ['c', 'a']]);
  });

  test('gives back the same list until something in it changed', () => {
    const { projection, runBatch } = makeProjection();
    const query = projection.query({ ...ALL, scope: { kind: 'queue', queueUid: 'kyc' } });
    let told = 0;
    query.subscribe(() => {
      told += 1;
    });
    projection.put([task('a')]);
    runBatch();
    const before = query.getSnapshot();
    projection.put([task('other', { queue_uid: 'fraud' })]);
    runBatch();
    expect(query.getSnapshot()).toBe(before);
    expect(told).toBe(1);
  });

  test('finds words in any field, filters by any attribute and field, and puts what has no value last', () => {
    const { projection, runBatch } = makeProjection();
    projection.put([
      task('1', { fields: { title: 'Claim ABC', country: 'FR', amount: 20 } }),
      task('2', { fields: { title: 'Claim XYZ', country: 'DE', amount: 3 } }),
      task('3', { fields: { title: 'Chargeback', partner: 'abc bank', country: 'FR' } }),
    ]);
    runBatch();
    const list = (changes: Partial<TaskQuery>) => projection.query({ ...ALL, ...changes }).getSnapshot();
    expect(list({ text: 'ABC' })).toEqual(['1', '3']);
    expect(list({ text: 'abc claim' })).toEqual(['1']);
    expect(list({ filters: [{ path: 'fields.country', operator: 'is', values: ['FR'] }] })).toEqual(['1', '3']);
    expect(list({ filters: [{ path: 'fields.country', operator: 'is-not', values: ['FR'] }] })).toEqual(['2']);
    expect(list({ filters: [{ path: 'uid', operator: 'contains', values: ['3'] }] })).toEqual(['3']);
    expect(list({ sort: { path: 'fields.amount', direction: 'asc' } })).toEqual(['2', '1', '3']);
    expect(list({ sort: { path: 'fields.amount', direction: 'desc' } })).toEqual(['1', '2', '3']);
  });

  test('is the same list, however it came about', () => {
    const change = fc.record({
      uid: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      gone: fc.boolean(),
      status: fc.constantFrom('TODO', 'STARTED', 'DONE') as fc.Arbitrary<StoredTask['status']>,
      rank: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y', null)),
      flush: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.constantFrom<'asc' | 'desc'>('asc', 'desc'), (changes, direction) => {
        const { projection, runBatch } = makeProjection();
        const query: TaskQuery = { ...ALL, sort: { path: 'fields.rank', direction } };
        projection.query(query).subscribe(() => undefined);
        projection.query(query).getSnapshot();
        for (const { uid, gone, status, rank, flush } of changes) {
          if (gone) projection.remove([uid]);
          else projection.put([task(uid, { status, fields: { rank } })]);
          if (flush) {
            runBatch();
            projection.query(query).getSnapshot();
          }
        }
        runBatch();
        const anew = makeProjection();
        anew.projection.put([...projection.serverTasks()]);
        expect(projection.query(query).getSnapshot()).toEqual(anew.projection.query(query).getSnapshot());
        expect({ ...projection.counts }).toEqual({ ...anew.projection.counts });
      }),
      { numRuns: 200 },
    );
  });
});

test('a list that is made from another one is the one that all tasks would give', () => {
  const sort = fc.record({
    path: fc.constantFrom<TaskQuery['sort']['path']>('fields.title', 'fields.rank', 'due_at', 'uid'),
    direction: fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
  });
  const filter = { path: 'fields.rank', operator: 'is', values: [1, 2] } as const;
  const step = fc.oneof(
    fc.record({ text: fc.constantFrom('', 'a', 'ab', 'ab 1', '1'), filters: fc.constantFrom([], [filter]), sort, watch: fc.boolean() }),
    fc.record({ first: fc.nat(150), count: fc.constantFrom(1, 5, 120), rank: fc.constantFrom(1, 2, null, 'x'), gone: fc.boolean() }),
    fc.constant('flush' as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { projection, runBatch } = makeProjection();
      const asked: TaskQuery[] = [];
      for (const action of steps) {
        if (action === 'flush') runBatch();
        else if ('count' in action) {
          const uids = Array.from({ length: action.count }, (_, index) => `t${action.first + index}`);
          if (action.gone) projection.remove(uids);
          else projection.put(uids.map((uid, index) => task(uid, { fields: { title: `ab ${index % 7}`, rank: action.rank } })));
        } else {
          const query = { ...ALL, text: action.text, filters: action.filters, sort: action.sort };
          const store = projection.query(query);
          if (action.watch) store.subscribe(() => undefined);
          store.getSnapshot();
          asked.push(query);
        }
      }
      runBatch();
      for (const query of asked) {
        const fresh = makeProjection();
        fresh.projection.put([...projection.serverTasks()]);
        expect(projection.query(query).getSnapshot()).toEqual(fresh.projection.query(query).getSnapshot());
      }
    }),
    { numRuns: 150 },
  );
});

describe('an entry', () => {
  test('shows pending operations over the server’s state, and counts what is shown', () => {
    const { projection, pending, runBatch } = makeProjection();
    projection.put([task('a'), task('b')]);
    pending.set('a', [operation('a', 'claim')]);
    projection.refresh('a');
    runBatch();
    expect(projection.entry('a').getSnapshot()).toMatchObject({
      task: { status: 'ASSIGNED', assignee_uid: 'ada' },
      pending: [{ action: 'claim' }],
    });
    expect(projection.query({ ...ALL, scope: { kind: 'mine' } }).getSnapshot()).toEqual(['a']);
    expect(projection.query({ ...ALL, scope: { kind: 'pending' } }).getSnapshot()).toEqual(['a']);
    expect([projection.counts.mine, projection.counts.open, projection.counts.openInQueue('kyc')]).toEqual([1, 2, 2]);
  });

  test('tells only those who watch the task that changed', () => {
    const { projection, runBatch } = makeProjection();
    projection.put([task('a'), task('b')]);
    runBatch();
    let told = '';
    projection.entry('a').subscribe(() => {
      told += 'a';
    });
    projection.entry('b').subscribe(() => {
      told += 'b';
    });
    projection.put([task('b', { seq: 2 })]);
    runBatch();
    expect(told).toBe('b');
  });

  test('offers no address but http and https', () => {
    const { projection, runBatch } = makeProjection();
    projection.put([task('a', { fields: { url: 'https://example.com/x' } }), task('b', { fields: { url: 'javascript:alert(1)' } })]);
    runBatch();
    expect([projection.current('a')?.url, projection.current('b')?.url]).toEqual(['https://example.com/x', null]);
  });
});

test('sorting agrees with itself for any mixture of values', () => {
  const key = fc.oneof(fc.double({ noNaN: true }), fc.string(), fc.constant(null));
  fc.assert(
    fc.property(key, key, key, (a, b, c) => {
      expect(Math.sign(compareSortKeys(a, b, 'asc'))).toBe(-Math.sign(compareSortKeys(b, a, 'asc')) || 0);
      if (compareSortKeys(a, b, 'asc') <= 0 && compareSortKeys(b, c, 'asc') <= 0)
        expect(compareSortKeys(a, c, 'asc')).toBeLessThanOrEqual(0);
    }),
  );
  expect(sortKeyAt({ task: task('a') } as never, 'fields.none')).toBeNull();
  expect(matchesWords({ task: task('a') } as never, [])).toBe(true);
});
