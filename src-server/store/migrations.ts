import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Migration {
  number: number;
  /** The file's name without its ending, `0001-tasks`. */
  name: string;
  text: string;
}

/** The migrations that came with this server, by number. Throws when two share a number. */
export function readMigrations(folder: string = fileURLToPath(new URL('./migrations/', import.meta.url))): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => /^\d{4}-.+\.sql$/.test(file))
    .map((file) => ({ number: Number(file.slice(0, 4)), name: file.slice(0, -4), text: readFileSync(`${folder}/${file}`, 'utf8') }))
    .sort((a, b) => a.number - b.number);
  migrations.forEach((migration, index) => {
    if (migrations[index + 1]?.number === migration.number) throw new Error(`two migrations have the number ${migration.number}`);
  });
  return migrations;
}

/** Line ends do not count: git may change them. */
export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.text.replaceAll('\r\n', '\n')).digest('hex');
}

/** The statements of a file. Migrations hold no triggers, so a semicolon at a line's end always ends a statement. */
export function statementsOf(migration: Migration): string[] {
  return migration.text
    .replace(/^\s*--.*$/gm, '')
    .split(/;[ \t]*(?:--.*)?$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
