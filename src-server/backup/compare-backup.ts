import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { readMigrations } from '../store/migrations.ts';
import { checkDatabaseFile } from './check-database-file.ts';

/** What putting a backup back would undo, and whether it can be put back. */
export interface BackupComparison {
  /** The moment of the last change in it, in microseconds; null: nothing ever happened in it. */
  upToMicros: number | null;
  /** Tasks that it does not have. */
  newTasks: number;
  /** Tasks that it has in an earlier version, or that are gone by now. */
  changedTasks: number;
  /** Entries of the audit log since then, sign-ins left out. */
  otherChanges: number;
  /** Whether it is an earlier state of this database: people and API keys then stay as they are now. */
  isOurs: boolean;
  /** The word by which its secret key is known; null where it holds none. */
  sealedCheck: string | null;
  /** Why it cannot be put back. */
  refusal: 'newer' | 'no_admin' | null;
}

/** Reads all of the backup, and what of it differs in the database, which may be in use. Throws when it is no backup. */
export function compareBackup(backup: string, database: string): BackupComparison {
  checkDatabaseFile(backup);
  const known = readMigrations().at(-1)?.number ?? 0;
  const now = new DatabaseSync(database, { readOnly: true, timeout: 5_000 });
  try {
    now.prepare('ATTACH DATABASE ? AS old').run(backup);
    const number = (text: string, ...values: (string | number)[]) => Number(Object.values(now.prepare(text).get(...values) ?? {})[0] ?? 0);
    const isNewer = number('SELECT max(number) FROM old.schema_migrations') > known;
    // Earlier tables have no such column.
    const isDated = number("SELECT count(*) FROM pragma_table_info('feed', 'old') WHERE name = 'at'") > 0;
    const upTo = isDated ? number('SELECT at FROM old.feed WHERE id = 1') : 0;
    const isOurs = number(sharedAccounts('old')) > 0;
    const hasAdmin = isOurs || number(ADMINS_IN_OLD) > 0;
    return {
      upToMicros: upTo === 0 ? null : upTo,
      newTasks: number('SELECT count(*) FROM main.tasks WHERE uid NOT IN (SELECT uid FROM old.tasks)'),
      changedTasks:
        number('SELECT count(*) FROM main.tasks a JOIN old.tasks b ON b.uid = a.uid WHERE b.version <> a.version') +
        number('SELECT count(*) FROM old.tasks WHERE uid NOT IN (SELECT uid FROM main.tasks)'),
      otherChanges: number("SELECT count(*) FROM main.audit_events WHERE at > ? AND action NOT LIKE 'auth.%'", upTo),
      isOurs,
      sealedCheck: sealedCheckIn(now),
      refusal: isNewer ? 'newer' : hasAdmin ? null : 'no_admin',
    };
  } finally {
    now.close();
  }
}

/** Ids are drawn at random: whoever is in both makes them states of one database. */
function sharedAccounts(other: 'old' | 'now'): string {
  return `SELECT (SELECT count(*) FROM main.users WHERE id IN (SELECT id FROM ${other}.users))
    + (SELECT count(*) FROM main.api_keys WHERE id IN (SELECT id FROM ${other}.api_keys)) AS many`;
}

const ADMINS_IN_OLD = "SELECT count(*) FROM old.users WHERE role = 'admin' AND disabled = 0";

function sealedCheckIn(database: DatabaseSync): string | null {
  if (!database.prepare("SELECT 1 FROM old.sqlite_master WHERE name = 'server_values'").get()) return null;
  const row = database.prepare("SELECT content FROM old.server_values WHERE name = 'secretKeyCheck'").get();
  return row ? String(row.content) : null;
}

/**
 * Who may come in stays as it is now, whatever an earlier state of the same database says: passwords, roles, people who
 * were let in or shut out since, sessions, API keys. Of another database nobody's session is taken over. Both are closed.
 */
export function carryPeople(coming: string, replaced: string): void {
  const database = new DatabaseSync(coming);
  try {
    const isReadable = existsSync(replaced) && attach(database, replaced);
    database.exec('BEGIN IMMEDIATE; DELETE FROM sessions;');
    if (isReadable && Number(database.prepare(sharedAccounts('now')).get()?.many) > 0) {
      database.exec(`
        DELETE FROM users WHERE id IN (SELECT id FROM now.users) OR email IN (SELECT email FROM now.users);
        INSERT INTO users SELECT * FROM now.users;
        DELETE FROM api_keys WHERE id IN (SELECT id FROM now.api_keys);
        INSERT INTO api_keys SELECT * FROM now.api_keys;
        INSERT INTO sessions SELECT * FROM now.sessions;`);
    }
    database.exec('COMMIT');
    if (isReadable) database.exec('DETACH DATABASE now');
  } finally {
    database.close();
  }
}

/** Damage may be why it is replaced. */
function attach(database: DatabaseSync, file: string): boolean {
  try {
    database.prepare('ATTACH DATABASE ? AS now').run(file);
    database.prepare('SELECT count(*) FROM now.users').get();
    return true;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error) return false;
    throw error;
  }
}
