import type { Database } from '../store/database.ts';
import { createSecretBox } from './secret-box.ts';

const NAME = 'secretKeyCheck';
const CONTEXT = 'secret-key-check';
const PLAIN = 'docket';

/**
 * Whether the key is the one that opens the secrets of this database. The first server of a database leaves a sealed word
 * in it; of several that start at once, one does.
 */
export async function isSecretKeyOf(database: Database, secretKey: Buffer): Promise<boolean> {
  const box = createSecretBox(secretKey);
  const sealed = await database.write(async (sql) => {
    await sql.run('INSERT INTO server_values (name, content) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', [
      NAME,
      box.seal(PLAIN, CONTEXT),
    ]);
    return sql.get<{ content: string }>('SELECT content FROM server_values WHERE name = ?', [NAME]);
  });
  try {
    return box.open(sealed?.content ?? '', CONTEXT) === PLAIN;
  } catch {
    return false;
  }
}
