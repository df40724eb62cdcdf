import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const FILE = 'server.lock';

/**
 * Makes this process the only server on a folder with a SQLite database: feed numbers and group commits take that for
 * granted. The lock is SQLite's own on a file beside the database, so the system releases it when the process dies,
 * however it dies. Gives back what releases it; throws when another process holds it.
 */
export function lockDataFolder(folder: string): () => void {
  const file = join(folder, FILE);
  closeSync(openSync(file, 'a', 0o600));
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new Error(`Another Docket server is running on ${folder}: stop it, or choose another folder with DOCKET_DATA_DIR.`);
    }
    throw error;
  }
  return () => lock.close();
}

const SQLITE_BUSY = 5;
