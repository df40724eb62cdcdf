import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { StringEnum } from './string-enum.ts';
import { TASK_LIMITS, TASK_STATUSES } from './task-limits.ts';
import { Timestamp } from './timestamp.ts';

export const TaskStatus = StringEnum(TASK_STATUSES);
export type TaskStatus = Static<typeof TaskStatus>;

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** Free JSON. Depth, key count and size are checked where it enters: see TASK_LIMITS. */
export const JsonObject = Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true });

/**
 * A task as the server holds it and as every replica stores it. What people see as title and url are `fields.title`
 * and `fields.url`. Times are UTC with microseconds. `version` grows by one with every step, however small.
 */
export const Task = Type.Object(
  {
    uid: Identifier,
    status: TaskStatus,
    status_at: Timestamp,
    assignee_uid: Nullable(Identifier),
    queue_uid: Nullable(Identifier),
    due_at: Timestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
    started_at: Nullable(Timestamp),
    done_at: Nullable(Timestamp),
    snooze_expires_at: Nullable(Timestamp),
    fields: JsonObject,
    integrations: JsonObject,
    skills: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: TASK_LIMITS.skills }),
    priority: Nullable(Type.Number()),
    version: Type.Integer({ minimum: 1 }),
    /** The queue's target, in working minutes, where that set `due_at`; absent where the source did, or nobody. */
    due_target_minutes: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
export type Task = Static<typeof Task>;
