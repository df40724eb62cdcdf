import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { SCHEDULE_LIMITS } from './schedule.ts';
import { JsonObject } from './task.ts';
import { Skills } from './user.ts';

export const Queue = Type.Object(
  {
    id: Identifier,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** Lower numbers are tried first. */
    priority: Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 }),
    /** A tree in react-querybuilder's format; its grammar is checked by `queue/condition.ts`. */
    condition: JsonObject,
    skills: Skills,
    enabled: Type.Boolean(),
    /** Whether a skipped task goes back to everybody; otherwise it stays with the operator, paused. */
    release_on_skip: Type.Boolean(),
    /** When the queue is worked; null: around the clock. Servers that know no schedules leave this and the next one out. */
    schedule_uid: Type.Optional(Nullable(Identifier)),
    /** A task that comes without a due date is due after so many working minutes; null: it has none. */
    target_minutes: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: SCHEDULE_LIMITS.targetMinutes }))),
  },
  { additionalProperties: false },
);
export type Queue = Static<typeof Queue>;
