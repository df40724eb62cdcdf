import { randomUUID } from 'node:crypto';
import type { RxStorage } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import { openReplica } from './replica.ts';

/** A disk that takes nothing. */
function brokenStorage(): RxStorage<unknown, unknown> {
  const storage = getRxStorageMemory();
  return { ...storage, name: 'broken', createStorageInstance: () => Promise.reject(new Error('no room')) };
}

test('what the disk does not take is kept in memory, and works', async () => {
  const replica = await openReplica({ name: randomUUID(), storage: brokenStorage(), memory: async () => getRxStorageMemory() });
  expect(replica.isInMemory).toBe(true);
  await replica.writeState({ checkpoint: 'c', epoch: 'e', seq: 7, resyncing: false, resentEpoch: null, workspace: null });
  expect(await replica.readState()).toMatchObject({ checkpoint: 'c', seq: 7 });
  await replica.close();
});

test('without anything to keep it in, it is said', async () => {
  await expect(openReplica({ name: randomUUID(), storage: brokenStorage() })).rejects.toThrow();
});
