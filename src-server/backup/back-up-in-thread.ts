import { Worker } from 'node:worker_threads';
import type { Backup } from './back-up-database.ts';

/** `backUpDatabase` in a thread of its own. Rejects with its sentence. */
export function backUpInThread(source: string, target: string): Promise<Backup> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./backup-thread.ts', import.meta.url), { workerData: { source, target } });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the thread ended with ${code}`));
    });
  });
}
