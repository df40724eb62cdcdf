import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseEnvironment } from '../environment.ts';
import type { Database } from '../store/database.ts';
import { openPostgresDatabase } from '../store/postgres/open-postgres-database.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { verifyAudit } from './verify-audit.ts';

function openDatabase(): Database {
  const { databaseUrl, dataDir } = parseEnvironment(process.env);
  if (databaseUrl !== null) return openPostgresDatabase({ url: databaseUrl });
  const file = join(resolve(dataDir), 'docket.db');
  if (!existsSync(file)) throw new Error(`There is no database at ${file}: set DOCKET_DATA_DIR to the folder of the server.`);
  return openSqliteDatabase({ file });
}

async function verify(): Promise<void> {
  const { values } = parseArgs({ options: { contains: { type: 'string' } } });
  const database = openDatabase();
  try {
    const verdict = await verifyAudit(database, values.contains ?? null);
    if (!verdict.ok) throw new Error(`The audit log does not hold. First broken link: seal ${verdict.seal}, ${verdict.problem}.`);
    const { seals, entries, lastSeq, hash, hasExpected } = verdict;
    if (!hasExpected) throw new Error(`The audit log holds together, but has no seal ${values.contains}: it was made anew, or cut off.`);
    process.stdout.write(`The audit log holds: ${entries} entries in ${seals} seals, up to change ${lastSeq}.\nLast seal: ${hash}\n`);
  } finally {
    await database.close();
  }
}

verify().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
