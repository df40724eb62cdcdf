import type { TestProject } from 'vitest/node';
import { startTemporaryPostgres } from './temporary-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the PostgreSQL that all tests of a run share; each makes databases of its own on it. */
    postgresUrl: string;
  }
}

/** Runs once before the `*.postgres.test.ts` files, and not at all when none of them runs. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startTemporaryPostgres({ durable: false });
  project.provide('postgresUrl', url);
  return stop;
}
