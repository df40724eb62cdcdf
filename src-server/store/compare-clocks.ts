import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';

/** How far this process's clock is ahead of the database's, in microseconds, to half the time that asking took; 0 where they share one. */
export async function compareClocks(database: Database, clock: Clock): Promise<number> {
  if (database.dialect === 'sqlite') return 0;
  return database.read(async (sql) => {
    const before = clock.nowMicros();
    const row = await sql.get<{ now: number }>('SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS now');
    return Math.round((before + clock.nowMicros()) / 2) - (row?.now ?? before);
  });
}
