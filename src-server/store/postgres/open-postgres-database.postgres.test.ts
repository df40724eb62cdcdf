import { inject } from 'vitest';
import { describeDatabase } from '../database-contract.ts';
import { openPostgresDatabase } from './open-postgres-database.ts';
import { createTemporaryDatabase } from './temporary-postgres.ts';

describeDatabase('PostgreSQL', async () => {
  const { url, remove } = await createTemporaryDatabase(inject('postgresUrl'));
  const database = openPostgresDatabase({ url });
  await database.migrate();
  return {
    database,
    async close() {
      await database.close();
      await remove();
    },
  };
});
