import type { RoutingExplanation } from '../../src-shared/http/task-endpoints.ts';
import { compileCondition, explainCondition } from '../../src-shared/queue/condition.ts';
import { ConditionSubject } from '../../src-shared/queue/condition-subject.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import type { QueueBook } from './queue-book.ts';

/** Which conditions hold for the task as it is now, in the order in which the queues are tried. */
export function explainRouting({ task, queueOverride }: StoredTask, queues: QueueBook): RoutingExplanation {
  const subject = new ConditionSubject(task);
  return {
    task_uid: task.uid,
    queue_uid: task.queue_uid,
    override: queueOverride,
    queues: queues.all().map(({ id, name, enabled, condition }) => ({
      id,
      name,
      enabled,
      matches: compileCondition(condition, 'routing').holds(subject),
      rules: explainCondition(condition, subject),
    })),
  };
}
