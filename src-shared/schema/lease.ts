import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { Timestamp } from './timestamp.ts';

export const LEASE_LIMITS = {
  /** Tasks in one lease. */
  tasks: 100,
  /** Tasks that one person has taken offline. */
  tasksOfPerson: 300,
  defaultSeconds: 8 * 3_600,
  minimumSeconds: 60,
  maximumSeconds: 7 * 86_400,
} as const;

/** Tasks that somebody took offline: assigned to them, and given back when it ends unless they were begun. */
export const Lease = Type.Object(
  {
    id: Identifier,
    user_uid: Identifier,
    queue_uid: Identifier,
    /** Those that the person still has. */
    task_uids: Type.Array(Identifier),
    created_at: Timestamp,
    expires_at: Timestamp,
  },
  { additionalProperties: false },
);
export type Lease = Static<typeof Lease>;
