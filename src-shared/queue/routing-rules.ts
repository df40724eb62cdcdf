import type { Queue } from '../schema/queue.ts';
import type { Task } from '../schema/task.ts';
import { compileCondition } from './condition.ts';
import { ConditionSubject } from './condition-subject.ts';

/** Routing by one set of queues; their conditions are read once. */
export interface RoutingRules {
  /** In the order in which they are tried. */
  queues: readonly Queue[];
  find(queueUid: string | null): Queue | null;
  route(task: Task, override: string | null): string | null;
}

export function compileRules(unsorted: readonly Queue[]): RoutingRules {
  const queues = unsorted.toSorted(byPriority);
  const enabled = queues.filter((queue) => queue.enabled);
  const enabledIds = new Set(enabled.map(({ id }) => id));
  const byId = new Map(queues.map((queue) => [queue.id, queue]));
  const tried = enabled.map(({ id, condition }) => ({ id, condition: compileCondition(condition, 'routing') }));
  return {
    queues,
    find: (queueUid) => (queueUid === null ? null : (byId.get(queueUid) ?? null)),
    route(task, override) {
      if (override !== null && enabledIds.has(override)) return override;
      const subject = new ConditionSubject(task);
      return tried.find(({ condition }) => condition.holds(subject))?.id ?? null;
    },
  };
}

/** Lower numbers first; of equal ones the lower id, by its characters. */
export function byPriority(a: Queue, b: Queue): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : 1);
}

const PRIORITY_STEP = 10;
const PRIORITY_MAXIMUM = 1_000_000;

/** A queue without a priority is tried last. */
export function lastPriority(queues: readonly Queue[]): number {
  const highest = Math.max(0, ...queues.map(({ priority }) => priority));
  return Math.min(highest + PRIORITY_STEP, PRIORITY_MAXIMUM);
}
