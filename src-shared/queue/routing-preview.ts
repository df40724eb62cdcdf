import type { Queue } from '../schema/queue.ts';
import type { JsonObject, Task } from '../schema/task.ts';
import { compileCondition } from './condition.ts';
import { ConditionSubject } from './condition-subject.ts';
import { compileRules, lastPriority, type RoutingRules } from './routing-rules.ts';

/** Stands for a queue that has no id yet. */
export const PREVIEWED_QUEUE_ID = '~new';

/** One queue as it would be; what is left out stays, or is as a new queue has it. */
export interface PreviewedChange {
  id?: string;
  condition: JsonObject;
  priority?: number;
  enabled?: boolean;
}

/** `count` open tasks would go `from` one queue `to` another; null: no queue. */
export interface RoutingMove {
  from: string | null;
  to: string | null;
  count: number;
}

/** What a change of one queue would do to tasks: shown one after the other, counted as they come. */
export class RoutingPreview {
  open = 0;
  /** For how many the condition holds, whatever queue they end in. */
  matching = 0;
  moving = 0;
  readonly rules: RoutingRules;
  readonly #condition: ReturnType<typeof compileCondition>;
  readonly #moves = new Map<string, RoutingMove>();

  constructor(queues: readonly Queue[], change: PreviewedChange) {
    const { queue, others } = changedQueue(queues, change);
    this.rules = compileRules([...others, queue]);
    this.#condition = compileCondition(queue.condition, 'routing');
  }

  /** Takes in one open task. Gives back how it would move; null when it stays. */
  add(task: Task, override: string | null): Omit<RoutingMove, 'count'> | null {
    this.open += 1;
    if (this.#condition.holds(new ConditionSubject(task))) this.matching += 1;
    const from = task.queue_uid;
    const to = this.rules.route(task, override);
    if (from === to) return null;
    this.moving += 1;
    const key = JSON.stringify([from, to]);
    const move = this.#moves.get(key) ?? { from, to, count: 0 };
    move.count += 1;
    this.#moves.set(key, move);
    return { from, to };
  }

  /** The largest first. */
  moves(): RoutingMove[] {
    return [...this.#moves.values()].sort((a, b) => b.count - a.count);
  }
}

function changedQueue(queues: readonly Queue[], change: PreviewedChange): { queue: Queue; others: Queue[] } {
  const { id = PREVIEWED_QUEUE_ID, condition } = change;
  const known = queues.find((queue) => queue.id === id);
  const others = queues.filter((queue) => queue.id !== id);
  const blank = { name: id, skills: [], release_on_skip: false };
  const priority = change.priority ?? known?.priority ?? lastPriority(queues);
  const enabled = change.enabled ?? known?.enabled ?? true;
  return { queue: { ...blank, ...known, id, condition, priority, enabled }, others };
}
