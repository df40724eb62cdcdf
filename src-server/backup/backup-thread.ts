import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import { backUpDatabase } from './back-up-database.ts';
import type { BackupTask } from './backup-task.ts';
import { checkDatabaseFile } from './check-database-file.ts';
import { compareBackup } from './compare-backup.ts';
import { prepareRestore } from './restore-database.ts';

// Started by `run-backup-task.ts`: large files take seconds in which the server goes on answering.
async function perform(task: BackupTask): Promise<unknown> {
  switch (task.kind) {
    case 'copy':
      return backUpDatabase(task.source, task.target);
    case 'check':
      return checkDatabaseFile(task.file);
    case 'compare':
      return compareBackup(task.backup, task.database);
    case 'prepare':
      return prepareRestore({ ...task, clock: systemClock });
    default:
      throw new Error(`nobody performs ${JSON.stringify(task satisfies never)}`);
  }
}

perform(workerData as BackupTask).then(
  (outcome) => parentPort?.postMessage(outcome),
  (error: unknown) => {
    // Left to itself it would be an unhandled rejection of the thread, which says more than its sentence.
    setImmediate(() => {
      throw error;
    });
  },
);
