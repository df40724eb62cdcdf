import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ServerBackup } from '../../src-shared/http/backup-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { runBackupTask } from './run-backup-task.ts';
import { syncToDisk } from './sync-to-disk.ts';

const FOLDER = 'backups';

/** Copies that admins make from the console: in a folder beside the database, named after their moment. */
export interface BackupShelf {
  /** Newest first. */
  list(): ServerBackup[];
  find(name: string): ServerBackup | null;
  /** False: there is none of that name. */
  remove(name: string): boolean;
  make(nowMicros: number): Promise<ServerBackup>;
  /** Takes in a file that lies in the folder already, once all of it was read and is whole. Rejects with a sentence. */
  adopt(file: string, nowMicros: number): Promise<ServerBackup>;
  /** Where the database goes that a restore replaces. */
  placeForReplaced(nowMicros: number): string;
  /** Made where it is missing. */
  folder(): string;
}

export function openBackupShelf(databaseFile: string): BackupShelf {
  const folder = join(dirname(databaseFile), FOLDER);
  const open = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  };
  const nameOf = (nowMicros: number, ending: string) => {
    const moment = formatTimestamp(nowMicros).slice(0, 23).replaceAll(/[:.]/g, '-');
    return join(open(), `${basename(databaseFile, '.db')}-${moment}${ending}.db`);
  };
  return {
    list: () =>
      namesIn(folder)
        .sort()
        .reverse()
        .map((name) => backupAt(join(folder, name))),
    // Names are looked up, never joined: none leads out of the folder.
    find: (name) => (namesIn(folder).includes(name) ? backupAt(join(folder, name)) : null),
    remove(name) {
      if (!namesIn(folder).includes(name)) return false;
      rmSync(join(folder, name));
      return true;
    },
    async make(nowMicros) {
      const file = nameOf(nowMicros, '');
      await runBackupTask({ kind: 'copy', source: databaseFile, target: file });
      return backupAt(file);
    },
    async adopt(arrived, nowMicros) {
      await runBackupTask({ kind: 'check', file: arrived });
      const file = nameOf(nowMicros, '-uploaded');
      renameSync(arrived, file);
      syncToDisk(folder);
      return backupAt(file);
    },
    placeForReplaced: (nowMicros) => nameOf(nowMicros, '-replaced'),
    folder: open,
  };
}

function backupAt(file: string): ServerBackup {
  const { size, mtimeMs } = statSync(file);
  return { name: basename(file), file, bytes: size, created_at: formatTimestamp(Math.round(mtimeMs) * 1_000) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.db'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
