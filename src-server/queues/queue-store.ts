import type { Database } from '../store/database.ts';
import type { QueueBook } from './queue-book.ts';

export interface QueueStore extends QueueBook {
  /** Reads the queues again. Must be called after every commit that changed one. */
  reload(database: Database): Promise<void>;
}
