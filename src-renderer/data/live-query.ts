import type { Store, TaskEntry, TaskQuery, TaskScope } from './console-data.ts';
import { Listeners } from './mutable-store.ts';
import { compareSortKeys, matchesWords, passesFilter, type SortKey, sortKeyAt } from './task-value.ts';

/** What a query reads from. */
export interface EntrySource {
  entries(): Iterable<TaskEntry>;
  userUid: string;
}

interface Row {
  uid: string;
  key: SortKey;
}

/**
 * The ids that match a query, in order. While somebody watches, a changed task costs two binary searches; otherwise the
 * list is worked out when it is asked for.
 */
export class LiveQuery implements Store<readonly string[]> {
  private readonly query: TaskQuery;
  private readonly source: EntrySource;
  private readonly words: readonly string[];
  private readonly listeners = new Listeners();
  private rows: Row[] = [];
  private readonly keys = new Map<string, SortKey>();
  private stale = true;
  private changed = false;
  private snapshot: readonly string[] = [];

  constructor(query: TaskQuery, source: EntrySource) {
    this.query = query;
    this.source = source;
    this.words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  }

  get isWatched(): boolean {
    return this.listeners.size > 0;
  }

  readonly getSnapshot = (): readonly string[] => {
    if (this.stale) this.recompute();
    if (this.changed) {
      this.snapshot = this.rows.map(({ uid }) => uid);
      this.changed = false;
    }
    return this.snapshot;
  };

  readonly subscribe = (listener: () => void): (() => void) => this.listeners.add(listener);

  /** Takes in that one task is now `entry` (null: gone). Nothing is told to anybody before `notify`. */
  update(uid: string, entry: TaskEntry | null): void {
    if (this.stale) return;
    if (!this.isWatched) {
      this.stale = true;
      return;
    }
    const oldKey = this.keys.get(uid);
    const wasIn = oldKey !== undefined;
    const isIn = entry !== null && this.matches(entry);
    const key = isIn ? sortKeyAt(entry, this.query.sort.path) : null;
    if (!wasIn && !isIn) return;
    if (wasIn && isIn && oldKey === key) return;
    if (wasIn) {
      this.rows.splice(this.positionOf({ uid, key: oldKey }), 1);
      this.keys.delete(uid);
    }
    if (isIn) {
      this.rows.splice(this.positionOf({ uid, key }), 0, { uid, key });
      this.keys.set(uid, key);
    }
    this.changed = true;
  }

  /** So much has changed that one pass over all is cheaper. */
  invalidate(): void {
    this.stale = true;
  }

  notify(): void {
    if (this.stale || this.changed) this.listeners.notify();
  }

  private recompute(): void {
    const before = this.snapshot;
    this.keys.clear();
    this.rows = [];
    for (const entry of this.source.entries()) {
      if (!this.matches(entry)) continue;
      const key = sortKeyAt(entry, this.query.sort.path);
      this.rows.push({ uid: entry.task.uid, key });
      this.keys.set(entry.task.uid, key);
    }
    this.rows.sort((a, b) => this.compare(a, b));
    this.stale = false;
    this.changed = false;
    const same = before.length === this.rows.length && this.rows.every((row, index) => row.uid === before[index]);
    if (!same) this.snapshot = this.rows.map(({ uid }) => uid);
  }

  private matches(entry: TaskEntry): boolean {
    const { scope, statuses, filters } = this.query;
    const { status } = entry.task;
    if (statuses === null ? status === 'DONE' && scope.kind !== 'pending' : !statuses.includes(status)) return false;
    if (!isInScope(entry, scope, this.source.userUid)) return false;
    return filters.every((filter) => passesFilter(entry, filter)) && matchesWords(entry, this.words);
  }

  private compare(a: Row, b: Row): number {
    return compareSortKeys(a.key, b.key, this.query.sort.direction) || (a.uid < b.uid ? -1 : a.uid > b.uid ? 1 : 0);
  }

  /** Where a row is, or where it belongs. */
  private positionOf(row: Row): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.rows[middle];
      if (other && this.compare(other, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isInScope(entry: TaskEntry, scope: TaskScope, userUid: string): boolean {
  switch (scope.kind) {
    case 'queue':
      return entry.task.queue_uid === scope.queueUid;
    case 'mine':
      return entry.task.assignee_uid === userUid;
    case 'unrouted':
      return entry.task.queue_uid === null;
    case 'pending':
      return entry.pending.length > 0;
    case 'all':
      return true;
  }
}
