import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnvironment } from '../environment.ts';
import type { Database } from '../store/database.ts';
import { openPostgresDatabase } from '../store/postgres/open-postgres-database.ts';
import { lockDataFolder } from '../store/sqlite/lock-data-folder.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { resealSecrets } from './reseal-secrets.ts';
import { loadSecretKey } from './secret-key.ts';

const OLD = 'DOCKET_OLD_SECRET_KEY';

/** `npm run secret:rotate`, all servers stopped: what was sealed with the old key is sealed with DOCKET_SECRET_KEY. */
async function rotate(): Promise<void> {
  const { [OLD]: old, ...variables } = process.env;
  const { dataDir, databaseUrl, secretKey } = parseEnvironment(variables);
  const folder = resolve(dataDir);
  if (secretKey === null) {
    throw new Error(
      `Set DOCKET_SECRET_KEY to the new key, and ${OLD} to the old one; without ${OLD}, secret.key in the data folder is it.`,
    );
  }
  if (!old && !existsSync(join(folder, 'secret.key'))) throw new Error(`There is no secret.key in ${folder}: say the old key with ${OLD}.`);
  const release = databaseUrl === null ? lockDataFolder(folder) : () => undefined;
  const database = openDatabase(folder, databaseUrl);
  try {
    await database.migrate();
    const many = await resealSecrets(database, loadSecretKey(folder, old || null), loadSecretKey(folder, secretKey));
    process.stdout.write(`${many} secrets are sealed with the new key. Start the servers with DOCKET_SECRET_KEY as it is now.\n`);
  } finally {
    await database.close();
    release();
  }
}

function openDatabase(folder: string, databaseUrl: string | null): Database {
  if (databaseUrl !== null) return openPostgresDatabase({ url: databaseUrl });
  const file = join(folder, 'docket.db');
  if (!existsSync(file)) throw new Error(`There is no database at ${file}: set DOCKET_DATA_DIR to the folder of the server.`);
  return openSqliteDatabase({ file });
}

rotate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
