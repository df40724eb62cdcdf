import type { RoutingRules } from '../queue/routing-rules.ts';
import type { Operation } from '../schema/operation.ts';
import type { JsonObject, Task } from '../schema/task.ts';
import { formatTimestamp, parseMoment } from '../time/timestamp.ts';
import type { TaskAction } from './action.ts';
import type { Actor } from './actor.ts';
import { applyAction } from './apply-action.ts';
import type { Refusal } from './refusal.ts';

/** What an operation needs to know of the queue that its task is in; null when it is in none. */
export interface QueueRules {
  skills: readonly string[];
  release_on_skip: boolean;
}

/**
 * An operation → the action that it asks for, or null when its payload says nothing readable. `create` and `withdraw`
 * are no actions on a task that exists and are handled by their callers.
 */
export function actionOfOperation(operation: Operation, actorUid: string, queue: QueueRules | null): TaskAction | null {
  const payload = operation.payload as { [key: string]: unknown };
  switch (operation.action) {
    case 'claim':
      return { type: 'claim', assigneeUid: actorUid };
    case 'assign':
      return typeof payload.assignee_uid === 'string' ? { type: 'assign', assigneeUid: payload.assignee_uid } : null;
    case 'unassign':
    case 'start':
    case 'pause':
    case 'reopen':
      return { type: operation.action };
    case 'complete':
      return {
        type: 'complete',
        ...(payload.fields === undefined ? {} : { fields: payload.fields as JsonObject }),
        ...(typeof payload.comment === 'string' ? { comment: payload.comment } : {}),
      };
    case 'snooze': {
      const until = parseMoment(payload.until);
      return until === null ? null : { type: 'snooze', until: formatTimestamp(until) };
    }
    case 'skip':
      return typeof payload.reason === 'string' ? { type: 'skip', reason: payload.reason, release: queue?.release_on_skip ?? false } : null;
    case 'setFields':
      return { type: 'setFields', fields: (payload.fields ?? {}) as JsonObject };
    case 'move': {
      const { queue_uid: queueUid } = payload;
      return queueUid === null || typeof queueUid === 'string' ? { type: 'move', queueUid } : null;
    }
    case 'comment':
      return typeof payload.text === 'string' ? { type: 'comment', text: payload.text } : null;
    case 'create':
      return { type: 'create', uid: operation.taskId, patch: { fields: { mode: 'merge', value: (payload.values ?? {}) as JsonObject } } };
    case 'withdraw':
      return null;
  }
}

export interface TaskView {
  /** What the operator sees; null when there is nothing to see (a pending create that was withdrawn, say). */
  task: Task | null;
  /** Operations that are drawn in, in order. */
  pendingOpIds: string[];
  /** Operations that will not work on what the server has now: shown as such, still sent, for the server decides. */
  doubtful: { opId: string; refusal: Refusal }[];
}

/**
 * Server state + pending operations of one task, in `deviceSeq` order → what the operator sees. Uses the same
 * `applyAction` as the server. Operations that were withdrawn draw nothing. `route`: by the rules that are known here.
 */
export function overlay(
  server: Task | null,
  pending: readonly Operation[],
  actor: Actor & { kind: 'user' },
  queue: QueueRules | null,
  route: RoutingRules['route'] | null = null,
): TaskView {
  const view: TaskView = { task: server, pendingOpIds: [], doubtful: [] };
  const withdrawn = withdrawnOpIds(pending);
  for (const operation of pending) {
    if (operation.action === 'withdraw') continue;
    view.pendingOpIds.push(operation.opId);
    if (withdrawn.has(operation.opId)) continue;
    const action = actionOfOperation(operation, actor.uid, queue);
    const result = action
      ? applyAction(view.task, action, {
          ...{ actor, now: shownTime(operation.at), queueSkills: queue?.skills ?? null },
          // Other changes leave a task where it is until the server has routed it: choices by hand are not known here.
          ...(action.type === 'move' && route ? { route: (task) => route(task, action.queueUid) } : {}),
        })
      : ({ ok: false, refusal: { reason: 'invalid_payload', message: 'The operation cannot be read.' } } as const);
    if (!result.ok) {
      const { refusal } = result;
      if (!mayHaveTakenEffect(view.task, operation, refusal, actor.uid)) view.doubtful.push({ opId: operation.opId, refusal });
    } else view.task = result.steps.at(-1)?.task ?? view.task;
  }
  return view;
}

/**
 * The server may have applied the operation and its answer was lost: then the task has moved on since the operator
 * looked, nobody else holds it, and the same step does not fit a second time. That is no reason for alarm.
 */
function mayHaveTakenEffect(task: Task | null, operation: Operation, refusal: Refusal, actorUid: string): boolean {
  if (!task || task.version <= operation.baseVersion) return false;
  if (refusal.reason !== 'illegal_transition' && refusal.reason !== 'already_yours') return false;
  return task.assignee_uid === null || task.assignee_uid === actorUid;
}

export function withdrawnOpIds(operations: readonly Operation[]): ReadonlySet<string> {
  const ids = operations.filter(({ action }) => action === 'withdraw').map(({ payload }) => payload.opId);
  return new Set(ids.filter((id) => typeof id === 'string'));
}

/** The device's own clock, for display until the server has said when. */
function shownTime(at: string): string {
  return formatTimestamp(parseMoment(at) ?? 0);
}
