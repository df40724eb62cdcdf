import type { ServerBackup } from '../../src-shared/http/backup-endpoints.ts';
import { ApiError } from '../http/api-error.ts';
import type { Database, Sql } from '../store/database.ts';
import { type BackupShelf, openBackupShelf } from './backup-shelf.ts';

/** Null on PostgreSQL. */
export async function findDatabaseFile(sql: Sql): Promise<string | null> {
  if (sql.dialect !== 'sqlite') return null;
  const databases = await sql.all<{ name: string; file: string }>('PRAGMA database_list');
  return databases.find(({ name }) => name === 'main')?.file || null;
}

/** Null on PostgreSQL. */
export async function findShelf(sql: Sql): Promise<BackupShelf | null> {
  const file = await findDatabaseFile(sql);
  return file === null ? null : openBackupShelf(file);
}

/** Throws an ApiError `conflict` on PostgreSQL. */
export async function requireShelf(database: Database): Promise<BackupShelf> {
  const shelf = await database.read(findShelf);
  if (!shelf) throw new ApiError('conflict', 'PostgreSQL is backed up and put back with its own tools.');
  return shelf;
}

/** Throws ApiErrors: conflict on PostgreSQL, not_found. */
export async function requireBackup(database: Database, name: string): Promise<ServerBackup> {
  const backup = (await requireShelf(database)).find(name);
  if (!backup) throw new ApiError('not_found', 'There is no such backup.');
  return backup;
}
