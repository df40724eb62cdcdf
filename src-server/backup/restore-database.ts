import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type AuditActor, insertAuditEvent } from '../audit/insert-audit-event.ts';
import type { Clock } from '../clock.ts';
import { lockDataFolder } from '../store/sqlite/lock-data-folder.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { renewEpoch } from '../sync/feed-position.ts';
import { checkDatabaseFile } from './check-database-file.ts';
import { syncToDisk } from './sync-to-disk.ts';

export interface Restored {
  /** The last feed number in it. */
  seq: number;
  /** Where the database is now that was there before; null when there was none. */
  replaced: string | null;
}

const NAME = 'docket.db';

/**
 * Puts a backup in the place of a stopped server's database, under a new epoch: replicas start over, and devices send
 * again what the backup lacks. Throws, having replaced nothing, when a server runs on the folder, or when the backup is
 * damaged or newer than this server.
 */
export async function restoreDatabase(backup: string, folder: string, clock: Clock): Promise<Restored> {
  if (!existsSync(backup)) throw new Error(`There is no file ${backup}.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = lockDataFolder(folder);
  try {
    const { seq } = await prepareRestore({ backup, folder, clock, actor: { kind: 'system', id: null, name: 'npm run restore' } });
    const moment = new Date(clock.nowMicros() / 1000).toISOString().replaceAll(/[-:]|\..*/g, '');
    return { seq, replaced: putInPlace(folder, join(folder, `${NAME}.replaced-${moment}`)) };
  } finally {
    discardPrepared(folder);
    release();
  }
}

export interface Preparation {
  backup: string;
  folder: string;
  clock: Clock;
  /** Whose restoring stands in the audit log. */
  actor: AuditActor;
}

/**
 * Everything of a restore that takes time, while a server goes on: the copy, the look at all of it, newer tables and the
 * new epoch. Throws when it cannot be used.
 */
export async function prepareRestore({ backup, folder, clock, actor }: Preparation): Promise<{ seq: number }> {
  const coming = comingOf(folder);
  removeDatabase(coming);
  copyFileSync(backup, coming);
  chmodSync(coming, 0o600);
  const { epoch, seq } = checkDatabaseFile(coming);
  await renew(coming, { epoch, clock, actor });
  syncToDisk(coming);
  return { seq };
}

/**
 * Puts what was prepared in the place of a database that nobody has open, which is then at `replaced`. Gives that back, or
 * null when there was none. Whoever dies in the middle of it leaves a whole database in the place: the old or the new one.
 */
export function putInPlace(folder: string, replaced: string): string | null {
  const had = replaceDatabase(folder, comingOf(folder), replaced);
  syncToDisk(folder);
  return had ? replaced : null;
}

/** The replaced database takes its place again. */
export function putBack(replaced: string, file: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  renameSync(replaced, file);
  syncToDisk(dirname(file));
}

/** What a restore that failed, or a process that died, has left of it. */
export function discardPrepared(folder: string): void {
  removeDatabase(comingOf(folder));
}

export function comingOf(folder: string): string {
  return join(folder, `${NAME}.restoring`);
}

/** Closing moves all that was written into the file itself. */
async function renew(file: string, { epoch, clock, actor }: Pick<Preparation, 'clock' | 'actor'> & { epoch: string }): Promise<void> {
  const database = openSqliteDatabase({ file, clock });
  try {
    await database.migrate();
    await database.write(async (sql) => {
      await renewEpoch(sql, epoch);
      await insertAuditEvent(sql, {
        atMicros: clock.nowMicros(),
        actor,
        action: 'server.restore',
        subject: null,
        address: null,
        details: {},
      });
    });
  } finally {
    await database.close();
  }
}

/** At any moment there is a whole database in the place: the old one, or the new one. */
function replaceDatabase(folder: string, coming: string, replaced: string): boolean {
  const file = join(folder, NAME);
  if (!existsSync(file)) {
    renameSync(coming, file);
    return false;
  }
  emptyLog(file);
  linkSync(file, replaced);
  // A log of the old database beside the new one would be taken for its own.
  for (const suffix of ['-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, replaced + suffix);
  renameSync(coming, file);
  return true;
}

/** Moves what is in the write-ahead log into the file, as far as that still works: damage may be why it is replaced. */
function emptyLog(file: string): void {
  try {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  } catch (error) {
    if (!(error instanceof Error && 'errcode' in error)) throw error;
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
