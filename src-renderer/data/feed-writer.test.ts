import { randomUUID } from 'node:crypto';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PullResponse, SyncDocument } from '../../src-shared/sync/protocol.ts';
import { FeedWriter } from './feed-writer.ts';
import { Projection } from './projection.ts';
import { openReplica, type Replica, type ReplicaState } from './replica.ts';
import type { StoredTask } from './replica-schema.ts';

const AT = '2024-07-12T12:00:00.000000+00:00';
let replica: Replica;
let projection: Projection;
let writer: FeedWriter;
let shown: number[];

function present(uid: string, seq: number, changes: Partial<SyncDocument> = {}): SyncDocument {
  return {
    ...{
      uid,
      id: uid,
      title: uid,
      url: null,
      status: 'TODO',
      status_at: AT,
      assignee_uid: null,
      queue_uid: 'q',
      due_at: AT,
      created_at: AT,
      updated_at: AT,
    },
    ...{ started_at: null, done_at: null, snooze_expires_at: null, fields: { title: uid }, integrations: {}, skills: [], priority: null },
    ...{ version: seq, seq, _deleted: false, ...changes },
  } as SyncDocument;
}
const gone = (uid: string, seq: number): SyncDocument => ({ uid, id: uid, version: seq, seq, _deleted: true });

function page(documents: SyncDocument[], seq: number, changes: Partial<PullResponse> = {}): PullResponse {
  return { documents, seq, checkpoint: `at-${seq}`, hasMore: false, epoch: 'one', ...changes };
}

async function storedTasks(from: Replica): Promise<StoredTask[]> {
  const stored = new Map<string, StoredTask>();
  for await (const blocks of from.blocks.read()) {
    for (const { tasks, gone } of blocks) {
      for (const task of tasks) stored.set(task.uid, task);
      for (const uid of gone) stored.delete(uid);
    }
  }
  return [...stored.values()];
}

async function restart(changes: Partial<ReplicaState> = {}): Promise<void> {
  projection = new Projection({
    actor: () => ({ kind: 'user', uid: 'ada', name: 'Ada', role: 'operator', skills: [] }),
    rulesOf: () => null,
    creationRules: { formOf: () => null, queues: [], dueTarget: () => null },
    pending: { drawnOf: () => [], rejectedOf: () => [] },
    schedule: queueMicrotask,
    onBatch: () => undefined,
  });
  projection.put(await storedTasks(replica));
  const state = { ...(await replica.readState()), ...changes };
  writer = new FeedWriter({
    replica,
    projection,
    state,
    nowMs: () => Date.parse('2024-07-20T00:00:00Z'),
    onShown: (seq) => shown.push(seq),
    onOtherEpoch: () => undefined,
  });
}

const held = async () => {
  const stored = (await storedTasks(replica)).map(({ uid, seq }) => `${uid}@${seq}`).sort();
  expect([...projection.serverTasks()].map(({ uid, seq }) => `${uid}@${seq}`).sort()).toEqual(stored);
  return stored.join(' ');
};

beforeEach(async () => {
  shown = [];
  replica = await openReplica({ name: randomUUID(), storage: getRxStorageMemory() });
  await restart();
  await writer.takePage(page([present('a', 1), present('b', 2)], 2));
});
afterEach(() => replica.close());

describe('an event', () => {
  const event = (prevSeq: number, seq: number, documents: SyncDocument[], epoch = 'one') => ({
    prevSeq,
    seq,
    documents,
    epoch,
    checkpoint: `at-${seq}`,
  });

  test('is taken when it joins on, and moves the checkpoint', async () => {
    expect(await writer.takeEvent(event(2, 5, [present('c', 5), gone('a', 4)]))).toBe(true);
    expect([await held(), writer.checkpoint, shown]).toEqual(['b@2 c@5', 'at-5', [2, 5]]);
  });

  test('that skips a number, or comes from another database, is left to a pull', async () => {
    expect(await writer.takeEvent(event(3, 5, [present('c', 5)]))).toBe(false);
    expect(await writer.takeEvent(event(2, 5, [present('c', 5)], 'two'))).toBe(false);
    expect([await held(), writer.checkpoint]).toEqual(['a@1 b@2', 'at-2']);
  });

  test('that a pull was faster than changes nothing', async () => {
    await writer.takePage(page([present('a', 6)], 6));
    expect(await writer.takeEvent(event(1, 3, [present('a', 3), gone('b', 3)]))).toBe(true);
    expect([await held(), writer.checkpoint]).toEqual(['a@6 b@2', 'at-6']);
  });
});

test('an older version never replaces a newer one', async () => {
  await writer.takePage(page([present('a', 9)], 9));
  await writer.takePage(page([present('a', 4), gone('a', 5), present('b', 10)], 10));
  expect(await held()).toBe('a@9 b@10');
});

describe('a resync', () => {
  test('brings what is there and drops what the server did not send, only at its end', async () => {
    await writer.takePage(page([], 0, { resync: 'scope', hasMore: true, checkpoint: 'start' }));
    expect([writer.checkpoint, await held()]).toEqual(['start', 'a@1 b@2']);
    await writer.takePage(page([present('b', 2)], 2, { hasMore: true }));
    expect(await held()).toBe('a@1 b@2');
    await writer.takePage(page([present('c', 7)], 7));
    expect([await held(), writer.checkpoint]).toEqual(['b@2 c@7', 'at-7']);
  });

  test('that was cut short starts over at the next start', async () => {
    await writer.takePage(page([], 0, { resync: 'scope', hasMore: true, checkpoint: 'start' }));
    await writer.takePage(page([present('c', 3)], 3, { hasMore: true }));
    await restart();
    expect([writer.checkpoint, writer.isResyncing]).toEqual([null, true]);
    await writer.takePage(page([present('b', 2)], 3));
    expect(await held()).toBe('b@2');
  });

  test('takes the lower numbers of another database', async () => {
    await writer.takePage(page([present('a', 90), present('b', 91)], 91));
    await writer.takePage(page([], 0, { resync: 'epoch', hasMore: true, epoch: 'two', checkpoint: 'start' }));
    await writer.takePage(page([present('a', 3)], 3, { hasMore: true, epoch: 'two' }));
    await writer.takePage(page([present('a', 2), present('d', 5)], 5, { epoch: 'two' }));
    expect([await held(), writer.state.epoch]).toEqual(['a@3 d@5', 'two']);
  });

  test('is started by itself when a page comes from another database without a word', async () => {
    await writer.takePage(page([present('x', 3)], 3, { epoch: 'two' }));
    expect([writer.checkpoint, writer.isResyncing]).toEqual([null, true]);
    await writer.takePage(page([present('x', 1)], 1, { epoch: 'two' }));
    expect(await held()).toBe('x@1');
  });
});

test('tasks that were done more than a week ago leave the device', async () => {
  const done = (uid: string, seq: number, done_at: string) =>
    present(uid, seq, { status: 'DONE', assignee_uid: 'ada', done_at } as Partial<SyncDocument>);
  await writer.takePage(page([done('old', 3, '2024-07-12T23:00:00.000000+00:00'), done('new', 4, '2024-07-13T01:00:00.000000+00:00')], 4));
  await writer.expireDone();
  expect(await held()).toBe('a@1 b@2 new@4');
});

test('what was overtaken is tidied away while pages and events go on coming', async () => {
  const many = Array.from({ length: 600 }, (_, index) => present(`t${index}`, index + 10));
  for (let round = 0; round < 12; round += 1) {
    await writer.takePage(
      page(
        many.map((document) => ({ ...document, seq: document.seq + round * 1_000 })),
        20_000 + round,
      ),
    );
  }
  const blocks = await countBlocks();
  const tidied = writer.tidy(new AbortController().signal);
  await writer.takePage(page([present('t5', 30_000), gone('t7', 30_001), present('new', 30_002)], 30_002));
  await tidied;
  expect(await countBlocks()).toBeLessThan(blocks / 4);
  const expected = await held();
  expect(expected).toContain('t5@30000');
  expect(expected).not.toContain('t7@');
  await restart();
  expect(await held()).toBe(expected);
});

async function countBlocks(): Promise<number> {
  let count = 0;
  for await (const blocks of replica.blocks.read()) count += blocks.length;
  return count;
}

test('a local database that cannot be opened is thrown away and started anew', async () => {
  const storage = getRxStorageMemory();
  const create = storage.createStorageInstance.bind(storage);
  let failures = 1;
  storage.createStorageInstance = (parameters) => {
    if (parameters.collectionName === 'tasks' && failures-- > 0) return Promise.reject(new Error('the database is corrupt'));
    return create(parameters);
  };
  const anew = await openReplica({ name: randomUUID(), storage });
  expect(await storedTasks(anew)).toEqual([]);
  await anew.blocks.write({ tasks: await storedTasks(replica), gone: [] });
  expect(await storedTasks(anew)).toEqual(await storedTasks(replica));
  await anew.close();
});
