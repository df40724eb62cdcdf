import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import { openReplica, type Replica } from './replica.ts';
import type { StoredTask } from './replica-schema.ts';
import type { TaskBlocks } from './task-blocks.ts';

const AT = '2024-07-12T12:00:00.000000+00:00';
const storage = getRxStorageMemory();

function task(uid: string, seq: number): StoredTask {
  return {
    ...{ uid, status: 'TODO', status_at: AT, assignee_uid: null, queue_uid: 'kyc', due_at: AT, created_at: AT, updated_at: AT },
    ...{ started_at: null, done_at: null, snooze_expires_at: null, fields: {}, integrations: {}, skills: [], priority: null },
    ...{ version: 1, seq },
  };
}

async function contentOf(blocks: TaskBlocks): Promise<string> {
  const found = new Map<string, number>();
  for await (const some of blocks.read()) {
    for (const { tasks, gone } of some) {
      for (const { uid, seq } of tasks) found.set(uid, seq);
      for (const uid of gone) found.delete(uid);
    }
  }
  return textOf(found);
}
const textOf = (content: ReadonlyMap<string, number>) =>
  [...content]
    .map(([uid, seq]) => `${uid}@${seq}`)
    .sort()
    .join(' ');

type Step = { kind: 'write'; first: number; count: number; gone: number } | { kind: 'reopen' } | { kind: 'rewrite' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      first: fc.nat(600),
      count: fc.oneof(fc.nat(3), fc.nat(600)),
      gone: fc.nat(40),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rewrite' as const }) },
);

test('blocks hold what was written last, whatever is written, read again and written anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const name = randomUUID();
      let replica: Replica = await openReplica({ name, storage });
      const expected = new Map<string, number>();
      let seq = 0;
      for (const action of steps) {
        if (action.kind === 'reopen') {
          await replica.close();
          replica = await openReplica({ name, storage });
        } else if (action.kind === 'rewrite') {
          const last = replica.blocks.seal();
          await replica.blocks.write({ tasks: [...expected].map(([uid, held]) => task(uid, held)), gone: [] });
          await replica.blocks.removeUpTo(last);
        } else {
          seq += 1;
          const tasks = Array.from({ length: action.count }, (_, index) => task(`t${action.first + index}`, seq));
          const gone = Array.from({ length: action.gone }, (_, index) => `t${action.first + action.count + index}`);
          await replica.blocks.write({ tasks, gone });
          for (const { uid } of tasks) expected.set(uid, seq);
          for (const uid of gone) expected.delete(uid);
        }
      }
      expect(await contentOf(replica.blocks)).toBe(textOf(expected));
      await replica.close();
    }),
    { numRuns: 60 },
  );
});

test('few changes at a time grow one block, and begin another when it is full', async () => {
  const replica = await openReplica({ name: randomUUID(), storage });
  const sizes = async () => {
    const found: number[] = [];
    for await (const some of replica.blocks.read()) found.push(...some.map(({ tasks, gone }) => tasks.length + gone.length));
    return found.join();
  };
  for (let index = 0; index < 64; index += 1) await replica.blocks.write({ tasks: [task(`t${index}`, 1)], gone: [] });
  await replica.blocks.write({ tasks: [task('t1', 2)], gone: ['t2'] });
  expect(await sizes()).toBe('64');
  await replica.blocks.write({ tasks: [task('t99', 3)], gone: [] });
  expect(await sizes()).toBe('64,1');
  await replica.close();
});

test('a write that failed is not half there, and the next one is taken', async () => {
  const failing = getRxStorageMemory();
  const create = failing.createStorageInstance.bind(failing);
  let failures = 0;
  failing.createStorageInstance = async (parameters) => {
    const instance = await create(parameters);
    const bulkWrite = instance.bulkWrite.bind(instance);
    instance.bulkWrite = (rows, context) => (failures-- > 0 ? Promise.reject(new Error('the disk is full')) : bulkWrite(rows, context));
    return instance;
  };
  const replica = await openReplica({ name: randomUUID(), storage: failing });
  await replica.blocks.write({ tasks: [task('a', 1)], gone: [] });
  failures = 1;
  await expect(replica.blocks.write({ tasks: [task('b', 2)], gone: ['a'] })).rejects.toThrow('the disk is full');
  expect(await contentOf(replica.blocks)).toBe('a@1');
  await replica.blocks.write({ tasks: [task('c', 3)], gone: ['a'] });
  expect(await contentOf(replica.blocks)).toBe('c@3');
  await replica.close();
});
