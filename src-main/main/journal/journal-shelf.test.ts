import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JournalShelf } from './journal-shelf.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docket-shelf-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const ADA = 'a'.repeat(32);
const BO = 'b'.repeat(32);
const CLAIM = {
  opId: '018f0000-0000-7000-8000-000000000001',
  taskId: 'one',
  action: 'claim' as const,
  baseVersion: 1,
  at: '2026-11-21T10:00:00.000Z',
  payload: {},
};

test('a journal is erased once all of it is sent, and nobody else’s with it', async () => {
  const shelf = new JournalShelf(directory);
  for (const key of [ADA, BO]) {
    await shelf.of(key).open([]);
    await shelf.of(key).append([CLAIM]);
  }
  const folderOf = (key: string) => join(directory, 'accounts', key);
  expect(await shelf.erase(ADA)).toBe(false);
  expect(await new JournalShelf(directory).erase(ADA)).toBe(false);
  const sent = await shelf.of(ADA).append([CLAIM]);
  const operation = sent.ok ? sent.value[0] : undefined;
  if (!operation) throw new Error('nothing was written');
  const result = { opId: CLAIM.opId, result: 'applied' as const };
  await shelf.of(ADA).settle([{ operation, result, settledAt: CLAIM.at, dismissed: false }]);
  expect(await shelf.erase(ADA)).toBe(true);
  expect([existsSync(folderOf(ADA)), existsSync(folderOf(BO))]).toEqual([false, true]);
  expect(await shelf.of(ADA).open([])).toMatchObject({ ok: true, value: { records: [] } });
  await shelf.close();
});
