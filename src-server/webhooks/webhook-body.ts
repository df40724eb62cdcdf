import type { TaskEvent } from '../../src-shared/schema/event.ts';
import type { JsonValue } from '../../src-shared/schema/task.ts';
import type { Timestamp } from '../../src-shared/schema/timestamp.ts';

export interface EventFacts {
  taskUid: string;
  /** The status after the step. */
  status: string;
  userId: string | null;
  at: Timestamp;
  /** What the task's integrations hold for this endpoint. */
  info: JsonValue;
}

/** The `data` of a webhook's body, as JSON text in the published key order. */
export function eventData({ taskUid, status, userId, at, info }: EventFacts): string {
  return JSON.stringify({ task: { id: taskUid, status: { name: status, userId, at } }, info });
}

/** The whole body. `data` is taken as text: what was frozen by the transition is sent to the byte. */
export function webhookBody(type: TaskEvent, data: string, sentAt: Timestamp): string {
  return `{"type":${JSON.stringify(type)},"data":${data},"sentAt":${JSON.stringify(sentAt)}}`;
}
