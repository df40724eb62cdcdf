import { Client } from 'pg';
import type { TestStore } from '../test-store.ts';
import { openPostgresDatabase } from './open-postgres-database.ts';
import { createTemporaryDatabase } from './temporary-postgres.ts';

/** Making a database takes longer than most tests: they are emptied and used again, as long as the test file runs. */
const spare: MigratedDatabase[] = [];

/** For tests: a migrated database of its own on that server, for two server processes at once. */
export async function openPostgresStore(serverUrl: string): Promise<TestStore> {
  const database = spare.pop() ?? (await createMigratedDatabase(serverUrl));
  const { url, copyTo, copyFrom } = database;
  return {
    file: null,
    address: url,
    serversMaximum: 2,
    open: (options) => openPostgresDatabase({ url, ...options }),
    backUp: () => copyTo('backup'),
    restore: () => copyFrom('backup'),
    async remove() {
      if (await database.reset()) spare.push(database);
      else await database.remove();
    },
  };
}

interface MigratedDatabase extends Awaited<ReturnType<typeof createTemporaryDatabase>> {
  /** Puts it back to what it was after the migrations; false where a test has dropped a table. */
  reset(): Promise<boolean>;
}

async function createMigratedDatabase(serverUrl: string): Promise<MigratedDatabase> {
  const temporary = await createTemporaryDatabase(serverUrl);
  const database = openPostgresDatabase({ url: temporary.url });
  await database.migrate();
  await database.close();
  const tables = await withClient(temporary.url, async (client) => {
    const names = await listTables(client);
    await client.query(
      ['CREATE SCHEMA initial', ...names.map((name) => `CREATE TABLE initial.${name} AS TABLE public.${name}`)].join('; '),
    );
    return names;
  });
  return {
    ...temporary,
    reset: () =>
      withClient(temporary.url, async (client) => {
        const found = new Set(await listTables(client));
        if (tables.some((name) => !found.delete(name))) return false;
        for (const name of found) await client.query(`DROP TABLE public.${name}`);
        await client.query(tables.map((name) => `DELETE FROM public.${name}; INSERT INTO public.${name} TABLE initial.${name}`).join('; '));
        return true;
      }),
  };
}

async function listTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  return rows.map(({ name }) => name);
}

async function withClient<Value>(url: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
