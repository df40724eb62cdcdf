import type { Database } from '../database.ts';
import { SqliteConnection, SqliteTransaction } from './sqlite-connection.ts';

/** One more connection to a file that a server has open, for reading only; one reader at a time. */
export function openSqliteReader(file: string, busyTimeoutMs = 5_000): Pick<Database, 'read'> {
  const connection = new SqliteConnection(file, { readOnly: true, busyTimeoutMs });
  return {
    async read(work) {
      connection.prepare('BEGIN DEFERRED').run();
      const transaction = new SqliteTransaction(connection);
      try {
        return await work(transaction);
      } finally {
        transaction.end();
        connection.prepare('COMMIT').run();
      }
    },
  };
}
