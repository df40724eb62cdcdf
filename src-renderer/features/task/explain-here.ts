import { type ExplainedGroup, explainConditionTree } from '../../../src-shared/queue/condition.ts';
import { ConditionSubject } from '../../../src-shared/queue/condition-subject.ts';
import { compileRules, type RoutingRules } from '../../../src-shared/queue/routing-rules.ts';
import type { Queue } from '../../../src-shared/schema/queue.ts';
import type { Task } from '../../../src-shared/schema/task.ts';

/** What the server says of a choice by hand; `unknown`: it was not asked. */
export type KnownOverride = { kind: 'unknown' } | { kind: 'known'; queueUid: string | null };

/** Why a task is where it is. `rules`: the queue that the rules say; null: none. */
export type Placement =
  | { kind: 'done' | 'byRule' | 'differs'; rules: string | null }
  | { kind: 'override' | 'overrideOff'; override: string; rules: string | null };

const compiled = new WeakMap<readonly Queue[], RoutingRules>();

/** Queues are the same object until one changes. */
function rulesOf(queues: readonly Queue[]): RoutingRules {
  const known = compiled.get(queues);
  if (known) return known;
  const made = compileRules(queues);
  compiled.set(queues, made);
  return made;
}

export function placementOf(task: Task, queues: readonly Queue[], override: KnownOverride): Placement {
  const rules = rulesOf(queues).route(task, null);
  if (task.status === 'DONE') return { kind: 'done', rules };
  if (override.kind === 'known' && override.queueUid !== null) {
    const chosen = queues.find(({ id }) => id === override.queueUid);
    if (chosen && !chosen.enabled) return { kind: 'overrideOff', override: chosen.id, rules };
    if (override.queueUid === task.queue_uid) return { kind: 'override', override: override.queueUid, rules };
  }
  return { kind: rules === task.queue_uid ? 'byRule' : 'differs', rules };
}

export interface ExplainedQueue {
  queue: Queue;
  /** `decides`: the first one that holds. `broken`: a condition that cannot be read. */
  verdict: 'decides' | 'later' | 'fails' | 'off' | 'broken';
  /** Null where it is broken. */
  condition: ExplainedGroup | null;
}

/** Every queue in the order in which it is tried, with what its condition says of the task as it is here. */
export function explainQueues(task: Task, queues: readonly Queue[]): ExplainedQueue[] {
  const subject = new ConditionSubject(task);
  let isDecided = false;
  return queues.map((queue) => {
    const condition = explainConditionTree(queue.condition, subject);
    const verdict = verdictOf(queue, condition, isDecided);
    isDecided ||= verdict === 'decides';
    return { queue, verdict, condition };
  });
}

function verdictOf({ enabled }: Queue, condition: ExplainedGroup | null, isDecided: boolean): ExplainedQueue['verdict'] {
  if (!condition) return 'broken';
  if (!enabled) return 'off';
  if (!condition.holds) return 'fails';
  return isDecided ? 'later' : 'decides';
}
