/** Why an action or operation was not applied: a closed list, shown to people and sent over the wire. */
export const REFUSAL_REASONS = [
  /** The state machine has no such step from the task's status. */
  'illegal_transition',
  /** Somebody else holds the task; `holder` says who. */
  'held',
  /** A claim on a task that the claimer holds already. */
  'already_yours',
  /** The task asks for skills that the person lacks, or is in no queue that they may work. */
  'not_allowed',
  'not_found',
  'deleted',
  'already_exists',
  'assignee_required',
  'assignee_unknown',
  'invalid_payload',
  /** An earlier operation of the same device on the same task, on which this one builds, was rejected. */
  'depends_on_rejected',
  /** Taken back by the operator before it was sent. */
  'withdrawn',
  /** A withdrawal of an operation that had already taken effect. */
  'already_applied',
  /** The device number was used for another operation. */
  'sequence_reused',
  /** The same operation id came with another payload. */
  'payload_mismatch',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface Refusal {
  reason: RefusalReason;
  /** One English sentence that its reader can act on. */
  message: string;
  /** Who has the task, for `held`. */
  holderUid?: string;
}
