import { closeSync, existsSync, linkSync, openSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CheckedDatabase, checkDatabaseFile } from './check-database-file.ts';
import { syncToDisk } from './sync-to-disk.ts';

export interface Backup extends CheckedDatabase {
  bytes: number;
}

/**
 * Copies a database while servers use it: one moment of it, checked, readable by its owner only. The copy appears whole
 * or not at all. Throws when there is a file at `target` already.
 */
export function backUpDatabase(source: string, target: string): Backup {
  if (!existsSync(source)) throw new Error(`There is no database at ${source}: set DOCKET_DATA_DIR to the folder of the server.`);
  if (existsSync(target)) throw new Error(`${target} is there already: choose another name.`);
  const partial = `${target}.${process.pid}.partial`;
  try {
    // SQLite fills an empty file, and would make a new one with the process's umask.
    closeSync(openSync(partial, 'wx', 0o600));
    copyInto(source, partial);
    const checked = checkDatabaseFile(partial);
    syncToDisk(partial);
    linkSync(partial, target);
    return { ...checked, bytes: statSync(target).size };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new Error(`${target} is there already: choose another name.`);
    }
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(`${basename(target)} cannot be written: there is no folder ${dirname(target)}.`);
    }
    throw error;
  } finally {
    rmSync(partial, { force: true });
    if (existsSync(target)) syncToDisk(dirname(target));
  }
}

/** In one transaction that reads: writers go on meanwhile. */
function copyInto(source: string, target: string): void {
  const database = new DatabaseSync(source, { readOnly: true, timeout: 5_000 });
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
}
