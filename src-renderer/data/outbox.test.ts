import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from '../../src-main/main/journal/journal.ts';
import type { DocketBridge, OperationDraft } from '../../src-shared/ipc/contract.ts';
import { createOperationIds } from './operation-id.ts';
import { Outbox } from './outbox.ts';
import { openReplica, type Replica } from './replica.ts';

const newOpId = createOperationIds(Date.now, (length) => crypto.getRandomValues(new Uint8Array(length)));
let directory: string;
let journal: Journal;
let replica: Replica;
let outbox: Outbox;
let failingCalls: string[];

function makeOutbox(): Outbox {
  const bridge = {
    call: async (call: string, parameters: never) => {
      if (failingCalls.includes(call)) return { ok: false, code: 'disk_full', message: 'The disk is full.' };
      const { outbox: stored, drafts, records } = (parameters ?? {}) as { outbox: never; drafts: never; records: never };
      if (call === 'journal.open') return journal.open(stored);
      if (call === 'journal.append') return journal.append(drafts);
      return call === 'journal.settle' ? journal.settle(records) : journal.renumber();
    },
    on: () => () => undefined,
  } as unknown as DocketBridge;
  return new Outbox({ bridge, replica, nowMs: Date.now, onTasksChanged: () => undefined });
}

beforeEach(async () => {
  failingCalls = [];
  directory = await mkdtemp(join(tmpdir(), 'docket-outbox-'));
  journal = new Journal({ directory });
  replica = await openReplica({ name: randomUUID(), storage: getRxStorageMemory() });
  outbox = makeOutbox();
  await outbox.open(3);
});
afterEach(async () => {
  await replica.close();
  await journal.close();
  await rm(directory, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await journal.close();
  outbox = makeOutbox();
  await outbox.open(3);
}

async function append(...actions: OperationDraft['action'][]): Promise<string[]> {
  const drafts = actions.map((action) => ({
    opId: newOpId(),
    taskId: 't',
    action,
    baseVersion: 1,
    at: new Date().toISOString(),
    payload: {},
  }));
  const outcome = await outbox.append(drafts);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.operations.map(({ opId }) => opId);
}
const drawn = () => outbox.drawnOf('t').map(({ action }) => action);

test('an operation is drawn until the feed has reached the number that its answer named', async () => {
  const [claim = '', start = ''] = await append('claim', 'start');
  await outbox.settle([
    { opId: claim, result: 'applied', seq: 4 },
    { opId: start, result: 'applied', seq: 6 },
  ]);
  expect([outbox.unsettledCount, drawn()]).toEqual([0, ['claim', 'start']]);
  outbox.pulledTo(5);
  expect(drawn()).toEqual(['start']);
  await restart();
  expect(drawn()).toEqual(['claim', 'start']);
  outbox.pulledTo(6);
  expect(drawn()).toEqual([]);
});

test('a rejected one is no longer drawn, and stays in the inbox over restarts until it is put away', async () => {
  const [claim = ''] = await append('claim');
  await outbox.settle([{ opId: claim, result: 'rejected', reason: 'held', message: 'Held by Bo', holder: { id: 'bo', name: 'Bo' } }]);
  expect([drawn(), outbox.rejectedOf('t')]).toMatchObject([[], [{ result: { reason: 'held', holder: { name: 'Bo' } } }]]);
  await restart();
  expect(outbox.inbox()).toHaveLength(1);
  await outbox.dismiss([claim]);
  await restart();
  expect(outbox.inbox()).toEqual([]);
});

test('what is held is not sent, nor what comes after it', async () => {
  const [one = '', two = '', three = ''] = await append('claim', 'start', 'pause');
  const release = outbox.hold([two, three]);
  expect(outbox.sendable().map(({ operation }) => operation.opId)).toEqual([one]);
  release();
  expect(outbox.sendable()).toHaveLength(3);
});

test('a local database that takes nothing costs no operation', async () => {
  const write = replica.writeOperations.bind(replica);
  replica.writeOperations = () => Promise.reject(new Error('QuotaExceededError'));
  await append('claim');
  expect(drawn()).toEqual(['claim']);
  expect(await replica.readOperations()).toEqual([]);
  replica.writeOperations = write;
  await restart();
  expect([drawn(), (await replica.readOperations()).length]).toEqual([['claim'], 1]);
});

test('an answer that the journal could not take is given to it with the next', async () => {
  const [claim = '', start = ''] = await append('claim', 'start');
  failingCalls = ['journal.settle'];
  await outbox.settle([{ opId: claim, result: 'applied', seq: 4 }]);
  expect(outbox.unsettledCount).toBe(1);
  failingCalls = [];
  await outbox.settle([{ opId: start, result: 'applied', seq: 5 }]);
  await restart();
  expect(outbox.unsettledCount).toBe(0);
});

test('operations that are appended while all is numbered anew get the new numbers', async () => {
  await append('claim');
  await Promise.all([append('start'), outbox.renumber(), append('pause')]);
  const operations = outbox.sendable().map(({ operation }) => operation);
  expect(operations.map(({ action, deviceSeq }) => [action, deviceSeq])).toEqual([
    ['claim', 1],
    ['start', 2],
    ['pause', 3],
  ]);
  expect(new Set(operations.map(({ deviceId }) => deviceId))).toEqual(new Set([outbox.deviceId]));
});

test('what is sent again to a restored server, and once more to the next, is not rejected for what came after it', async () => {
  const [comment = '', claim = ''] = await append('comment', 'claim');
  await outbox.settle([
    { opId: comment, result: 'applied', seq: 2 },
    { opId: claim, result: 'rejected', reason: 'held', message: 'Held by Bo', holder: { id: 'bo', name: 'Bo' } },
  ]);
  await outbox.reopenRetained('two');
  await outbox.settle([{ opId: comment, result: 'applied', seq: 2 }], 'two');
  await outbox.reopenRetained('three');
  expect([outbox.sendable(), outbox.inbox()]).toMatchObject([[{ operation: { opId: comment } }], [{ operation: { opId: claim } }]]);
  await restart();
  expect([outbox.sendable(), outbox.inbox()]).toMatchObject([[{ operation: { opId: comment } }], [{ operation: { opId: claim } }]]);
});

test('what the present database accepted is not sent again, also where the local database is lost', async () => {
  const [claim = '', start = ''] = await append('claim', 'start');
  await outbox.settle([{ opId: claim, result: 'applied', seq: 2 }], 'one');
  await outbox.settle([{ opId: start, result: 'applied', seq: 3 }], 'two');
  await replica.removeOperations([claim, start]);
  await restart();
  expect(await outbox.reopenRetained('two')).toBe('reopened');
  expect(outbox.sendable()).toMatchObject([{ operation: { opId: claim } }]);
  await outbox.settle([{ opId: claim, result: 'duplicate', seq: 4 }], 'two');
  expect(await outbox.reopenRetained('two')).toBe('nothing');
});

test('operation ids grow, also while the clock stands still or goes back', () => {
  let now = 1_700_000_000_000;
  const next = createOperationIds(
    () => now,
    (length) => crypto.getRandomValues(new Uint8Array(length)),
  );
  const ids = Array.from({ length: 9_000 }, (_, index) => {
    if (index === 5_000) now -= 3_600_000;
    return next();
  });
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(9_000);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
});
