import { type Static, Type } from 'typebox';
import { Nullable } from './nullable.ts';
import { StringEnum } from './string-enum.ts';
import { Timestamp } from './timestamp.ts';

/** `nobody`: somebody who did not sign in. */
export const AUDIT_ACTOR_KINDS = ['user', 'key', 'system', 'nobody'] as const;

/** One thing that was done, to a task or to what an admin looks after. */
export const AuditEntry = Type.Object(
  {
    id: Type.String(),
    /** Its place in the feed. The steps of one write to a task share it. */
    seq: Type.Integer(),
    at: Timestamp,
    actor: Type.Object({ kind: StringEnum(AUDIT_ACTOR_KINDS), id: Nullable(Type.String()), name: Type.String() }),
    /** `tasks.start`, `users.change`, `auth.refuse`. */
    action: Type.String(),
    task: Nullable(Type.String()),
    /** The id of what was changed, where it is no task. */
    subject: Nullable(Type.String()),
    address: Nullable(Type.String()),
    details: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  },
  { additionalProperties: false },
);
export type AuditEntry = Static<typeof AuditEntry>;
