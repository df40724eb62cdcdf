import type { Static } from 'typebox';
import type { Form } from '../../src-shared/schema/form.ts';
import type { Lease } from '../../src-shared/schema/lease.ts';
import type { OPERATION_PAYLOADS, Operation, OperationAction } from '../../src-shared/schema/operation.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { SavedView } from '../../src-shared/schema/saved-view.ts';
import type { Schedule } from '../../src-shared/schema/schedule.ts';
import type { JsonObject, JsonValue, Task, TaskStatus } from '../../src-shared/schema/task.ts';
import type { Person, User } from '../../src-shared/schema/user.ts';
import type { PresenceActivity } from '../../src-shared/sync/protocol.ts';
import type { Refusal, RefusalReason } from '../../src-shared/task/refusal.ts';

/**
 * A value that changes. `getSnapshot` gives back the same object until something changed, so that both fit
 * `useSyncExternalStore(store.subscribe, store.getSnapshot)`; neither needs `this`.
 */
export interface Store<Value> {
  getSnapshot: () => Value;
  /** Gives back its own end. Listeners are called after a batch of changes, at most once a frame. */
  subscribe: (listener: () => void) => () => void;
}

/**
 * `starting`: the local database is being read. `catching-up`: connected, older changes are still coming.
 * `expired`: the server no longer takes the token. `incompatible`: the server speaks another protocol version.
 */
export type SyncMode = 'starting' | 'live' | 'catching-up' | 'offline' | 'expired' | 'incompatible';

export interface SyncState {
  mode: SyncMode;
  /** Since when the mode holds, ISO 8601 by the device's clock. */
  since: string;
  /** While catching up: documents received so far in this round. */
  receivedCount: number;
  /** Operations that the server has not answered yet. */
  pendingCount: number;
  /** Operations in the inbox: rejected and not dismissed. */
  rejectedCount: number;
  /** One sentence on why it is offline, expired or incompatible; null when there is nothing to say. */
  message: string | null;
}

export interface QueueSummary {
  queue: Queue;
  /** Tasks of the queue, as the operator sees them, that are not done. */
  openCount: number;
}

export interface WorkspaceState {
  user: User;
  /** Enabled queues that this person may work, by priority. */
  queues: readonly QueueSummary[];
  /** Every queue there is, in the order in which routing tries them. */
  allQueues: readonly Queue[];
  /** Open tasks that this person holds. */
  mineCount: number;
  /** All open tasks in the replica. */
  openCount: number;
  /** Open tasks in no queue (only managers and admins have any). */
  unroutedCount: number;
  people: ReadonlyMap<string, Person>;
  /** Shared ones and one's own, by name. */
  views: readonly SavedView[];
  /** The version of Docket that the server runs; null until it was asked once. */
  serverVersion: string | null;
  /** Who took which tasks offline. */
  leases: readonly Lease[];
  /** Those that take something, by title: a task can be made from each, without a network too. */
  forms: readonly Form[];
  /** When queues are worked, by name. */
  schedules: readonly Schedule[];
}

/** A task as the operator sees it: server state with the pending operations drawn in. */
export interface TaskEntry {
  task: Task;
  /** `fields.title` as text; the id where there is none. */
  title: string;
  /** `fields.url` where it is an http or https address, else null. */
  url: string | null;
  /** Operations that wait for the server's answer or for the feed to show it, in order. */
  pending: readonly Operation[];
  /** Those among `pending` that will not work on what the server has now. */
  doubtful: readonly { opId: string; refusal: Refusal }[];
  /** Rejected and not yet dismissed, in order. */
  rejected: readonly InboxItem[];
}

export interface InboxItem {
  opId: string;
  taskUid: string;
  action: OperationAction;
  payload: JsonObject;
  /** When the operator did it, device clock. */
  at: string;
  /** When the server answered, device clock. */
  settledAt: string | null;
  reason: RefusalReason | 'unreadable';
  message: string;
  /** Who holds the task, where that is the reason. */
  holder: Person | null;
  /** The task's title at this moment, or its id where the task is not here any more. */
  title: string;
}

export type TaskScope =
  | { kind: 'queue'; queueUid: string }
  | { kind: 'mine' }
  | { kind: 'unrouted' }
  /** Tasks with operations that wait for the server. */
  | { kind: 'pending' }
  | { kind: 'all' };

/** `due_at`, `status`, … or `fields.NAME`. */
export type TaskPath = keyof Task | `fields.${string}`;

export interface TaskFilter {
  path: TaskPath;
  /** `is`: equal to one of `values`. `contains`: its text contains one of them, whatever the case. */
  operator: 'is' | 'is-not' | 'contains';
  values: readonly JsonValue[];
}

export interface TaskQuery {
  scope: TaskScope;
  /** Null: all but DONE. */
  statuses: readonly TaskStatus[] | null;
  /** Words that all must occur in title, id or a field's text. Empty: no such condition. */
  text: string;
  filters: readonly TaskFilter[];
  sort: { path: TaskPath; direction: 'asc' | 'desc' };
}

/**
 * How much of the replica is here. `beginning`: the first rows of `opening`, tasks with operations, and the right counts;
 * other lists are empty.
 */
export type TasksKnown = 'nothing' | 'beginning' | 'everything';

export interface TaskStore {
  known: Store<TasksKnown>;
  /** The list whose beginning is here before everything is; null where a start has none. */
  opening: TaskQuery | null;
  /** The ids that match, in order: kept up to date while somebody is subscribed. Equal queries share one store. */
  query: (query: TaskQuery) => Store<readonly string[]>;
  /** One task; null when it is not in the replica. */
  entry: (taskUid: string) => Store<TaskEntry | null>;
  /** Names of the keys that tasks have under `fields`, most frequent first. */
  fieldNames: Store<readonly string[]>;
  /** What the field filter can offer: distinct values of a path among the open tasks, most frequent first. */
  distinctValues: (path: TaskPath, limit: number) => readonly JsonValue[];
  /** All that are here, done ones too, in no order. */
  entries: () => Iterable<TaskEntry>;
}

/** What an operator can do to a task; `create` and `withdraw` are made elsewhere. */
export type TaskAct = Exclude<OperationAction, 'create' | 'withdraw'>;
export type TaskActPayload<Act extends TaskAct> = Static<(typeof OPERATION_PAYLOADS)[Act]>;

/**
 * `ok`: the operations are on disk (fsynced journal and outbox) and shown as pending. Otherwise nothing was recorded and
 * `message` is the sentence to show.
 */
export type ActOutcome = { ok: true; opIds: string[] } | { ok: false; message: string; refusal?: Refusal };

/** `GET /tasks/{id}/history`, newest last, followed by what is still pending here. */
export interface HistoryItem {
  key: string;
  /** `claim`, `start`, `complete`, `comment`, `update` … or the action of a pending operation. */
  step: string;
  actorName: string;
  /** A person, a key or a part of the server. */
  actorKind: string;
  at: string;
  note: string | null;
  status: TaskStatus | null;
  assigneeUid: string | null;
  /** Attributes that changed besides status and assignee. */
  changes: JsonObject | null;
  pending: boolean;
}

export interface TaskHistory {
  items: readonly HistoryItem[];
  /** False: the server could not be asked, only local operations are listed. */
  complete: boolean;
}

/**
 * `rebuilt`: this computer had the tasks, and they were lost or could not be read. `in-memory`: the disk takes none, so
 * they are fetched at each start.
 */
export type ReplicaOrigin = 'kept' | 'rebuilt' | 'in-memory';

/** The console's local replica and outbox for one account. All works without a network. */
export interface ConsoleData {
  replica: ReplicaOrigin;
  syncState: Store<SyncState>;
  workspace: Store<WorkspaceState>;
  tasks: TaskStore;
  /** Rejected operations that nobody has dismissed, newest first. */
  inbox: Store<readonly InboxItem[]>;
  /** What the server calls presence: who looks at or works on which task. */
  presence: Store<ReadonlyMap<string, readonly Person[]>>;
  /** Lets the others know which task is on the screen; null: none. */
  lookAt: (taskUid: string | null, activity?: PresenceActivity) => void;
  /**
   * Records what the operator did. A `start` on a TODO task is recorded as claim and start. Refused at once, with the
   * reason, when the task as shown does not allow it.
   */
  perform: <Act extends TaskAct>(taskUid: string, act: Act, payload: TaskActPayload<Act>) => Promise<ActOutcome>;
  /** Records a new task as it was entered into a form. The server checks it against the form as it is then. */
  create: (formId: string, values: JsonObject) => Promise<ActOutcome & { taskUid: string }>;
  /**
   * Takes operations back: withdrawn where they were not sent yet, else by the inverse action (complete → reopen,
   * start → pause, claim → unassign …). Refused with a sentence where there is no inverse.
   */
  undo: (opIds: readonly string[]) => Promise<ActOutcome>;
  /** Puts a rejected operation away for good. */
  dismiss: (opIds: readonly string[]) => Promise<void>;
  history: (taskUid: string) => Promise<TaskHistory>;
  /** Tries the network now instead of at the end of the back-off. */
  syncNow: () => void;
  close: () => Promise<void>;
}
