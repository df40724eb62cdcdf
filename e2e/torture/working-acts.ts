import type { TaskAct } from '../../src-renderer/data/console-data.ts';
import type { JsonObject, TaskStatus } from '../../src-shared/schema/task.ts';

/** What an operator can do with a task of theirs, or of nobody's. */
export const WORKING_ACTS = {
  TODO: ['claim', 'start', 'snooze', 'setFields'],
  ASSIGNED: ['start', 'unassign', 'start', 'comment'],
  STARTED: ['complete', 'pause', 'skip', 'complete'],
  DONE: ['reopen', 'comment', 'reopen'],
} as const satisfies Record<TaskStatus, readonly TaskAct[]>;

/** `counter` makes what is written one's own. */
export function payloadOf(act: TaskAct, assigneeUid: string, counter: number): JsonObject {
  switch (act) {
    case 'comment':
      return { text: `comment ${counter}` };
    case 'setFields':
      return { fields: { note: counter } };
    case 'complete':
      return { comment: `done ${counter}` };
    case 'snooze':
      return { until: '2026-04-01T00:00:00Z' };
    case 'skip':
      return { reason: 'no answer' };
    case 'assign':
      return { assignee_uid: assigneeUid };
    default:
      return {};
  }
}
