import type { Database, Sql } from '../store/database.ts';
import { createSecretBox, type SecretBox } from './secret-box.ts';

/** Everything that is kept sealed, and what it is sealed for. Whoever seals something new adds it here. */
const SEALED: readonly { table: string; key: string; column: string; contextOf: (key: string) => string }[] = [
  { table: 'hooks', key: 'hook_key', column: 'secrets', contextOf: (key) => `hook:${key}` },
  { table: 'connectors', key: 'id', column: 'credentials', contextOf: (key) => `connector:${key}:credentials` },
  { table: 'connectors', key: 'id', column: 'kept_secrets', contextOf: (key) => `connector:${key}:kept` },
  { table: 'connectors', key: 'id', column: 'event_secret', contextOf: (key) => `connector:${key}:event` },
];

/**
 * Seals everything with another key, in one transaction: all of it or nothing. Gives back how many secrets there were.
 * Throws when one does not open with the old key.
 */
export function resealSecrets(database: Database, oldKey: Buffer, newKey: Buffer): Promise<number> {
  const boxes = { from: createSecretBox(oldKey), to: createSecretBox(newKey) };
  return database.write(async (sql) => {
    let many = 0;
    for (const { table, key, column, contextOf } of SEALED) {
      const rows = await sql.all<{ id: string; sealed: string }>(
        `SELECT ${key} AS id, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
      );
      for (const { id, sealed } of rows) {
        const plain = boxes.from.open(sealed, contextOf(id));
        await sql.run(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`, [boxes.to.seal(plain, contextOf(id)), id]);
      }
      many += rows.length;
    }
    await resealCheck(sql, boxes);
    return many;
  });
}

/** By which servers know that their key is the right one. */
async function resealCheck(sql: Sql, { from, to }: { from: SecretBox; to: SecretBox }): Promise<void> {
  const name = 'secretKeyCheck';
  const context = 'secret-key-check';
  const row = await sql.get<{ content: string }>('SELECT content FROM server_values WHERE name = ?', [name]);
  if (row) await sql.run('UPDATE server_values SET content = ? WHERE name = ?', [to.seal(from.open(row.content, context), context), name]);
}
