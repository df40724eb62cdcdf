import type { TaskEvent } from '../schema/event.ts';
import type { TaskStatus } from '../schema/task.ts';

interface Transition {
  from: readonly TaskStatus[];
  to: TaskStatus;
  event: TaskEvent;
}

/**
 * The state machine, whole. Every change of a status in the product is one or more of these steps; a jump
 * (TODO → STARTED, say) is planned as single steps by `apply-action.ts`.
 */
export const TRANSITIONS = {
  claim: { from: ['TODO'], to: 'ASSIGNED', event: 'task.assigned' },
  assign: { from: ['TODO'], to: 'ASSIGNED', event: 'task.assigned' },
  unassign: { from: ['ASSIGNED'], to: 'TODO', event: 'task.unassigned' },
  start: { from: ['ASSIGNED'], to: 'STARTED', event: 'task.started' },
  pause: { from: ['STARTED'], to: 'ASSIGNED', event: 'task.paused' },
  complete: { from: ['STARTED'], to: 'DONE', event: 'task.completed' },
  close: { from: ['TODO', 'ASSIGNED'], to: 'DONE', event: 'task.closed' },
  reopen: { from: ['DONE'], to: 'TODO', event: 'task.reopened' },
  snooze: { from: ['TODO'], to: 'TODO', event: 'task.snoozed' },
} as const satisfies Record<string, Transition>;

export type TransitionName = keyof typeof TRANSITIONS;
