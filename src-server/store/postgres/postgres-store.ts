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
      await database.reset();
      spare.push(database);
    },
  };
}

interface MigratedDatabase extends Awaited<ReturnType<typeof createTemporaryDatabase>> {
  /** As it was after the migrations. */
  reset(): Promise<void>;
}

async function createMigratedDatabase(serverUrl: string): Promise<MigratedDatabase> {
  const temporary = await createTemporaryDatabase(serverUrl);
  const database = openPostgresDatabase({ url: temporary.url });
  await database.migrate();
  await database.close();
  const resetStatements = await withClient(temporary.url, async (client) => {
    const { rows } = await client.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
    const names = rows.map(({ name }) => name);
    await client.query(
      ['CREATE SCHEMA initial', ...names.map((name) => `CREATE TABLE initial.${name} AS TABLE public.${name}`)].join('; '),
    );
    return names.map((name) => `DELETE FROM public.${name}; INSERT INTO public.${name} TABLE initial.${name}`).join('; ');
  });
  return {
    ...temporary,
    reset: () =>
      withClient(temporary.url, async (client) => {
        await client.query('DROP TABLE IF EXISTS public.marbles');
        await client.query(resetStatements);
      }),
  };
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
