import type { JsonObject, TaskStatus } from '../schema/task.ts';
import type { Timestamp } from '../schema/timestamp.ts';

/** What a source says about a task. A key that is absent stays as it is. Already parsed, checked and within limits. */
export interface TaskPatch {
  /** `merge`: key by key, null removes a key. `replace`: the whole object. */
  fields?: { mode: 'merge' | 'replace'; value: JsonObject };
  integrations?: { mode: 'merge' | 'replace'; value: JsonObject };
  /** Only where it differs from what the same source sent last: the caller leaves it out otherwise. */
  status?: TaskStatus;
  /** A known person's id; null releases the task. */
  assigneeUid?: string | null;
  dueAt?: Timestamp;
  /** Counts only when the task is created. */
  createdAt?: Timestamp;
  skills?: string[];
  priority?: number | null;
}

export type TaskAction =
  | { type: 'claim'; assigneeUid: string }
  | { type: 'assign'; assigneeUid: string }
  | { type: 'unassign' }
  | { type: 'start' }
  | { type: 'pause' }
  | { type: 'complete'; fields?: JsonObject; comment?: string }
  | { type: 'reopen' }
  | { type: 'snooze'; until: Timestamp }
  | { type: 'skip'; reason: string; release: boolean }
  | { type: 'setFields'; fields: JsonObject }
  /** Into a queue chosen by hand; null: back to where the rules put it. */
  | { type: 'move'; queueUid: string | null }
  | { type: 'comment'; text: string }
  | { type: 'create'; uid: string; patch: TaskPatch }
  | { type: 'upsert'; patch: TaskPatch }
  /** Its due date passed. */
  | { type: 'due' }
  /** Routing, run again after a queue changed. */
  | { type: 'route' }
  /** Its queue's target, counted anew, where nobody else set the due date. */
  | { type: 'aim' }
  | { type: 'delete' };

export type TaskActionType = TaskAction['type'];
