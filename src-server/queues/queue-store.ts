import type { Queue } from '../../src-shared/schema/queue.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import type { Database } from '../store/database.ts';
import type { QueueBook } from './queue-book.ts';

export interface QueueStore extends QueueBook {
  /** Reads the queues again. Must be called after every commit that changed one. */
  reload(database: Database): Promise<void>;
  stop(): Promise<void>;
}

/** Stands in until conditions are read. */
export async function createQueueStore(_database: Database): Promise<QueueStore> {
  const queues: Queue[] = [];
  return {
    all: () => queues,
    find: (queueUid) => queues.find(({ id }) => id === queueUid) ?? null,
    route: (_task, override) => queues.find(({ id }) => id === override)?.id ?? null,
    workableWith: (skills) => queues.filter((queue) => queue.enabled && coversSkills(skills, queue.skills)).map(({ id }) => id),
    reload: async () => undefined,
    stop: async () => undefined,
  };
}
