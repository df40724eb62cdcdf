import { Worker } from 'node:worker_threads';
import type { BackupOutcomes, BackupTask } from './backup-task.ts';

/** Performs it in a thread of its own. Rejects with its sentence. */
export function runBackupTask<Task extends BackupTask>(task: Task): Promise<BackupOutcomes[Task['kind']]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./backup-thread.ts', import.meta.url), { workerData: task });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the thread ended with ${code}`));
    });
  });
}
