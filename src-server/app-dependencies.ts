import type { FastifyServerOptions } from 'fastify';
import type { Clock } from './clock.ts';
import type { QueueStore } from './queues/queue-store.ts';
import type { Database } from './store/database.ts';
import type { GroupCommit } from './tasks/group-commit.ts';

/** The cost of scrypt; stored with each password, so that it can grow. */
export interface PasswordCost {
  N: number;
  r: number;
  p: number;
}

/** All that the server is made of. `start.ts` makes the real ones, tests make theirs; nothing is looked up elsewhere. */
export interface AppDependencies {
  database: Database;
  clock: Clock;
  groupCommit: GroupCommit;
  /** The queues, for every write; `reload()` after a change. */
  queues: QueueStore;
  /** Random bytes for tokens, keys and ids. */
  randomBytes: (size: number) => Buffer;
  passwordCost: PasswordCost;
  /** Requests per minute and key; 0 is off. */
  rateLimitPerMinute: number;
  /** How the outside sees the server. */
  publicUrl: string | null;
  /** CIDRs whose `X-Forwarded-*` are believed; empty: nobody's. */
  trustedProxies: readonly string[];
  /** The server's own version, from package.json. */
  version: string;
  log: FastifyServerOptions['logger'];
  https: { cert: string | Buffer; key: string | Buffer } | null;
}
