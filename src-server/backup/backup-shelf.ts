import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ServerBackup } from '../../src-shared/http/server-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { backUpInThread } from './back-up-in-thread.ts';

const FOLDER = 'backups';

/** Copies that admins make from the console: in a folder beside the database, named after their moment. */
export interface BackupShelf {
  /** Newest first. */
  list(): ServerBackup[];
  find(name: string): ServerBackup | null;
  /** False: there is none of that name. */
  remove(name: string): boolean;
  make(nowMicros: number): Promise<ServerBackup>;
}

export function openBackupShelf(databaseFile: string): BackupShelf {
  const folder = join(dirname(databaseFile), FOLDER);
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
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const moment = formatTimestamp(nowMicros).slice(0, 23).replaceAll(/[:.]/g, '-');
      const file = join(folder, `${basename(databaseFile, '.db')}-${moment}.db`);
      await backUpInThread(databaseFile, file);
      return backupAt(file);
    },
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
