import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation } from '../../src-shared/schema/operation.ts';
import { type OpeningPage, openingQuery } from './opening-page.ts';
import { Projection } from './projection.ts';
import type { StoredTask } from './replica-schema.ts';

const AT = '2024-07-12T12:00:00.000000+00:00';
const MANY = 260;
const QUERY = openingQuery({ mineCount: 1, queues: [] });

function task(index: number, changes: Partial<StoredTask> = {}): StoredTask {
  const due = `2024-07-12T12:00:00.${String((index * 7_919) % 1_000).padStart(6, '0')}+00:00`;
  return {
    ...{ uid: `t${index}`, status: 'STARTED', status_at: AT, assignee_uid: 'ada', queue_uid: 'kyc', due_at: due },
    ...{ created_at: AT, updated_at: AT, started_at: null, done_at: null, snooze_expires_at: null, fields: { title: `t${index}` } },
    ...{ integrations: {}, skills: [], priority: null, version: 1, seq: 1, ...changes },
  };
}

type Pending = Map<string, Operation[]>;

function makeProjection(pending: Pending) {
  return new Projection({
    actor: () => ({ kind: 'user', uid: 'ada', name: 'Ada', role: 'operator', skills: [] }),
    rulesOf: () => ({ skills: [], release_on_skip: false }),
    creationRules: { formOf: () => null, queues: [], dueTarget: () => null },
    pending: { drawnOf: (uid) => pending.get(uid) ?? [], rejectedOf: () => [] },
    schedule: (work) => work(),
    onBatch: () => undefined,
  });
}

/** A console that starts with the page, when nothing but the journal has been read. */
function start(page: Omit<OpeningPage, 'epoch' | 'seq'> | null, pending: Pending) {
  const projection = makeProjection(pending);
  for (const uid of pending.keys()) projection.refresh(uid);
  projection.beginReading(page && { ...page, epoch: 'e', seq: 1 });
  return projection;
}

const acts = fc.array(
  fc.record({ index: fc.nat(MANY + 5), action: fc.constantFrom<Operation['action'][]>('complete', 'unassign', 'pause') }),
  {
    maxLength: 12,
  },
);

function pendingOf(made: readonly { index: number; action: Operation['action'] }[]): Pending {
  const pending: Pending = new Map();
  for (const [place, { index, action }] of made.entries()) {
    const taskId = `t${index}`;
    const payload = {};
    const operation: Operation = { opId: `op${place}`, deviceId: 'd', deviceSeq: place, taskId, action, baseVersion: 1, at: AT, payload };
    pending.set(taskId, [...(pending.get(taskId) ?? []), operation]);
  }
  return pending;
}

const ids = (projection: Projection) => projection.query(QUERY).getSnapshot();
const countsOf = ({ counts: { mine, open, unrouted } }: Projection) => ({ mine, open, unrouted });

test('a start shows the beginning of the list and the counts that all of the replica has then', () => {
  fc.assert(
    fc.property(acts, fc.constantFrom(20, 199, MANY), (made, count) => {
      const pending = pendingOf(made);
      const tasks = Array.from({ length: count }, (_, index) => task(index));
      const before = makeProjection(pending);
      before.put(tasks);
      for (const uid of pending.keys()) before.refresh(uid);
      const all = ids(before);

      const after = start(before.openingPage(QUERY), pending);
      expect(after.known.getSnapshot()).toBe('beginning');
      const first = ids(after);
      expect(first).toEqual(all.slice(0, first.length));
      expect(first.length).toBeGreaterThanOrEqual(Math.min(all.length, 200));
      expect(countsOf(after)).toEqual(countsOf(before));
      expect(after.query({ ...QUERY, text: 't1' }).getSnapshot()).toEqual([]);

      // What was overtaken is read first, and never seen.
      after.read({ tasks: tasks.map((known) => ({ ...known, seq: 0, status: 'DONE' as const })), gone: [] });
      expect(ids(after)).toEqual(first);
      after.read({ tasks: [...tasks, task(9_999)], gone: [] });
      after.read({ tasks: [], gone: ['t9999'] });
      after.endReading();
      expect(ids(after)).toEqual(all);
      expect(countsOf(after)).toEqual(countsOf(before));
    }),
    { numRuns: 60 },
  );
});

test('what is done while the rest is read is drawn then and after, and what is taken back is not', () => {
  const pending: Pending = new Map();
  const tasks = [task(0), task(1), task(2)];
  const before = makeProjection(pending);
  before.put(tasks);
  const after = start(before.openingPage(QUERY), pending);
  const told: number[] = [];
  after.query(QUERY).subscribe(() => told.push(ids(after).length));
  expect(ids(after)).toHaveLength(3);
  after.read({ tasks, gone: [] });
  for (const [uid, operations] of pendingOf([0, 1].map((index) => ({ index, action: 'complete' })))) {
    pending.set(uid, operations);
    after.refresh(uid);
  }
  expect([ids(after), after.counts.open]).toEqual([['t2'], 1]);
  pending.delete('t1');
  after.refresh('t1');
  after.endReading();
  expect([[...ids(after)].sort(), after.counts.open, told]).toEqual([['t1', 't2'], 2, [2, 1, 2, 2]]);
});

test('with an operation on a task that the page lacks, nothing is shown before all is read', () => {
  const tasks = Array.from({ length: MANY }, (_, index) => task(index));
  const before = makeProjection(new Map());
  before.put(tasks);
  const last = ids(before).at(-1) ?? '';
  const pending = pendingOf([{ index: Number(last.slice(1)), action: 'complete' }]);
  const after = start(before.openingPage(QUERY), pending);
  expect([after.known.getSnapshot(), after.opening, ids(after)]).toEqual(['nothing', null, []]);
  after.read({ tasks, gone: [] });
  after.endReading();
  expect(ids(after)).toHaveLength(MANY - 1);
});
