import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** How many pages the log has, and how many of them are in the file. */
export interface CopiedPages {
  pages: number;
  copied: number;
}

// The thread's own: `background-checkpoints.ts` starts it with the path of the database.
const database = new DatabaseSync(workerData as string);
database.exec('PRAGMA synchronous = FULL');
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'close') {
    database.close();
    process.exit(0);
  }
  const { log, checkpointed } = checkpoint.get() as { log: number; checkpointed: number };
  parentPort?.postMessage({ pages: log, copied: checkpointed } satisfies CopiedPages);
});
