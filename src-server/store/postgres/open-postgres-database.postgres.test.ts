import { inject } from 'vitest';
import { describeDatabase } from '../database-contract.ts';
import { openPostgresStore } from './postgres-store.ts';

describeDatabase('PostgreSQL', async () => {
  const store = await openPostgresStore(inject('postgresUrl'));
  const database = store.open();
  await database.migrate();
  return {
    database,
    async close() {
      await database.close();
      await store.remove();
    },
  };
});
