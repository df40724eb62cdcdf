import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Database, Sql } from './database.ts';
import { checksumOf, type Migration, statementsOf } from './migrations.ts';

interface AppliedMigration {
  number: number;
  name: string;
  checksum: string;
}

/**
 * Applies what is missing, each migration in a transaction of its own, and gives a new database its identity. Throws,
 * having changed nothing, when the database knows a migration that this server does not, or when an applied one was edited.
 * Where nothing is missing it only reads: a server that starts waits for nobody who writes.
 */
export async function migrate(database: Database, migrations: readonly Migration[], clock: Clock): Promise<void> {
  if (await database.read((sql) => isMigrated(sql, migrations)).catch(() => false)) return;
  await database.write(async (sql) => {
    await sql.run(
      'CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)',
    );
    refuseForeign(await appliedMigrations(sql), migrations);
  });
  for (const migration of migrations) {
    await database.write((sql) => applyMigration(sql, migration, clock.nowMicros()));
  }
  await database.write((sql) => sql.run('INSERT INTO feed (id, epoch, seq) VALUES (1, ?, 0) ON CONFLICT (id) DO NOTHING', [randomUUID()]));
}

/** Fails on a database that is empty. */
async function isMigrated(sql: Sql, migrations: readonly Migration[]): Promise<boolean> {
  const applied = await appliedMigrations(sql);
  const checksums = new Map(applied.map(({ number, checksum }) => [number, checksum]));
  const isApplied = (migration: Migration) => checksums.get(migration.number) === checksumOf(migration);
  const feed = await sql.get('SELECT 1 AS one FROM feed WHERE id = 1');
  return applied.length === migrations.length && migrations.every(isApplied) && feed !== undefined;
}

function refuseForeign(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const { number, name, checksum } of applied) {
    const migration = known.get(number);
    if (!migration)
      throw new Error(`The database is newer than this server: it has the migration ${name}. Start a newer server, or restore a backup.`);
    if (checksumOf(migration) !== checksum) {
      throw new Error(`The migration ${name} was edited after it had been applied. Put it back as it was, and add a new one.`);
    }
  }
}

async function applyMigration(sql: Sql, migration: Migration, atMicros: number): Promise<void> {
  // Asked again inside the transaction: another process may have been quicker.
  if ((await appliedMigrations(sql)).some(({ number }) => number === migration.number)) return;
  for (const statement of statementsOf(migration)) await sql.run(statement);
  await sql.run('INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)', [
    migration.number,
    migration.name,
    checksumOf(migration),
    atMicros,
  ]);
}

function appliedMigrations(sql: Sql): Promise<AppliedMigration[]> {
  return sql.all<AppliedMigration>('SELECT number, name, checksum FROM schema_migrations ORDER BY number');
}
