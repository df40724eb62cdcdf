import { existsSync } from 'node:fs';

/** Its syncs cost nothing: in one process nobody loses power. */
const MEMORY_FOLDER = '/dev/shm';

/** With temporary folders in memory, where the system has such a place. */
export async function inMemory<Value>(work: () => Promise<Value>): Promise<Value> {
  const before = process.env.TMPDIR;
  if (existsSync(MEMORY_FOLDER)) process.env.TMPDIR = MEMORY_FOLDER;
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
