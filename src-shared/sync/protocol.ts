import { type Static, Type } from 'typebox';
import { Form } from '../schema/form.ts';
import { HookAlarm } from '../schema/hook.ts';
import { Identifier } from '../schema/identifier.ts';
import { Lease } from '../schema/lease.ts';
import { Nullable } from '../schema/nullable.ts';
import { Operation } from '../schema/operation.ts';
import { Queue } from '../schema/queue.ts';
import { SavedView } from '../schema/saved-view.ts';
import { Schedule } from '../schema/schedule.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { Task } from '../schema/task.ts';
import { Person, User } from '../schema/user.ts';
import { REFUSAL_REASONS } from '../task/refusal.ts';
import { SYNC_LIMITS } from './limits.ts';

/** Sent as `Docket-Protocol` with every call. Another number is answered 426. */
export const PROTOCOL_VERSION = 1;
export const PROTOCOL_HEADER = 'docket-protocol';

/** Opaque to clients. `null` and absent mean: from the start. */
export const Checkpoint = Type.String({ maxLength: 512 });
export type Checkpoint = Static<typeof Checkpoint>;

/** A task in the feed: as `GET /tasks` answers it, and where it stands in the feed. */
export const SyncTask = Type.Object(
  {
    ...Task.properties,
    id: Identifier,
    title: Type.Unknown(),
    url: Type.Unknown(),
    seq: Type.Integer({ minimum: 1 }),
    _deleted: Type.Literal(false),
  },
  { additionalProperties: false },
);
export type SyncTask = Static<typeof SyncTask>;

/** A task that is gone, or that left the caller's scope. */
export const SyncTombstone = Type.Object(
  { id: Identifier, uid: Identifier, version: Type.Integer(), seq: Type.Integer({ minimum: 1 }), _deleted: Type.Literal(true) },
  { additionalProperties: false },
);
export type SyncTombstone = Static<typeof SyncTombstone>;

export type SyncDocument = SyncTask | SyncTombstone;
export const SyncDocument = Type.Unsafe<SyncDocument>({ anyOf: [SyncTombstone, SyncTask] });

/** Why a client has to start over: pull everything, then drop what the pull did not bring. */
export const RESYNC_REASONS = ['epoch', 'scope', 'beyond', 'unreadable', 'overflow', 'behind'] as const;
export const ResyncReason = StringEnum(RESYNC_REASONS);
export type ResyncReason = Static<typeof ResyncReason>;

export const PullResponse = Type.Object({
  documents: Type.Array(SyncDocument),
  /** Where the page ends. With `resync` it is the start. */
  checkpoint: Checkpoint,
  hasMore: Type.Boolean(),
  /** The database's identity: a restored one has a new epoch. */
  epoch: Type.String(),
  /** The last feed number of this page, for comparison with the `seq` of results and stream events. */
  seq: Type.Integer({ minimum: 0 }),
  resync: Type.Optional(ResyncReason),
});
export type PullResponse = Static<typeof PullResponse>;

export const PushRequest = Type.Object(
  { deviceId: Identifier, operations: Type.Array(Operation, { minItems: 1, maxItems: SYNC_LIMITS.pushMaximum }) },
  { additionalProperties: false },
);
export type PushRequest = Static<typeof PushRequest>;

export const OPERATION_OUTCOMES = ['applied', 'duplicate', 'rejected', 'retry'] as const;

/**
 * What became of one operation. `duplicate` repeats an earlier answer: with a `reason` that answer was a rejection,
 * without one it was applied. `retry` means: nothing was decided, send again from `expected`.
 */
export const OperationResult = Type.Object({
  opId: Type.String(),
  result: StringEnum(OPERATION_OUTCOMES),
  /** The feed number at which the effect can be seen. */
  seq: Type.Optional(Type.Integer()),
  reason: Type.Optional(StringEnum(REFUSAL_REASONS)),
  /** One sentence for the operator. */
  message: Type.Optional(Type.String()),
  /** Who holds the task, for `held`. */
  holder: Type.Optional(Person),
  /** The task as it is now, where the caller may see it. */
  task: Type.Optional(SyncDocument),
  expected: Type.Optional(Type.Integer({ minimum: 1 })),
});
export type OperationResult = Static<typeof OperationResult>;

export const PushResponse = Type.Object({ results: Type.Array(OperationResult), epoch: Type.String() });
export type PushResponse = Static<typeof PushResponse>;

/** `GET /sync/workspace`: all that a replica needs besides tasks. */
export const Workspace = Type.Object({
  epoch: Type.String(),
  serverVersion: Type.String(),
  user: Nullable(User as typeof User & { type: string }),
  queues: Type.Array(Queue),
  people: Type.Array(Person),
  /** When queues are worked. Absent where a server has none of this. */
  schedules: Type.Optional(Type.Array(Schedule)),
  /** Forms that take something: a task can be made from each without a network. Absent where a server has none of this. */
  forms: Type.Optional(Type.Array(Form)),
  /** Shared ones and the caller's own. */
  views: Type.Optional(Type.Array(SavedView)),
  /** Who took what offline: the caller's own, and those of queues that they may work. */
  leases: Type.Optional(Type.Array(Lease)),
  /** Webhook endpoints that fail or were disabled for it; for managers and admins only. */
  hookAlarms: Type.Optional(Type.Array(HookAlarm)),
});
export type Workspace = Static<typeof Workspace>;

/** What somebody does with a task that is on their screen. */
export const PresenceActivity = StringEnum(['looking', 'working']);
export type PresenceActivity = Static<typeof PresenceActivity>;

/** `PUT /sync/presence`: what a console shows now; null: no task. Said again every `presenceRepeatMs`. */
export const PresenceStatement = Type.Object(
  { deviceId: Identifier, taskId: Nullable(Identifier), activity: Type.Optional(PresenceActivity) },
  { additionalProperties: false },
);
export type PresenceStatement = Static<typeof PresenceStatement>;

/** One task that a person looks at or works on; null: none, or none that the receiver may see. */
export interface PersonPresence {
  userId: string;
  taskId: string | null;
  activity?: PresenceActivity;
}

/** Server-sent events by name. The event's `id` is the feed number after it. */
export interface StreamEvents {
  /** `prevSeq`: all that this caller may see up to it was sent before; pass documents on only when that was received. */
  tasks: { prevSeq: number; seq: number; checkpoint: Checkpoint; epoch: string; documents: SyncDocument[] };
  resync: { reason: ResyncReason };
  /** All that is known now of everybody who is named. After a connect nothing is known of anybody. */
  presence: { people: PersonPresence[] };
  /** The queues, people, forms, failing endpoints or the caller's own account changed: read the workspace again. */
  workspace: Record<string, never>;
  heartbeat: { seq: number };
}
