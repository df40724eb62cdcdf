import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { StringEnum } from './string-enum.ts';
import { JsonObject, TaskStatus } from './task.ts';
import { Timestamp } from './timestamp.ts';

/** `open`: its task is to be done. `deleted`: its task is gone. */
export const SUBMISSION_STATES = ['open', 'done', 'deleted', 'refused'] as const;

/** What somebody sent with a form, and what came of it. */
export const FormSubmission = Type.Object(
  {
    id: Type.String(),
    at: Timestamp,
    state: StringEnum(SUBMISSION_STATES),
    /** `public`: whoever found the page. The name is as it was then. */
    sender: Type.Object({ kind: StringEnum(['user', 'key', 'public'] as const), id: Nullable(Type.String()), name: Type.String() }),
    /** Null: it was refused. */
    task_uid: Nullable(Identifier),
    /** The task's, now; null where there is none. */
    title: Nullable(Type.String()),
    status: Nullable(TaskStatus),
    /** Why it was refused, field by field; what was entered is not kept then. */
    problems: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
    /** The task's fields, in exports only. */
    fields: Type.Optional(JsonObject),
  },
  { additionalProperties: false },
);
export type FormSubmission = Static<typeof FormSubmission>;
