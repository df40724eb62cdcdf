import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationDraft, OperationRecord } from '../../../src-shared/ipc/contract.ts';
import { Journal } from './journal.ts';

const DAY_MS = 86_400_000;
let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docket-journal-'));
  file = join(directory, 'journal.log');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

let made = 0;
function draft(taskId = 'task-1'): OperationDraft {
  made += 1;
  const opId = `018f0000-0000-7000-8000-${String(made).padStart(12, '0')}`;
  return { opId, taskId, action: 'comment', baseVersion: 1, at: '2024-07-12T12:00:00.000Z', payload: { text: 'größer ☃' } };
}

async function opened(journal: Journal, outbox: OperationRecord[] = []) {
  const outcome = await journal.open(outbox);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

async function appended(journal: Journal, drafts: OperationDraft[]) {
  const outcome = await journal.append(drafts);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

function applied(record: OperationRecord, settledAt = '2024-07-12T12:00:01.000Z'): OperationRecord {
  return { ...record, result: { opId: record.operation.opId, result: 'applied', seq: 7 }, settledAt };
}
function rejected(record: OperationRecord, settledAt = '2024-07-12T12:00:01.000Z'): OperationRecord {
  return { ...record, result: { opId: record.operation.opId, result: 'rejected', reason: 'held', message: 'Bo holds it.' }, settledAt };
}

describe('numbering', () => {
  test('numbers without gaps, over restarts, and says what was known', async () => {
    const first = new Journal({ directory });
    const { deviceId } = await opened(first);
    expect((await appended(first, [draft(), draft()])).map(({ deviceSeq, knownSeq }) => [deviceSeq, knownSeq])).toEqual([
      [1, 0],
      [2, 0],
    ]);
    await first.close();

    const second = new Journal({ directory });
    const content = await opened(second);
    expect(content.deviceId).toBe(deviceId);
    await second.settle([applied(content.records[0] as OperationRecord)]);
    expect(await appended(second, [draft()])).toMatchObject([{ deviceId, deviceSeq: 3, knownSeq: 1 }]);
    await second.close();
  });

  test('calls at the same time get different numbers', async () => {
    const journal = new Journal({ directory });
    await opened(journal);
    const results = await Promise.all(Array.from({ length: 20 }, () => appended(journal, [draft(), draft()])));
    expect(
      results
        .flat()
        .map(({ deviceSeq }) => deviceSeq)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    await journal.close();
  });

  test('the same drafts again get the numbers that they have', async () => {
    const journal = new Journal({ directory });
    await opened(journal);
    const drafts = [draft(), draft()];
    const once = await appended(journal, drafts);
    expect(await appended(journal, [...drafts, draft()])).toMatchObject([...once, { deviceSeq: 3 }]);
    await journal.close();
  });

  test('a new number is drawn for the device when all was lost', async () => {
    const journal = new Journal({ directory });
    const { deviceId } = await opened(journal);
    await appended(journal, [draft()]);
    await journal.close();
    await rm(file);
    expect((await opened(new Journal({ directory }))).deviceId).not.toBe(deviceId);
  });
});

describe('a torn or harmed file', () => {
  test('is cut to the operations that were whole, at whichever byte it was torn', async () => {
    const journal = new Journal({ directory });
    await opened(journal);
    const ends: number[] = [];
    for (let index = 0; index < 2; index += 1) {
      await appended(journal, [draft()]);
      ends.push((await readFile(file)).length);
    }
    await journal.close();
    const whole = await readFile(file);
    for (let length = 0; length <= whole.length; length += 1) {
      await writeFile(file, whole.subarray(0, length));
      const torn = new Journal({ directory });
      const { records } = await opened(torn);
      const expected = ends.filter((end) => end <= length).length;
      expect(records.map(({ operation }) => operation.deviceSeq)).toEqual([1, 2].slice(0, expected));
      expect(await appended(torn, [draft()])).toMatchObject([{ deviceSeq: expected + 1 }]);
      await torn.close();
      const again = new Journal({ directory });
      expect(await opened(again)).toMatchObject({ repairedBytes: 0, records: { length: expected + 1 } });
      await again.close();
    }
  });

  test('loses one harmed line and nothing after it', async () => {
    const journal = new Journal({ directory });
    await opened(journal);
    await appended(journal, [draft(), draft(), draft()]);
    await journal.close();
    const bytes = await readFile(file);
    const second = bytes.indexOf('"deviceSeq":2');
    bytes[second + 13] = '9'.charCodeAt(0);
    await writeFile(file, bytes);
    const content = await opened(new Journal({ directory }));
    expect(content.records.map(({ operation }) => operation.deviceSeq)).toEqual([1, 3]);
    expect(content.repairedBytes).toBeGreaterThan(0);
  });
});

describe('a disk that fails', () => {
  test('leaves nothing of an append that failed part-way, and says so', async () => {
    let failing = false;
    const journal = new Journal({
      directory,
      writeAt: async (handle, bytes, position) => {
        const whole = failing ? bytes.subarray(0, bytes.length - 5) : bytes;
        await handle.write(whole, 0, whole.length, position);
        if (failing) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    });
    await opened(journal);
    await appended(journal, [draft()]);
    const before = await readFile(file);
    failing = true;
    expect(await journal.append([draft(), draft()])).toMatchObject({
      ok: false,
      code: 'disk_full',
      message: expect.stringContaining('disk'),
    });
    expect(await readFile(file)).toEqual(before);
    failing = false;
    expect(await appended(journal, [draft()])).toMatchObject([{ deviceSeq: 2 }]);
    await journal.close();
    expect((await opened(new Journal({ directory }))).records).toHaveLength(2);
  });
});

test('what an append left behind and nobody could cut off swallows nothing that is appended later', async () => {
  let failing = false;
  const journal = new Journal({
    directory,
    writeAt: async (handle, bytes, position) => {
      await handle.write(bytes, 0, failing ? bytes.length - 5 : bytes.length, position);
      if (!failing) return;
      // The disk went away for a moment, and with it what was open on it.
      await handle.close();
      throw Object.assign(new Error('no device'), { code: 'EIO' });
    },
  });
  await opened(journal);
  await appended(journal, [draft()]);
  failing = true;
  expect(await journal.append([draft()])).toMatchObject({ ok: false, code: 'journal_failed' });
  failing = false;
  await mkdir(`${file}.new`);
  expect(await journal.renumber()).toMatchObject({ ok: false, code: 'journal_failed' });
  const [later] = await appended(journal, [draft()]);
  await rm(`${file}.new`, { recursive: true });
  await journal.close();
  const { records, repairedBytes } = await opened(new Journal({ directory }));
  expect(records.map(({ operation }) => operation.deviceSeq)).toEqual([1, 2]);
  expect([records[1]?.operation.opId, repairedBytes]).toEqual([later?.opId, 0]);
});

test('what another version wrote is neither dropped nor numbered anew: it waits for that version, and counts as unsent', async () => {
  const journal = new Journal({ directory });
  await opened(journal);
  const [operation] = await appended(journal, [draft()]);
  await journal.close();
  const json = Buffer.from(
    JSON.stringify({ type: 'operation', operation: { ...operation, deviceSeq: 2, opId: randomUUID(), urgency: 3 } }),
  );
  await writeFile(file, `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`, { flag: 'a' });
  const before = await readFile(file);
  const older = new Journal({ directory });
  expect(await older.open([])).toMatchObject({ ok: false, code: 'journal_newer', message: expect.stringContaining('Update') });
  expect(await readFile(file)).toEqual(before);
  expect(await older.countUnsent()).toBe(2);
  expect(await older.append([draft()])).toMatchObject({ ok: false });
});

test('what is being appended while somebody signs out counts as unsent', async () => {
  let goOn: () => void = () => undefined;
  let waits: Promise<void> = Promise.resolve();
  const journal = new Journal({
    directory,
    writeAt: async (handle, bytes, position) => {
      await waits;
      await handle.write(bytes, 0, bytes.length, position);
    },
  });
  await opened(journal);
  waits = new Promise((resolve) => {
    goOn = resolve;
  });
  const first = journal.append([draft()]);
  const counted = journal.countUnsent();
  const second = journal.append([draft()]);
  goOn();
  expect(await counted).toBe(2);
  expect(await Promise.all([first, second])).toMatchObject([{ ok: true }, { ok: true }]);
  await journal.close();
});

test('a journal that cannot be opened says so, without a word of a change that nobody made', async () => {
  await writeFile(file, '');
  const outcome = await new Journal({ directory: file }).open([]);
  expect(outcome).toMatchObject({ ok: false, code: 'journal_failed', message: expect.stringContaining('could not be read') });
});

test('a start that has no room to shorten the file opens it as it is, and goes on', async () => {
  const journal = new Journal({ directory });
  await opened(journal);
  await appended(journal, [draft(), draft()]);
  const { records } = await opened(journal);
  await journal.settle(records.map((record) => applied(record, new Date().toISOString())));
  await journal.close();
  const before = await readFile(file);
  // Where the shorter copy would be written, nothing can be.
  await mkdir(`${file}.new`);
  const next = new Journal({ directory });
  expect((await opened(next)).records.map(({ result }) => result?.result)).toEqual(['applied', 'applied']);
  expect(await readFile(file)).toEqual(before);
  expect(await appended(next, [draft()])).toMatchObject([{ deviceSeq: 3 }]);
  await next.close();
  await rm(`${file}.new`, { recursive: true });
  const last = new Journal({ directory });
  expect((await opened(last)).records).toHaveLength(3);
  expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(4);
  await last.close();
});

describe('uniting with the outbox', () => {
  test('takes up the outbox’s device when the journal is lost', async () => {
    const journal = new Journal({ directory });
    const { deviceId } = await opened(journal);
    const operations = await appended(journal, [draft(), draft()]);
    await journal.close();
    await rm(file);
    const outbox = operations.map((operation) => ({ operation, result: null, settledAt: null, dismissed: false }));
    const next = new Journal({ directory });
    expect((await opened(next, outbox)).records).toEqual(outbox);
    expect(await appended(next, [draft()])).toMatchObject([{ deviceId, deviceSeq: 3 }]);
    await next.close();
    expect((await opened(new Journal({ directory }))).records).toHaveLength(3);
  });

  test('writes down what only the outbox has, and wins where a record differs', async () => {
    const journal = new Journal({ directory });
    await opened(journal);
    await appended(journal, [draft()]);
    const before = await readFile(file);
    await appended(journal, [draft()]);
    const { records } = await opened(journal);
    await journal.settle([applied(records[0] as OperationRecord)]);
    const { records: settled } = await opened(journal);
    await journal.close();

    await writeFile(file, before);
    const next = new Journal({ directory });
    const united = await opened(next, settled);
    expect(united.records.map(({ operation, result }) => [operation.deviceSeq, result])).toEqual([
      [1, null],
      [2, null],
    ]);
    await next.close();
    expect((await opened(new Journal({ directory }))).records).toHaveLength(2);
  });

  test('numbers all anew when two operations claim one number', async () => {
    const journal = new Journal({ directory });
    const { deviceId } = await opened(journal);
    await appended(journal, [draft()]);
    const early = await readFile(file);
    const [other] = await appended(journal, [draft()]);
    await journal.close();
    await writeFile(file, early);
    const rebuilt = new Journal({ directory });
    await opened(rebuilt);
    await appended(rebuilt, [draft()]);
    if (!other) throw new Error('nothing was appended');
    const united = await opened(rebuilt, [{ operation: other, result: null, settledAt: null, dismissed: false }]);
    expect(united.deviceId).not.toBe(deviceId);
    expect(united.records.map(({ operation }) => operation.deviceSeq)).toEqual([1, 2, 3]);
    expect(united.records.map(({ operation }) => operation.opId)).toContain(other.opId);
    await rebuilt.close();
  });
});

describe('renumbering', () => {
  test('gives the unsettled ones a new device and numbers from 1, and keeps their ids', async () => {
    const journal = new Journal({ directory });
    const { deviceId } = await opened(journal);
    const operations = await appended(journal, [draft('a'), draft('b'), draft('c')]);
    const { records } = await opened(journal);
    await journal.settle([applied(records[0] as OperationRecord)]);
    const renumbered = await journal.renumber();
    if (!renumbered.ok) throw new Error(renumbered.message);
    expect(renumbered.value.deviceId).not.toBe(deviceId);
    const unsettled = renumbered.value.records.filter(({ result }) => result === null);
    expect(unsettled.map(({ operation }) => [operation.opId, operation.deviceSeq, operation.knownSeq])).toEqual([
      [operations[1]?.opId, 1, 0],
      [operations[2]?.opId, 2, 0],
    ]);
    expect(await appended(journal, [draft()])).toMatchObject([{ deviceSeq: 3, deviceId: renumbered.value.deviceId }]);
    await journal.close();
  });

  test('rejects what was built on a rejection, and keeps a new try', async () => {
    const journal = new Journal({ directory });
    await opened(journal);
    await appended(journal, [draft('a'), draft('b'), draft('b')]);
    const { records } = await opened(journal);
    await journal.settle(records.slice(0, 2).map((record) => rejected(record)));
    await appended(journal, [draft('a')]);
    const renumbered = await journal.renumber();
    if (!renumbered.ok) throw new Error(renumbered.message);
    expect(renumbered.value.records.map(({ operation, result }) => [operation.taskId, result?.reason ?? null])).toEqual([
      ['a', 'held'],
      ['b', 'held'],
      ['b', 'depends_on_rejected'],
      ['a', null],
    ]);
    await journal.close();
  });

  test('rejects nothing because of what was rejected under numbers of an earlier device', async () => {
    const journal = new Journal({ directory });
    await opened(journal);
    await appended(journal, [draft('a'), draft('a')]);
    const [one, two] = (await opened(journal)).records as [OperationRecord, OperationRecord];
    await journal.settle([applied(one), rejected(two)]);
    // A restored server is asked again, and its answer is lost.
    await journal.settle([{ ...one, result: null, settledAt: null }]);
    await journal.renumber();
    const again = await journal.renumber();
    if (!again.ok) throw new Error(again.message);
    expect(again.value.records.map(({ operation, result }) => [operation.opId, result?.reason ?? null])).toEqual([
      [two.operation.opId, 'held'],
      [one.operation.opId, null],
    ]);
    await journal.close();
  });
});

test('what earlier devices left is sent again in the order in which it was made, whatever their ids', async () => {
  const ids = ['device-3', 'device-2', 'device-1', 'device-0'];
  const journal = new Journal({ directory, newDeviceId: () => ids.shift() ?? '', nowMs: () => Date.parse('2024-07-13T12:00:00.000Z') });
  await opened(journal);
  const [first, second] = await appended(journal, [draft('a'), draft('a')]);
  await journal.settle([applied((await opened(journal)).records[0] as OperationRecord)]);
  await journal.renumber();
  await journal.settle([applied((await opened(journal)).records[1] as OperationRecord)]);
  await journal.renumber();
  const { records } = await opened(journal);
  await journal.settle(records.map((record) => ({ ...record, result: null, settledAt: null })));
  const again = await journal.renumber();
  if (!again.ok) throw new Error(again.message);
  expect(again.value.records.map(({ operation }) => operation.opId)).toEqual([first?.opId, second?.opId]);
  await journal.close();
});

describe('compaction at a start', () => {
  test('drops what was settled a week ago, but no rejection that nobody dismissed and not the highest number', async () => {
    const nowMs = Date.parse('2024-07-20T12:00:00.000Z');
    const journal = new Journal({ directory, nowMs: () => nowMs });
    await opened(journal);
    await appended(journal, [draft(), draft(), draft(), draft(), draft()]);
    const { records } = await opened(journal);
    const long = new Date(nowMs - 8 * DAY_MS).toISOString();
    const lately = new Date(nowMs - 6 * DAY_MS).toISOString();
    const [one, two, three, four, five] = records as [OperationRecord, OperationRecord, OperationRecord, OperationRecord, OperationRecord];
    await journal.settle([
      applied(one, long),
      rejected(two, long),
      { ...rejected(three, long), dismissed: true },
      applied(four, lately),
      applied(five, long),
    ]);
    const content = await opened(journal);
    expect(content.records.map(({ operation }) => operation.deviceSeq)).toEqual([2, 4, 5]);
    expect(await appended(journal, [draft()])).toMatchObject([{ deviceSeq: 6, knownSeq: 5 }]);
    await journal.close();
  });
});

test('whatever is appended, settled, reopened and torn, every acknowledged operation is there, once, in order', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('settle' as const), index: fc.nat(30) }),
    fc.record({ kind: fc.constant('restart' as const), garbage: fc.string({ maxLength: 20 }) }),
    fc.record({ kind: fc.constant('renumber' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const home = join(directory, randomUUID());
      let journal = new Journal({ directory: home });
      await opened(journal);
      const acknowledged: string[] = [];
      for (const action of steps) {
        if (action.kind === 'append')
          acknowledged.push(
            ...(
              await appended(
                journal,
                Array.from({ length: action.count }, () => draft(randomUUID())),
              )
            ).map(({ opId }) => opId),
          );
        if (action.kind === 'settle') {
          const record = (await opened(journal)).records[action.index];
          if (record) await journal.settle([applied(record, new Date().toISOString())]);
        }
        if (action.kind === 'renumber') await journal.renumber();
        if (action.kind === 'restart') {
          await journal.close();
          await writeFile(join(home, 'journal.log'), action.garbage, { flag: 'a' });
          journal = new Journal({ directory: home });
          await opened(journal);
        }
      }
      const { records, deviceId } = await opened(journal);
      expect(records.map(({ operation }) => operation.opId).sort()).toEqual([...acknowledged].sort());
      const current = records.filter(({ operation }) => operation.deviceId === deviceId).map(({ operation }) => operation);
      expect(current.map(({ deviceSeq }) => deviceSeq)).toEqual(current.map((_, index) => index + 1));
      expect(current.map(({ opId }) => opId)).toEqual(acknowledged.filter((opId) => current.some((operation) => operation.opId === opId)));
      await journal.close();
    }),
    { numRuns: 40 },
  );
});
