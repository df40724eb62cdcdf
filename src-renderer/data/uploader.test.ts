import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Device, SyncWorld, until } from '../../e2e/fixtures/sync-world.ts';
import { createAction } from '../../src-server/sync/engine-fixture.ts';
import type { OperationRecord } from '../../src-shared/ipc/contract.ts';
import { chooseBatch } from './uploader.ts';
import { backoffDelayMs } from './waiter.ts';

function record(deviceSeq: number, withdraws?: string): OperationRecord {
  const operation = { opId: `op-${deviceSeq}`, deviceId: 'd', deviceSeq, taskId: 't', baseVersion: 1, at: 'now' };
  return {
    operation: { ...operation, ...(withdraws ? { action: 'withdraw', payload: { opId: withdraws } } : { action: 'claim', payload: {} }) },
    result: null,
    settledAt: null,
    dismissed: false,
  };
}

describe('a batch', () => {
  const seqs = (records: readonly OperationRecord[]) => records.map(({ operation }) => operation.deviceSeq);

  test('is the first operations, as many as fit', () => {
    const waiting = [1, 2, 3, 4, 5].map((seq) => record(seq));
    expect(seqs(chooseBatch(waiting, 3))).toEqual([1, 2, 3]);
    expect(seqs(chooseBatch(waiting, 200))).toEqual([1, 2, 3, 4, 5]);
  });

  test('ends before an operation whose withdrawal would not fit', () => {
    expect(seqs(chooseBatch([record(1), record(2), record(3), record(4, 'op-2')], 3))).toEqual([1]);
    expect(seqs(chooseBatch([record(1), record(2), record(3), record(4, 'op-1')], 3))).toEqual([1, 2, 3]);
  });
});

test('delays double up to the longest, and half of each is chance', () => {
  const limits = { firstMs: 100, longestMs: 1_000 };
  expect([1, 2, 3, 4, 5, 60].map((failures) => backoffDelayMs(failures, limits, () => 1))).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(backoffDelayMs(3, limits, () => 0)).toBe(200);
});

describe('an operation that the server cannot read', () => {
  let world: SyncWorld;
  let ann: Device;

  beforeEach(async () => {
    world = await SyncWorld.open();
    ann = await world.device('ann');
  });
  afterEach(() => world.close());

  test('is found, shown to the operator, and holds up no other', async () => {
    for (let index = 0; index < 9; index += 1) await world.engine.write(`t${index}`, createAction(`t${index}`));
    await ann.start();
    await until('the console is live', () => ann.data.syncState.getSnapshot().mode === 'live');
    ann.cutNetwork();
    for (let index = 0; index < 9; index += 1) await ann.data.perform(`t${index}`, 'claim', {});
    ann.refusesRequestsWith = 't4';
    ann.restoreNetwork();
    await until('all is answered', () => ann.data.syncState.getSnapshot().pendingCount === 0);
    const held = await world.engine.database.read((sql) =>
      sql.all<{ uid: string }>("SELECT uid FROM tasks WHERE assignee_uid = 'ann' ORDER BY uid"),
    );
    expect(held.map(({ uid }) => uid)).toEqual(['t0', 't1', 't2', 't3', 't5', 't6', 't7', 't8']);
    expect(ann.data.inbox.getSnapshot()).toMatchObject([{ taskUid: 't4', reason: 'invalid_payload', message: 'The body cannot be read.' }]);
    await ann.restart();
    expect(ann.data.inbox.getSnapshot()).toHaveLength(1);
    await until('the task is loaded', () => ann.data.tasks.entry('t5').getSnapshot() !== null);
    expect(await ann.data.perform('t5', 'start', {})).toMatchObject({ ok: true });
    await until('what follows is answered too', () => ann.data.syncState.getSnapshot().pendingCount === 0);
    expect(ann.data.inbox.getSnapshot()).toHaveLength(1);
  });
});
