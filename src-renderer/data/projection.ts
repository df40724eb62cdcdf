import { compileRules, type RoutingRules } from '../../src-shared/queue/routing-rules.ts';
import type { Operation } from '../../src-shared/schema/operation.ts';
import type { JsonValue, Task } from '../../src-shared/schema/task.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { overlay, type QueueRules, type TaskView } from '../../src-shared/task/overlay.ts';
import type { InboxItem, Store, TaskEntry, TaskPath, TaskQuery, TaskStore } from './console-data.ts';
import { type CreationRules, overlayCreated } from './drawn-creation.ts';
import { LiveQuery } from './live-query.ts';
import { DerivedStore, type Schedule } from './mutable-store.ts';
import type { StoredTask } from './replica-schema.ts';
import { TaskCounts } from './task-counts.ts';
import { haystackOf, valueAt } from './task-value.ts';

/** From so many changed tasks in one batch on, a list is merged with them instead of being patched. */
const PATCH_LIMIT = 50;
/** More tasks than this at once are a part of many: of a start, or of a first sync. */
const BULK_LIMIT = 300;
/** As many as take a few milliseconds. */
const SEARCH_PART = 500;
/** Lists that nobody watches are kept for the next visit, up to so many. */
const IDLE_QUERIES = 20;

/** What the projection draws over the server's tasks. */
interface PendingSource {
  /** Operations of a task that the server has not answered, or whose effect the feed has not shown yet, in order. */
  drawnOf(taskUid: string): readonly Operation[];
  rejectedOf(taskUid: string): readonly InboxItem[];
}

export interface ProjectionOptions {
  actor: () => Actor & { kind: 'user' };
  rulesOf: (queueUid: string | null) => QueueRules | null;
  creationRules: CreationRules;
  pending: PendingSource;
  schedule: Schedule;
  /** Told after each batch, before the listeners of single tasks. */
  onBatch: () => void;
}

/** Every task of the replica in memory, as the operator sees it, with the lists and counts that are made of them. */
export class Projection implements TaskStore {
  readonly counts: TaskCounts;
  private readonly options: ProjectionOptions;
  private readonly server = new Map<string, StoredTask>();
  private readonly shown = new Map<string, TaskEntry>();
  private readonly queries = new Map<string, LiveQuery>();
  private readonly entryStores = new Map<string, DerivedStore<TaskEntry | null>>();
  private readonly names = new DerivedStore<readonly string[]>(() => this.counts.fieldNames());
  private readonly changed = new Set<string>();
  private readonly lastTitles = new Map<string, string>();
  private scheduled: 'soon' | 'bulk' | null = null;

  constructor(options: ProjectionOptions) {
    this.options = options;
    this.counts = new TaskCounts(options.actor().uid);
  }

  get fieldNames(): Store<readonly string[]> {
    return this.names;
  }

  /** The feed number of the version that is held; 0 when the task is not here. */
  seqOf(uid: string): number {
    return this.server.get(uid)?.seq ?? 0;
  }

  serverTask(uid: string): StoredTask | null {
    return this.server.get(uid) ?? null;
  }

  get serverTaskCount(): number {
    return this.server.size;
  }

  serverTasks(): Iterable<StoredTask> {
    return this.server.values();
  }

  put(tasks: readonly StoredTask[]): void {
    for (const task of tasks) {
      this.server.set(task.uid, task);
      this.refresh(task.uid, tasks.length > BULK_LIMIT);
    }
  }

  remove(uids: Iterable<string>): void {
    for (const uid of uids) {
      if (this.server.delete(uid)) this.refresh(uid);
    }
  }

  /** Works out anew what the operator sees of a task: call it when its operations changed. */
  refresh(uid: string, isBulk = false): void {
    const before = this.shown.get(uid) ?? null;
    const after = this.entryOf(uid);
    if (before === null && after === null) return;
    this.counts.replace(before, after);
    if (after) this.shown.set(uid, after);
    else this.shown.delete(uid);
    if (!after && before && before.pending.length + before.rejected.length > 0) this.lastTitles.set(uid, before.title);
    this.changed.add(uid);
    this.scheduleBatch(isBulk);
  }

  /** After a change that many depend on: who the operator is, what queues ask for. */
  refreshDrawn(): void {
    for (const [uid, entry] of this.shown) if (entry.pending.length > 0) this.refresh(uid);
  }

  /** What to call a task, also one that has left the replica while its operations are still spoken of. */
  titleOf(uid: string): string {
    return this.shown.get(uid)?.title ?? this.lastTitles.get(uid) ?? uid;
  }

  current(uid: string): TaskEntry | null {
    return this.shown.get(uid) ?? null;
  }

  readonly query = (query: TaskQuery): Store<readonly string[]> => {
    const key = JSON.stringify(query);
    const known = this.queries.get(key);
    if (known) return known;
    for (const [idleKey, idle] of this.queries) {
      if (this.queries.size < IDLE_QUERIES) break;
      if (!idle.isWatched) this.queries.delete(idleKey);
    }
    const made = new LiveQuery(query, {
      entries: this.entries,
      entry: (uid) => this.shown.get(uid) ?? null,
      others: () => this.queries.values(),
      userUid: this.options.actor().uid,
    });
    this.queries.set(key, made);
    return made;
  };

  readonly entry = (taskUid: string): Store<TaskEntry | null> => {
    const known = this.entryStores.get(taskUid);
    if (known) return known;
    const made = new DerivedStore<TaskEntry | null>(() => this.shown.get(taskUid) ?? null);
    this.entryStores.set(taskUid, made);
    return made;
  };

  /** Prepares the text search for all tasks that are here now, a few at a time. Stops when `signal` says so. */
  async prepareSearch(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
    let count = 0;
    for (const entry of this.shown.values()) {
      haystackOf(entry);
      count += 1;
      if (count % SEARCH_PART === 0) await pause();
      if (signal.aborted) return;
    }
  }

  readonly distinctValues = (path: TaskPath, limit: number): readonly JsonValue[] => {
    const counts = new Map<string, { value: JsonValue; count: number }>();
    for (const entry of this.shown.values()) {
      const value = entry.task.status === 'DONE' ? undefined : valueAt(entry, path);
      if (value === undefined || value === null) continue;
      const key = JSON.stringify(value);
      const known = counts.get(key);
      if (known) known.count += 1;
      else counts.set(key, { value, count: 1 });
    }
    const byCount = [...counts.values()].sort((a, b) => b.count - a.count);
    return byCount.slice(0, limit).map(({ value }) => value);
  };

  readonly entries = (): Iterable<TaskEntry> => this.shown.values();

  /** What a task would look like with other operations drawn over it. */
  viewWith(uid: string, operations: readonly Operation[]): TaskView {
    const { actor, rulesOf, creationRules } = this.options;
    const task = this.server.get(uid) ?? null;
    const route: RoutingRules['route'] = (moved, override) => compileRules(creationRules.queues).route(moved, override);
    if (task) return overlay(withoutSeq(task), operations, actor(), rulesOf(task.queue_uid), route);
    return overlayCreated(operations, actor(), { ...creationRules, rulesOf });
  }

  /** Whether it stands where the known rules would not put it: somebody chose its queue. */
  isPlacedByHand(task: Task): boolean {
    return task.queue_uid !== null && compileRules(this.options.creationRules.queues).route(task, null) !== task.queue_uid;
  }

  private entryOf(uid: string): TaskEntry | null {
    const { pending } = this.options;
    const server = this.server.get(uid) ?? null;
    const drawn = pending.drawnOf(uid);
    const rejected = pending.rejectedOf(uid);
    const view = drawn.length === 0 ? { task: server, doubtful: [] } : this.viewWith(uid, drawn);
    if (!view.task) return null;
    return { task: view.task, title: titleOf(view.task), url: urlOf(view.task), pending: drawn, doubtful: view.doubtful, rejected };
  }

  private scheduleBatch(isBulk: boolean): void {
    if (this.scheduled === 'soon' || (isBulk && this.scheduled === 'bulk')) return;
    this.scheduled = isBulk ? 'bulk' : 'soon';
    this.options.schedule(() => this.runBatch(), isBulk);
  }

  private runBatch(): void {
    if (this.scheduled === null) return;
    this.scheduled = null;
    const uids = [...this.changed];
    this.changed.clear();
    for (const query of this.queries.values()) {
      if (uids.length > PATCH_LIMIT) query.updateMany(uids);
      else for (const uid of uids) query.update(uid, this.shown.get(uid) ?? null);
    }
    this.options.onBatch();
    this.names.invalidate();
    for (const uid of uids) this.entryStores.get(uid)?.invalidate();
    for (const query of this.queries.values()) query.notify();
  }
}

function withoutSeq({ seq: _seq, ...task }: StoredTask): Omit<StoredTask, 'seq'> {
  return task;
}

function titleOf({ uid, fields }: { uid: string; fields: { [key: string]: JsonValue } }): string {
  const { title } = fields;
  if (typeof title === 'string' && title.trim() !== '') return title;
  return typeof title === 'number' ? String(title) : uid;
}

function urlOf({ fields }: { fields: { [key: string]: JsonValue } }): string | null {
  const { url } = fields;
  return typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
