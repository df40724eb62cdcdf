import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import { openPostgresDatabase } from './postgres/open-postgres-database.ts';
import { openSqliteDatabase } from './sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

/** For tests: a place for one database, empty at first. */
export interface TestStore {
  /** The database file; null where there is none. */
  file: string | null;
  /** For `openDatabaseAt`, in a process of its own. */
  address: string;
  /** How many server processes may have it open at the same time. */
  serversMaximum: number;
  /** As one more server process opens it. To be migrated, and to be closed by the caller. */
  open(options?: { clock?: Clock }): Database;
  /** Keeps a copy of what is in it. It must not be open, nor when the copy is put back. */
  backUp(): Promise<void>;
  restore(): Promise<void>;
  remove(): Promise<void>;
}

interface TestStores {
  dialect: Database['dialect'];
  open(): Promise<TestStore>;
}

let stores: TestStores = { dialect: 'sqlite', open: openSqliteStore };

/** For a set-up file of the test runner: what `openTestStore` gives from now on. */
export function setTestStores(others: TestStores): void {
  stores = others;
}

/** On SQLite, or on PostgreSQL where the same test file runs for the second time: see `vitest.config.ts`. */
export function openTestStore(): Promise<TestStore> {
  return stores.open();
}

/** What it will be, for tests of one of them alone. */
export function testDialect(): Database['dialect'] {
  return stores.dialect;
}

/** For processes that tests start: the database of a `TestStore`. */
export function openDatabaseAt(address: string, options: { clock?: Clock } = {}): Database {
  return address.startsWith('postgres:')
    ? openPostgresDatabase({ url: address, ...options })
    : openSqliteDatabase({ file: address, ...options });
}

async function openSqliteStore(): Promise<TestStore> {
  const { folder, remove } = makeTemporaryFolder();
  const file = join(folder, 'docket.db');
  return {
    file,
    address: file,
    serversMaximum: 1,
    open: (options) => openSqliteDatabase({ file, ...options }),
    backUp: async () => copyFileSync(file, `${file}.backup`),
    restore: async () => copyFileSync(`${file}.backup`, file),
    remove: async () => remove(),
  };
}
