import { type Static, Type } from 'typebox';
import { StringEnum } from './string-enum.ts';

/** The five that every endpoint gets unless it says otherwise. */
export const STATUS_EVENTS = ['task.assigned', 'task.unassigned', 'task.started', 'task.paused', 'task.completed'] as const;
export const TASK_EVENTS = [
  ...STATUS_EVENTS,
  'task.created',
  'task.updated',
  'task.closed',
  'task.reopened',
  'task.snoozed',
  'task.due',
] as const;
export const TaskEvent = StringEnum(TASK_EVENTS);
export type TaskEvent = Static<typeof TaskEvent>;

/** The names of the published webhooks document. */
export const PUBLISHED_EVENT_NAMES: Readonly<Record<string, TaskEvent>> = {
  on_assign: 'task.assigned',
  on_unassign: 'task.unassigned',
  on_start: 'task.started',
  on_pause: 'task.paused',
  on_complete: 'task.completed',
};

/** The body of a webhook: these keys, in this order, and no others. */
export const WebhookBody = Type.Object({
  type: TaskEvent,
  data: Type.Object({
    task: Type.Object({
      id: Type.String(),
      status: Type.Object({ name: Type.String(), userId: Type.Unsafe<string | null>({ type: ['string', 'null'] }), at: Type.String() }),
    }),
    info: Type.Unknown(),
  }),
  sentAt: Type.String(),
});
export type WebhookBody = Static<typeof WebhookBody>;
