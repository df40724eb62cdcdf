import { randomUUID } from 'node:crypto';
import { createRxDatabase, type RxStorage } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import type { Task } from '../../src-shared/schema/task.ts';
import { openingQuery } from './opening-page.ts';
import { openReplica, type ReplicaState, storedTaskOf } from './replica.ts';

/** A disk that takes nothing. */
function brokenStorage(): RxStorage<unknown, unknown> {
  const storage = getRxStorageMemory();
  return { ...storage, name: 'broken', createStorageInstance: () => Promise.reject(new Error('no room')) };
}

test('what the disk does not take is kept in memory, and works', async () => {
  const replica = await openReplica({ name: randomUUID(), storage: brokenStorage(), memory: async () => getRxStorageMemory() });
  expect(replica.isInMemory).toBe(true);
  await replica.writeState({ checkpoint: 'c', epoch: 'e', seq: 7, resyncing: false, workspace: null });
  expect(await replica.readState()).toMatchObject({ checkpoint: 'c', seq: 7 });
  await replica.close();
});

test('without anything to keep it in, it is said', async () => {
  await expect(openReplica({ name: randomUUID(), storage: brokenStorage() })).rejects.toThrow();
});

test('one of an earlier version, whose records were others, is made anew', async () => {
  const name = randomUUID();
  const earlier = await createRxDatabase({ name, storage: getRxStorageMemory(), localDocuments: true });
  const properties = { opId: { type: 'string', maxLength: 36 }, operation: { type: 'object' } } as const;
  await earlier.addCollections({ operations: { schema: { version: 0, primaryKey: 'opId', type: 'object', properties } } });
  await earlier.close();
  const replica = await openReplica({ name, storage: getRxStorageMemory() });
  expect(await replica.readOperations()).toEqual([]);
  await replica.close();
});

test('what a start shows first counts only for the feed number that it was written for', async () => {
  const replica = await openReplica({ name: randomUUID(), storage: getRxStorageMemory() });
  const state: ReplicaState = { checkpoint: 'c', epoch: 'e', seq: 7, resyncing: false, workspace: null };
  expect(await replica.readOpening(state)).toBeNull();
  const totals = { mine: 0, open: 0, unrouted: 0, byQueue: [], byField: [] };
  const page = { epoch: 'e', seq: 7, query: openingQuery({ mineCount: 0, queues: [] }), last: null, tasks: [], absent: [], totals };
  await replica.writeOpening({ ...page, seq: 6 });
  await replica.writeOpening(page);
  expect(await replica.readOpening(state)).toEqual(page);
  for (const change of [{ seq: 8 }, { epoch: 'f' }, { resyncing: true }])
    expect(await replica.readOpening({ ...state, ...change })).toBeNull();
  await replica.close();
});

test('a task keeps everything that a task has, and nothing of the feed', () => {
  const at = '2026-11-21T10:00:00.000000+00:00';
  const task: Task = {
    ...{ uid: 't', status: 'TODO', status_at: at, assignee_uid: null, queue_uid: 'q', due_at: at, created_at: at, updated_at: at },
    ...{ started_at: null, done_at: null, snooze_expires_at: null, fields: {}, integrations: {}, skills: [], priority: null, version: 1 },
  };
  expect(storedTaskOf(Object.assign({ id: 't', title: null }, task), 7)).toEqual({ ...task, seq: 7 });
  expect(storedTaskOf({ ...task, due_target_minutes: 90 }, 7)).toEqual({ ...task, due_target_minutes: 90, seq: 7 });
});
