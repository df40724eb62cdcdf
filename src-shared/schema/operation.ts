import { type Static, type TSchema, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { StringEnum } from './string-enum.ts';
import { JsonObject } from './task.ts';
import { TASK_LIMITS } from './task-limits.ts';

export const OPERATION_ACTIONS = [
  'claim',
  'assign',
  'unassign',
  'start',
  'pause',
  'complete',
  'reopen',
  'snooze',
  'skip',
  'setFields',
  'move',
  'comment',
  'create',
  'withdraw',
] as const;
export const OperationAction = StringEnum(OPERATION_ACTIONS);
export type OperationAction = Static<typeof OperationAction>;

const Nothing = Type.Object({}, { additionalProperties: false });
const CommentText = Type.String({ minLength: 1, maxLength: TASK_LIMITS.commentCharacters });

/** What each action carries. */
export const OPERATION_PAYLOADS = {
  claim: Nothing,
  assign: Type.Object({ assignee_uid: Identifier }, { additionalProperties: false }),
  unassign: Nothing,
  start: Nothing,
  pause: Nothing,
  complete: Type.Object({ fields: Type.Optional(JsonObject), comment: Type.Optional(CommentText) }, { additionalProperties: false }),
  reopen: Nothing,
  snooze: Type.Object({ until: Type.String({ maxLength: 64 }) }, { additionalProperties: false }),
  skip: Type.Object({ reason: Type.String({ minLength: 1, maxLength: TASK_LIMITS.reasonCharacters }) }, { additionalProperties: false }),
  setFields: Type.Object({ fields: JsonObject }, { additionalProperties: false }),
  move: Type.Object({ queue_uid: Nullable(Identifier) }, { additionalProperties: false }),
  comment: Type.Object({ text: CommentText }, { additionalProperties: false }),
  create: Type.Object({ taskId: Identifier, formId: Type.Optional(Identifier), values: JsonObject }, { additionalProperties: false }),
  withdraw: Type.Object({ opId: Type.String({ maxLength: 36 }) }, { additionalProperties: false }),
} satisfies Record<OperationAction, TSchema>;

/** A UUID, version 7 from our own devices; any 8-4-4-4-12 hex is taken. */
export const OperationId = Type.String({ pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$', minLength: 36, maxLength: 36 });

/**
 * What an operator meant, as recorded on the device. `deviceSeq` has no gaps per device. `at` is the device's clock:
 * kept for the audit, never used to decide. `baseVersion` is the task's version that the operator looked at (0: none).
 */
export const Operation = Type.Object(
  {
    opId: OperationId,
    deviceId: Identifier,
    deviceSeq: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    taskId: Identifier,
    action: OperationAction,
    baseVersion: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    at: Type.String({ minLength: 1, maxLength: 64 }),
    payload: JsonObject,
    /**
     * The highest `deviceSeq` whose result the device had seen when the operator acted. It tells work that builds on a
     * rejected operation (made before the result was known) from a new try (made after). Optional: other clients may lack it.
     */
    knownSeq: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  },
  { additionalProperties: false },
);
export type Operation = Static<typeof Operation>;
