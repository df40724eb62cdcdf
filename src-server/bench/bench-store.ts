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
  const postgres = await startTemporaryPostgres({ durable: true });
  const { url } = await createTemporaryDatabase(postgres.url);
  return { name: 'PostgreSQL', environment: { DOCKET_DATABASE_URL: url }, stop: () => postgres.stop() };
}
