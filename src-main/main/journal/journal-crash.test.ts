import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { Journal } from './journal.ts';

/** Appends without end, and prints an id only once `append` has given the operation back. */
const WRITER = `
  import { randomUUID } from 'node:crypto';
  const { Journal } = await import(process.argv[1]);
  const journal = new Journal({ directory: process.argv[2] });
  await journal.open([]);
  for (;;) {
    const drafts = Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => ({
      opId: randomUUID(), taskId: 't', action: 'comment', baseVersion: 1, at: 'now', payload: { text: 'x'.repeat(300) },
    }));
    const { value } = await journal.append(drafts);
    process.stdout.write(value.map(({ opId }) => opId).join(' ') + '\\n');
  }
`;

test('every operation that was acknowledged is there after the process was killed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'docket-journal-crash-'));
  const acknowledged: string[] = [];
  try {
    for (let round = 0; round < 3; round += 1) {
      const modulePath = new URL('./journal.ts', import.meta.url).href;
      const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, modulePath, directory], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await killAfter(child, 40, acknowledged);
    }
    const journal = new Journal({ directory });
    const outcome = await journal.open([]);
    if (!outcome.ok) throw new Error(outcome.message);
    const kept = new Set(outcome.value.records.map(({ operation }) => operation.opId));
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(acknowledged.filter((opId) => !kept.has(opId))).toEqual([]);
    const seqs = outcome.value.records.map(({ operation }) => operation.deviceSeq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    await journal.close();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

async function killAfter(child: ChildProcess, lines: number, acknowledged: string[]): Promise<void> {
  if (!child.stdout) throw new Error('the child has no output');
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(...line.split(' '));
    count += 1;
    if (count === lines) child.kill('SIGKILL');
  }
}
