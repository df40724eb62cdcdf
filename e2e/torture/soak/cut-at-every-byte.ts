import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../src-main/main/journal/journal.ts';
import { makeTemporaryFolder } from '../../../src-server/store/temporary-folder.ts';
import { BrokenPromise } from '../../../src-server/sync/sync-invariants.ts';
import type { OperationRecord } from '../../../src-shared/ipc/contract.ts';

const OPERATIONS = 16;

/**
 * A journal that ends at each of its bytes: with the page's copy nothing is lost, without it no line that was whole. Gives
 * back how many bytes it has.
 */
export async function cutAtEveryByte(): Promise<number> {
  const { folder, remove } = makeTemporaryFolder();
  try {
    const { bytes, records, ends } = await makeJournal(folder);
    for (let length = 0; length <= bytes.length; length += 1) {
      const whole = ends.filter((end) => end <= length).length;
      await expectRecords(folder, bytes.subarray(0, length), [], whole, `cut at ${length}`);
      await expectRecords(folder, bytes.subarray(0, length), records, records.length, `cut at ${length}, with the page's copy`);
    }
    return bytes.length;
  } finally {
    remove();
  }
}

/** And where each record's line ends. */
async function makeJournal(folder: string): Promise<{ bytes: Buffer; records: OperationRecord[]; ends: number[] }> {
  const journal = new Journal({ directory: folder });
  await journal.open([]);
  const records: OperationRecord[] = [];
  const ends: number[] = [];
  for (let index = 0; index < OPERATIONS; index += 1) {
    const opId = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    const draft = {
      opId,
      taskId: `task-${index % 3}`,
      action: 'comment' as const,
      baseVersion: 1,
      at: '2026-03-01T09:00:00.000Z',
      payload: { text: `größer ${index}` },
    };
    const outcome = await journal.append([draft]);
    if (!outcome.ok) throw new Error(outcome.message);
    records.push(...outcome.value.map((operation) => ({ operation, result: null, settledAt: null, dismissed: false })));
    ends.push(readFileSync(fileIn(folder)).length);
  }
  await journal.close();
  return { bytes: readFileSync(fileIn(folder)), records, ends };
}

async function expectRecords(
  folder: string,
  bytes: Buffer,
  copy: readonly OperationRecord[],
  atLeast: number,
  where: string,
): Promise<void> {
  writeFileSync(fileIn(folder), bytes);
  const journal = new Journal({ directory: folder });
  const outcome = await journal.open(copy);
  await journal.close();
  if (!outcome.ok) throw new BrokenPromise('a journal cannot be opened', `${where}: ${outcome.message}`);
  const { records, deviceId } = outcome.value;
  const ids = new Set(records.map(({ operation }) => operation.opId));
  if (ids.size < atLeast) throw new BrokenPromise('a recorded operation is lost', `${where}: ${ids.size} of ${atLeast}`);
  if (ids.size !== records.length) throw new BrokenPromise('a recorded operation is there twice', where);
  const numbers = records.map(({ operation }) => operation.deviceSeq);
  const isGapless = numbers.every((seq, index) => seq === index + 1) && records.every(({ operation }) => operation.deviceId === deviceId);
  if (!isGapless) throw new BrokenPromise('numbers have gaps', `${where}: ${numbers.join(' ')}`);
}

function fileIn(folder: string): string {
  return join(folder, 'journal.log');
}
