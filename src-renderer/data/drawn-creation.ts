import { compileRules } from '../../src-shared/queue/routing-rules.ts';
import type { FindDueTarget } from '../../src-shared/schedule/due-targets.ts';
import type { Form } from '../../src-shared/schema/form.ts';
import type { Operation } from '../../src-shared/schema/operation.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { JsonObject, Task } from '../../src-shared/schema/task.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { aimedAt } from '../../src-shared/task/apply-action.ts';
import { overlay, type QueueRules, type TaskView, withdrawnOpIds } from '../../src-shared/task/overlay.ts';
import { formatTimestamp, parseMoment } from '../../src-shared/time/timestamp.ts';

/** What forms and queues say about tasks that the server does not know yet. */
export interface CreationRules {
  formOf(formId: string): Form | null;
  queues: readonly Queue[];
  dueTarget: FindDueTarget;
}

/**
 * What the operator sees of a task that the server does not know yet: in the queue that it will be in, so that what is done
 * to it next is judged by that queue's rules.
 */
export function overlayCreated(
  operations: readonly Operation[],
  actor: Actor & { kind: 'user' },
  rules: CreationRules & { rulesOf: (queueUid: string | null) => QueueRules | null },
): TaskView {
  const creation = operations.find(({ action }) => action === 'create');
  const made =
    creation && !withdrawnOpIds(operations).has(creation.opId) ? overlay(null, [withFormFields(creation, rules)], actor, null).task : null;
  if (!creation || !made) return overlay(null, operations, actor, null);
  const placed = placeCreated(made, creation, rules);
  const rest = operations.filter((operation) => operation !== creation);
  const view = overlay(placed, rest, actor, rules.rulesOf(placed.queue_uid));
  return { ...view, pendingOpIds: [creation.opId, ...view.pendingOpIds] };
}

/** With the fields that the form sets over what was entered, as the server will write them. */
function withFormFields(operation: Operation, rules: CreationRules): Operation {
  const form = formOf(operation, rules);
  if (!form) return operation;
  const values = { ...(operation.payload.values as JsonObject), ...form.target.fields };
  return { ...operation, payload: { ...operation.payload, values } };
}

/** Where the server will put it, and when it will be due, as far as this computer knows. */
function placeCreated(task: Task, creation: Operation, rules: CreationRules): Task {
  const form = formOf(creation, rules);
  const dueInSeconds = form?.target.due_in_seconds ?? null;
  const dueAt = dueInSeconds === null ? {} : { due_at: later(creation.at, dueInSeconds) };
  const placed = { ...task, ...dueAt };
  const route = (each: Task) => compileRules(rules.queues).route(each, form?.target.queue_uid ?? null);
  const queued = { ...placed, queue_uid: route(placed) };
  return dueInSeconds === null ? aimedAt(queued, { route, dueTarget: rules.dueTarget }) : queued;
}

function formOf({ action, payload }: Operation, rules: CreationRules): Form | null {
  return action === 'create' && typeof payload.formId === 'string' ? rules.formOf(payload.formId) : null;
}

function later(at: string, seconds: number): string {
  return formatTimestamp((parseMoment(at) ?? 0) + seconds * 1_000_000);
}
