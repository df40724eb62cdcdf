import type { FindDueTarget } from '../../src-shared/schedule/due-targets.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { Schedule } from '../../src-shared/schema/schedule.ts';
import type { Task } from '../../src-shared/schema/task.ts';

/** The queues, at hand for every write: read once, read again when one was changed. */
export interface QueueBook {
  /** In the order in which they are tried. */
  all(): readonly Queue[];
  find(queueUid: string | null): Queue | null;
  /**
   * The first enabled queue by priority whose condition holds; an explicit override wins while that queue exists and is
   * enabled.
   */
  route(task: Task, override: string | null): string | null;
  /** Ids of enabled queues whose skills these cover. */
  workableWith(skills: readonly string[]): string[];
  /** By name. */
  schedules(): readonly Schedule[];
  dueTarget: FindDueTarget;
}
