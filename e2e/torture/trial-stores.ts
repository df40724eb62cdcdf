import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src-server/store/database.ts';
import { openPostgresStore } from '../../src-server/store/postgres/postgres-store.ts';
import { openSqliteDatabase } from '../../src-server/store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../../src-server/store/temporary-folder.ts';
import { setTestStores, type TestStore } from '../../src-server/store/test-store.ts';
import type { BreakableDatabase } from './breakable-database.ts';

export type StoreName = 'sqlite' | 'postgres';

/** What the databases of a trial can be made to do wrong, or to have happen to them. */
export type Break = (database: Database) => BreakableDatabase;

/** From now on `openTestStore` gives databases of this kind. Gives back the end of it. */
export async function setTrialStores(name: StoreName, postgresUrl: string, breakable: Break): Promise<() => Promise<void>> {
  return name === 'sqlite' ? setSqlite(breakable) : setPostgres(postgresUrl, breakable);
}

/** Each a copy of one that was migrated once. */
async function setSqlite(breakable: Break): Promise<() => Promise<void>> {
  const template = makeTemporaryFolder();
  const templateFile = join(template.folder, 'docket.db');
  const first = openSqliteDatabase({ file: templateFile });
  await first.migrate();
  await first.close();
  const open = async (): Promise<TestStore> => {
    const { folder, remove } = makeTemporaryFolder();
    const file = join(folder, 'docket.db');
    copyFileSync(templateFile, file);
    return {
      ...{ file, address: file, serversMaximum: 1 },
      open: (options) => breakable(openSqliteDatabase({ file, ...options })),
      backUp: async () => copyFileSync(file, `${file}.backup`),
      restore: async () => copyFileSync(`${file}.backup`, file),
      remove: async () => remove(),
    };
  };
  setTestStores({ dialect: 'sqlite', open });
  return async () => template.remove();
}

async function setPostgres(url: string, breakable: Break): Promise<() => Promise<void>> {
  const open = async (): Promise<TestStore> => {
    const store = await openPostgresStore(url);
    return { ...store, open: (options) => breakable(store.open(options)) };
  };
  setTestStores({ dialect: 'postgres', open });
  // Databases are emptied and used again for as long as that PostgreSQL runs.
  return async () => undefined;
}
