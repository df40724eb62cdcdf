import type { Database } from './database.ts';

export interface HeldRead {
  database: Database;
  /** Settles when the read has what it asked for. */
  isHeld: Promise<void>;
  release: () => void;
}

/** For tests: the same database, whose `ordinal`-th read (from 1) gives back what it found only after `release`. */
export function holdRead(database: Database, ordinal: number): HeldRead {
  const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let reads = 0;
  const slow: Database = {
    ...database,
    async read(work) {
      const found = await database.read(work);
      reads += 1;
      if (reads !== ordinal) return found;
      hold();
      await released;
      return found;
    },
  };
  return { database: slow, isHeld, release };
}
