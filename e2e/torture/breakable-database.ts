import type { Database, Sql } from '../../src-server/store/database.ts';

export type BreakableDatabase = Database & { breaks: Breaks };

/** What is to happen to the writes of all databases of a trial. */
export interface Breaks {
  /** The process dies in its next write: `before` it is committed, or `after`, its answers lost either way. */
  killAt: 'before' | 'after' | null;
  /** The next write waits so long between its work and its commit. */
  lateMs: number;
}

export class ProcessKilled extends Error {
  constructor() {
    super('the server process was killed');
  }
}

/** A database whose process can be killed in the middle of a write, and whose commits can come late. */
export function breakableDatabase(database: Database, breaks: Breaks): BreakableDatabase {
  let isDead = false;

  async function write<Value>(work: (sql: Sql) => Promise<Value>): Promise<Value> {
    if (isDead) throw new ProcessKilled();
    const { killAt, lateMs } = breaks;
    Object.assign(breaks, { killAt: null, lateMs: 0 });
    isDead = killAt !== null;
    const value = await database.write(async (sql) => {
      const done = await work(sql);
      if (lateMs > 0) await new Promise((resolve) => setTimeout(resolve, lateMs));
      if (killAt === 'before') throw new ProcessKilled();
      return done;
    });
    if (killAt === 'after') throw new ProcessKilled();
    return value;
  }

  return { ...database, write, breaks };
}
