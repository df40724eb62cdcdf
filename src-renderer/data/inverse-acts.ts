import type { Operation } from '../../src-shared/schema/operation.ts';
import type { JsonObject, Task } from '../../src-shared/schema/task.ts';
import type { TaskAct } from './console-data.ts';

export interface PlannedAct {
  act: TaskAct;
  payload: JsonObject;
}

const act = (name: TaskAct, payload: JsonObject = {}): PlannedAct => ({ act: name, payload });

/**
 * What undoes an operation that has taken effect; null where nothing does. `before` is what the operator saw when they
 * acted, where this run of the console still knows it.
 */
export function inverseOf(operation: Operation, before: Task | null, isPlacedByHand: (task: Task) => boolean): PlannedAct[] | null {
  switch (operation.action) {
    case 'claim':
    case 'assign':
      return [act('unassign')];
    case 'unassign':
      return [act('claim')];
    case 'start':
      return [act('pause')];
    case 'pause':
    case 'skip':
      return [act('start')];
    case 'complete':
      // Reopening alone would put the task back into the queue, for anybody to take.
      return [act('reopen'), act('claim'), act('start')];
    case 'setFields':
      return before ? [act('setFields', { fields: formerFields(operation, before) })] : null;
    case 'move':
      return before ? [act('move', { queue_uid: isPlacedByHand(before) ? before.queue_uid : null })] : null;
    case 'snooze':
      return before?.status === 'ASSIGNED' ? [act('claim')] : before?.status === 'STARTED' ? [act('claim'), act('start')] : null;
    case 'reopen':
    case 'comment':
    case 'create':
    case 'withdraw':
      return null;
  }
}

/** What the changed keys were; null takes away a key that was not there. */
function formerFields({ payload }: Operation, before: Task): JsonObject {
  const former: JsonObject = {};
  for (const key of Object.keys((payload.fields ?? {}) as JsonObject)) former[key] = before.fields[key] ?? null;
  return former;
}
