import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ServerBackup } from '../../src-shared/http/server-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { backUpInThread } from './back-up-in-thread.ts';

const FOLDER = 'backups';

/** Copies that admins make from the console: in a folder beside the database, named after their moment. */
export interface BackupShelf {
  /** The newest, or null. */
  last(): ServerBackup | null;
  make(nowMicros: number): Promise<ServerBackup>;
}

export function openBackupShelf(databaseFile: string): BackupShelf {
  const folder = join(dirname(databaseFile), FOLDER);
  return {
    last() {
      const newest = namesIn(folder).sort().at(-1);
      return newest === undefined ? null : backupAt(join(folder, newest));
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
  return { file, bytes: size, created_at: formatTimestamp(Math.round(mtimeMs) * 1_000) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.db'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
