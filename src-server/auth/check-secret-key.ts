import type { Database, Sql } from '../store/database.ts';
import { createSecretBox, type SecretBox } from './secret-box.ts';

const NAME = 'secretKeyCheck';
const CONTEXT = 'secret-key-check';
const PLAIN = 'docket';

/**
 * Whether the key is the one that opens the secrets of this database. The first server of a database leaves a sealed word
 * in it; of several that start at once, one does. The others only read, and wait for nobody who writes.
 */
export async function isSecretKeyOf(database: Database, secretKey: Buffer): Promise<boolean> {
  const box = createSecretBox(secretKey);
  const sealed = (await database.read(findSealed)) ?? (await database.write((sql) => leaveSealed(sql, box.seal(PLAIN, CONTEXT))));
  return opensSealedCheck(box, sealed ?? '');
}

/** Whether what a first server left was sealed with the box's key. */
export function opensSealedCheck(box: SecretBox, sealed: string): boolean {
  try {
    return box.open(sealed, CONTEXT) === PLAIN;
  } catch {
    return false;
  }
}

async function findSealed(sql: Sql): Promise<string | null> {
  const row = await sql.get<{ content: string }>('SELECT content FROM server_values WHERE name = ?', [NAME]);
  return row?.content ?? null;
}

async function leaveSealed(sql: Sql, sealed: string): Promise<string | null> {
  await sql.run('INSERT INTO server_values (name, content) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', [NAME, sealed]);
  return findSealed(sql);
}
