import type { Operation } from '../../src-shared/schema/operation.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import type { QueueRules } from '../../src-shared/task/overlay.ts';
import type { InboxItem } from './console-data.ts';
import type { CreationRules } from './drawn-creation.ts';
import type { Schedule } from './mutable-store.ts';

/** What the projection draws over the server's tasks. */
interface PendingSource {
  /** Operations of a task that the server has not answered, or whose effect the feed has not shown yet, in order. */
  drawnOf(taskUid: string): readonly Operation[];
  rejectedOf(taskUid: string): readonly InboxItem[];
}

export interface ProjectionOptions {
  actor: () => Actor & { kind: 'user' };
  rulesOf: (queueUid: string | null) => QueueRules | null;
  creationRules: CreationRules;
  pending: PendingSource;
  schedule: Schedule;
  /** Told after each batch, before the listeners of single tasks. */
  onBatch: () => void;
}
