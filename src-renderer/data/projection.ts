import { compileRules, type RoutingRules } from '../../src-shared/queue/routing-rules.ts';
import type { Operation } from '../../src-shared/schema/operation.ts';
import type { JsonValue, Task } from '../../src-shared/schema/task.ts';
import { overlay, type TaskView } from '../../src-shared/task/overlay.ts';
import type { Store, TaskEntry, TaskPath, TaskQuery, TaskStore, TasksKnown } from './console-data.ts';
import { distinctValues } from './distinct-values.ts';
import { overlayCreated } from './drawn-creation.ts';
import { HeldTasks, plainEntry } from './held-tasks.ts';
import { LiveQuery, type Reach } from './live-query.ts';
import { DerivedStore, MutableStore } from './mutable-store.ts';
import { makeOpeningPage, type OpeningPage } from './opening-page.ts';
import type { ProjectionOptions } from './projection-options.ts';
import type { StoredTask } from './replica-schema.ts';
import type { TaskChanges } from './task-blocks.ts';
import type { TaskCounts, TaskTotals } from './task-counts.ts';

/** From so many changed tasks in one batch on, a list is merged with them instead of being patched. */
const PATCH_LIMIT = 50;
/** More tasks than this at once are a part of many: of a start, or of a first sync. */
const BULK_LIMIT = 300;
/** Lists that nobody watches are kept for the next visit, up to so many. */
const IDLE_QUERIES = 20;

/** Every task of the replica in memory, as the operator sees it, with the lists and counts that are made of them. */
export class Projection implements TaskStore {
  readonly known = new MutableStore<TasksKnown>('everything');
  private readonly options: ProjectionOptions;
  private held: HeldTasks;
  /** What is read from the disk while the beginning is shown: older than it, until all of it is there. */
  private reading: HeldTasks | null = null;
  private beginning: OpeningPage | null = null;
  /** Tasks whose operations are drawn or spoken of. */
  private readonly spoken = new Set<string>();
  private readonly queries = new Map<string, LiveQuery>();
  private readonly entryStores = new Map<string, DerivedStore<TaskEntry | null>>();
  private readonly names = new DerivedStore<readonly string[]>(() => this.counts.fieldNames());
  /** Tasks that changed since the last batch, as they were then. */
  private changed = new Map<string, TaskEntry | null>();
  /** When many tasks changed at once for the last time. */
  private bulkAtMs = Number.NEGATIVE_INFINITY;
  private readonly lastTitles = new Map<string, string>();
  private scheduled: 'soon' | 'bulk' | null = null;

  constructor(options: ProjectionOptions) {
    this.options = options;
    this.held = this.hold();
  }

  get counts(): TaskCounts {
    return this.held.counts;
  }

  get opening(): TaskQuery | null {
    return this.beginning?.query ?? null;
  }

  get fieldNames(): Store<readonly string[]> {
    return this.names;
  }

  /** The feed number of the version that is held; 0 when the task is not here. */
  seqOf(uid: string): number {
    return this.held.server.get(uid)?.seq ?? 0;
  }

  serverTask(uid: string): StoredTask | null {
    return this.held.server.get(uid) ?? null;
  }

  get serverTaskCount(): number {
    return this.held.server.size;
  }

  serverTasks(): Iterable<StoredTask> {
    return this.held.server.values();
  }

  put(tasks: readonly StoredTask[]): void {
    for (const task of tasks) {
      this.held.server.set(task.uid, task);
      this.refresh(task.uid, tasks.length > BULK_LIMIT);
    }
  }

  remove(uids: Iterable<string>): void {
    for (const uid of uids) {
      if (this.held.server.delete(uid)) this.refresh(uid);
    }
  }

  /**
   * From now on `read` takes what is on the disk, and nothing of it is shown before `endReading`: what is read first may
   * be overtaken by what is read last. Meanwhile the page is shown, if it has all tasks that operations are drawn over.
   */
  beginReading(page: OpeningPage | null): void {
    const known = new Set(page?.absent);
    for (const { uid } of page?.tasks ?? []) known.add(uid);
    const isWhole = page !== null && [...this.spoken].every((uid) => known.has(uid) || this.held.shown.has(uid));
    this.reading = this.hold();
    this.beginning = isWhole ? page : null;
    if (this.beginning) this.showBeginning(this.beginning);
    this.known.set(this.beginning ? 'beginning' : 'nothing');
  }

  read({ tasks, gone }: TaskChanges): void {
    const { reading } = this;
    if (!reading) throw new Error('nothing is being read');
    for (const task of tasks) {
      reading.server.set(task.uid, task);
      reading.draw(task.uid);
    }
    for (const uid of gone) {
      reading.server.delete(uid);
      reading.draw(uid);
    }
  }

  endReading(): void {
    if (!this.reading) return;
    const before = this.held.shown;
    this.held = this.reading;
    this.reading = null;
    // Also those that are not on the disk.
    for (const uid of this.spoken) this.held.draw(uid);
    this.changed.clear();
    for (const query of this.queries.values()) query.forget();
    this.bulkAtMs = performance.now();
    this.known.set('everything');
    this.beginning = null;
    this.tell([...this.entryStores.keys()].filter((uid) => before.get(uid) !== this.held.shown.get(uid)));
  }

  /** What the next start can show before it has read everything. */
  openingPage(query: TaskQuery): Omit<OpeningPage, 'epoch' | 'seq'> | null {
    const { shown, counts } = this.held;
    const list = this.query(query);
    // It is asked for again with the next change.
    list.keep();
    return makeOpeningPage(query, {
      ...{ ids: list.getSnapshot(), spoken: this.spoken, counts, plain: plainEntry },
      ...{ serverTask: (uid) => this.serverTask(uid), shown: (uid) => shown.get(uid) ?? null },
    });
  }

  /** Works out anew what the operator sees of a task: call it when its operations changed. */
  refresh(uid: string, isBulk = false): void {
    const before = this.held.shown.get(uid) ?? null;
    const after = this.held.draw(uid);
    this.reading?.draw(uid);
    if (before === null && after === null) return;
    if (!after && before && before.pending.length + before.rejected.length > 0) this.lastTitles.set(uid, before.title);
    if (!this.changed.has(uid)) this.changed.set(uid, before);
    this.scheduleBatch(isBulk);
  }

  /** After a change that many depend on: who the operator is, what queues ask for. */
  refreshDrawn(): void {
    for (const [uid, entry] of this.held.shown) if (entry.pending.length > 0) this.refresh(uid);
  }

  /** What to call a task, also one that has left the replica while its operations are still spoken of. */
  titleOf(uid: string): string {
    return this.held.shown.get(uid)?.title ?? this.lastTitles.get(uid) ?? uid;
  }

  current(uid: string): TaskEntry | null {
    return this.held.shown.get(uid) ?? null;
  }

  readonly query = (query: TaskQuery): LiveQuery => {
    const key = JSON.stringify(query);
    const known = this.queries.get(key);
    if (known) return known;
    for (const [idleKey, idle] of this.queries) {
      if (this.queries.size < IDLE_QUERIES) break;
      if (!idle.isWatched && !idle.isPrepared) this.queries.delete(idleKey);
    }
    const made = new LiveQuery(query, {
      reachOf: (asked) => this.reachOf(asked),
      search: (words) => this.held.search(words),
      isChanging: () => this.changed.size > 0,
      entries: this.entries,
      entry: (uid) => this.held.shown.get(uid) ?? null,
      others: () => this.queries.values(),
      userUid: this.options.actor().uid,
    });
    this.queries.set(key, made);
    return made;
  };

  readonly entry = (taskUid: string): Store<TaskEntry | null> => {
    const known = this.entryStores.get(taskUid);
    if (known) return known;
    const made = new DerivedStore<TaskEntry | null>(() => this.held.shown.get(taskUid) ?? null);
    this.entryStores.set(taskUid, made);
    return made;
  };

  /** Since when nothing much has changed, by `performance.now()`. */
  get quietSinceMs(): number {
    return this.bulkAtMs;
  }

  /**
   * Prepares what sorting and searching start from, a few tasks at a time: all open tasks in the order of each path, and
   * the texts that are looked through. Stops when `signal` says so.
   */
  async prepare(paths: readonly TaskPath[], pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
    for (const path of paths) {
      await this.query({ scope: { kind: 'all' }, statuses: null, text: '', filters: [], sort: { path, direction: 'asc' } }).prepare(
        pause,
        signal,
      );
    }
    await this.held.prepareSearch(pause, signal);
  }

  readonly distinctValues = (path: TaskPath, limit: number): readonly JsonValue[] => distinctValues(this.held.shown.values(), path, limit);

  readonly entries = (): Iterable<TaskEntry> => this.held.shown.values();

  /** What a task would look like with other operations drawn over it. */
  viewWith(uid: string, operations: readonly Operation[]): TaskView {
    return this.viewOf(this.serverTask(uid), operations);
  }

  private viewOf(task: StoredTask | null, operations: readonly Operation[]): TaskView {
    const { actor, rulesOf, creationRules } = this.options;
    const route: RoutingRules['route'] = (moved, override) => compileRules(creationRules.queues).route(moved, override);
    if (task) return overlay(withoutSeq(task), operations, actor(), rulesOf(task.queue_uid), route);
    return overlayCreated(operations, actor(), { ...creationRules, rulesOf });
  }

  /** Whether it stands where the known rules would not put it: somebody chose its queue. */
  isPlacedByHand(task: Task): boolean {
    return task.queue_uid !== null && compileRules(this.options.creationRules.queues).route(task, null) !== task.queue_uid;
  }

  private hold(totals?: TaskTotals): HeldTasks {
    return new HeldTasks(this.options.actor().uid, (uid, server) => this.entryOf(uid, server), totals);
  }

  private showBeginning({ tasks, totals }: OpeningPage): void {
    this.held = this.hold(totals);
    this.held.hold(tasks);
    for (const uid of this.spoken) this.held.draw(uid);
    for (const query of this.queries.values()) query.forget();
  }

  private reachOf(query: TaskQuery): Reach {
    if (this.known.getSnapshot() === 'everything') return 'everything';
    const { beginning } = this;
    return beginning && JSON.stringify(query) === JSON.stringify(beginning.query) ? { last: beginning.last } : 'nothing';
  }

  private entryOf(uid: string, server: StoredTask | null): TaskEntry | null {
    const { pending } = this.options;
    const drawn = pending.drawnOf(uid);
    const rejected = pending.rejectedOf(uid);
    if (drawn.length + rejected.length === 0) {
      this.spoken.delete(uid);
      return server && plainEntry(server);
    }
    this.spoken.add(uid);
    const view = drawn.length === 0 ? { task: server, doubtful: [] } : this.viewOf(server, drawn);
    if (!view.task) return null;
    return { ...plainEntry(view.task), pending: drawn, doubtful: view.doubtful, rejected };
  }

  private scheduleBatch(isBulk: boolean): void {
    if (this.scheduled === 'soon' || (isBulk && this.scheduled === 'bulk')) return;
    this.scheduled = isBulk ? 'bulk' : 'soon';
    this.options.schedule(() => this.showNow(), isBulk);
  }

  /** Shows what came in, which otherwise waits for the next frame. */
  showNow(): void {
    if (this.scheduled === null) return;
    this.scheduled = null;
    const { changed } = this;
    this.changed = new Map();
    for (const query of this.queries.values()) {
      if (changed.size > PATCH_LIMIT) query.updateMany(changed);
      else for (const [uid, before] of changed) query.update(uid, before, this.held.shown.get(uid) ?? null);
    }
    if (changed.size > PATCH_LIMIT) this.bulkAtMs = performance.now();
    this.tell([...changed.keys()]);
  }

  private tell(uids: readonly string[]): void {
    this.options.onBatch();
    this.names.invalidate();
    for (const uid of uids) this.entryStores.get(uid)?.invalidate();
    for (const query of this.queries.values()) query.notify();
  }
}

function withoutSeq({ seq: _seq, ...task }: StoredTask): Omit<StoredTask, 'seq'> {
  return task;
}
