import type { Caller } from '../auth/caller.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Sql } from '../store/database.ts';

/**
 * The caller and the queues as the snapshot has them. A stream of another process may have told the caller already that
 * they changed: an answer by what this process remembers would leave a replica in its old scope for good.
 */
export type ReadCurrent = (sql: Sql, caller: Caller) => Promise<{ caller: Caller; queues: QueueBook }>;
