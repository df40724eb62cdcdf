import { Client } from 'pg';
import { createTemporaryDatabase, startTemporaryPostgres } from '../store/postgres/temporary-postgres.ts';

export interface BenchStore {
  name: 'SQLite' | 'PostgreSQL';
  /** What tells a server to use it. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

/** `postgres` among the arguments: a PostgreSQL of its own, that syncs as it does in earnest; else the server's SQLite file. */
export async function openBenchStore(args: readonly string[] = process.argv): Promise<BenchStore> {
  if (!args.includes('postgres')) return { name: 'SQLite', environment: {}, stop: async () => undefined };
  const { url, stop } = await startBenchPostgres();
  return { name: 'PostgreSQL', environment: { DOCKET_DATABASE_URL: url }, stop };
}

/** Segments of its log that a PostgreSQL has at hand once it has run for a while: `min_wal_size`, 80 MB. */
const LOG_SEGMENTS = 5;

/**
 * A PostgreSQL of its own with an empty database, that syncs as it does in earnest. A new one writes and syncs 16 MB of
 * zeros in the middle of some commit, 50 ms and more, whenever its log needs another segment; one that has run for a while
 * has them from before. So has this one.
 */
export async function startBenchPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const { url: serverUrl, stop } = await startTemporaryPostgres({ durable: true });
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  for (let segment = 0; segment <= LOG_SEGMENTS; segment += 1) {
    await client.query(`SELECT pg_logical_emit_message(true, 'docket', 'fill')`);
    await client.query('SELECT pg_switch_wal()');
  }
  await client.query('CHECKPOINT');
  await client.end();
  const { url } = await createTemporaryDatabase(serverUrl);
  return { url, stop };
}
