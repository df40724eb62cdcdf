import type { Store, TaskEntry, TaskQuery, TaskScope } from './console-data.ts';
import { Listeners } from './mutable-store.ts';
import { compareRows, mergeRows, type Row, sortRows, turnRows } from './sort-rows.ts';
import { matchesWords, passesFilter, type SortKey, sortKeyAt } from './task-value.ts';

/** Of which lists the tasks are here: all, not this one, or its beginning up to a row (null: that is all of it). */
export type Reach = 'everything' | 'nothing' | { last: Row | null };

/** What a query reads from. */
export interface EntrySource {
  entries(): Iterable<TaskEntry>;
  entry(uid: string): TaskEntry | null;
  reachOf(query: TaskQuery): Reach;
  /** Other lists, from which this one may be made with less work than from all entries. */
  others(): Iterable<LiveQuery>;
  userUid: string;
}

interface EntryRow extends Row {
  /** As it was when the row was made: each change makes a row anew. */
  entry: TaskEntry;
}

/** Sorting takes about so many times as long as picking. */
const SORT_COST = 4;

/**
 * The ids that match a query, in order. While somebody watches, a changed task costs two binary searches, and many of
 * them one merge; otherwise the list is worked out when it is asked for: from a list that is known, where one will do.
 */
export class LiveQuery implements Store<readonly string[]> {
  private readonly query: TaskQuery;
  private readonly source: EntrySource;
  private readonly words: readonly string[];
  private readonly listeners = new Listeners();
  private rows: EntryRow[] = [];
  /** Of all rows, by id; made when a change first asks for it. */
  private keys: Map<string, SortKey> | null = null;
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
    if (!this.keepsUp()) return;
    const keys = this.keysByUid();
    const oldKey = keys.get(uid);
    const row = entry !== null && this.matches(entry) ? this.rowOf(entry) : null;
    if (oldKey !== undefined && row && oldKey === row.key) {
      this.rows[this.positionOf(row)] = row;
      return;
    }
    if (oldKey === undefined && !row) return;
    if (oldKey !== undefined) {
      this.rows.splice(this.positionOf({ uid, key: oldKey }), 1);
      keys.delete(uid);
    }
    if (row) {
      this.rows.splice(this.positionOf(row), 0, row);
      keys.set(uid, row.key);
    }
    this.changed = true;
  }

  /** The same for many tasks: what stays is merged with what came, and only that is sorted. */
  updateMany(uids: readonly string[]): void {
    if (!this.keepsUp()) return;
    const keys = this.keysByUid();
    const left = new Set<string>();
    const came: EntryRow[] = [];
    for (const uid of uids) {
      const entry = this.source.entry(uid);
      const row = entry !== null && this.matches(entry) ? this.rowOf(entry) : null;
      const oldKey = keys.get(uid);
      if (oldKey !== undefined) left.add(uid);
      if (row) came.push(row);
    }
    if (left.size + came.length === 0) return;
    for (const uid of left) keys.delete(uid);
    for (const { uid, key } of came) keys.set(uid, key);
    const { direction } = this.query.sort;
    const stayed = left.size === 0 ? this.rows : this.rows.filter(({ uid }) => !left.has(uid));
    this.rows = mergeRows(stayed, sortRows(came, direction), direction);
    this.changed = true;
  }

  notify(): void {
    if (this.stale || this.changed) this.listeners.notify();
  }

  /** False where nobody watches: then the list is worked out when it is asked for. */
  private keepsUp(): boolean {
    if (!this.isWatched || this.source.reachOf(this.query) !== 'everything') this.stale = true;
    return !this.stale;
  }

  /** The tasks are others than those that it was told of. */
  forget(): void {
    this.stale = true;
  }

  private keysByUid(): Map<string, SortKey> {
    this.keys ??= new Map(this.rows.map(({ uid, key }) => [uid, key]));
    return this.keys;
  }

  private rowOf(entry: TaskEntry): EntryRow {
    return { uid: entry.task.uid, key: sortKeyAt(entry, this.query.sort.path), entry };
  }

  private recompute(): void {
    const before = this.snapshot;
    this.rows = this.knownRows();
    this.keys = null;
    this.stale = false;
    this.changed = false;
    const same = before.length === this.rows.length && this.rows.every((row, index) => row.uid === before[index]);
    if (!same) this.snapshot = this.rows.map(({ uid }) => uid);
  }

  private knownRows(): EntryRow[] {
    const { direction } = this.query.sort;
    const reach = this.source.reachOf(this.query);
    if (reach === 'nothing') return [];
    if (reach === 'everything') return this.rowsOfOther() ?? sortRows(this.rowsOfAll(), direction);
    const { last } = reach;
    const rows = sortRows(this.rowsOfAll(), direction);
    return last ? rows.filter((row) => compareRows(row, last, direction) <= 0) : rows;
  }

  private rowsOfAll(): EntryRow[] {
    const rows: EntryRow[] = [];
    for (const entry of this.source.entries()) if (this.matches(entry)) rows.push(this.rowOf(entry));
    return rows;
  }

  /** From the known list that has all of this one's tasks and makes least work; null where there is none. */
  private rowsOfOther(): EntryRow[] | null {
    let base: LiveQuery | null = null;
    let baseCost = Number.POSITIVE_INFINITY;
    for (const other of this.source.others()) {
      if (other === this || other.stale || !other.isWiderThan(this)) continue;
      const cost = other.rows.length * (other.query.sort.path === this.query.sort.path ? 1 : SORT_COST);
      if (cost < baseCost) [base, baseCost] = [other, cost];
    }
    return base && this.rowsFrom(base);
  }

  private rowsFrom(base: LiveQuery): EntryRow[] {
    const { path, direction } = this.query.sort;
    const rows = this.isWiderThan(base) ? base.rows : base.rows.filter(({ entry }) => this.matches(entry));
    if (base.query.sort.path !== path) {
      return sortRows(
        rows.map(({ entry }) => this.rowOf(entry)),
        direction,
      );
    }
    return base.query.sort.direction === direction ? [...rows] : turnRows(rows);
  }

  /** Whether all that `other` lists is listed here, whatever the order: by what is asked, not by what is found. */
  private isWiderThan(other: LiveQuery): boolean {
    const [own, their] = [this.query, other.query];
    return (
      JSON.stringify([own.scope, own.statuses]) === JSON.stringify([their.scope, their.statuses]) &&
      this.words.every((word) => other.words.some((longer) => longer.includes(word))) &&
      own.filters.every((filter) => their.filters.some((known) => JSON.stringify(known) === JSON.stringify(filter)))
    );
  }

  private matches(entry: TaskEntry): boolean {
    const { scope, statuses, filters } = this.query;
    const { status } = entry.task;
    if (statuses === null ? status === 'DONE' && scope.kind !== 'pending' : !statuses.includes(status)) return false;
    if (!isInScope(entry, scope, this.source.userUid)) return false;
    return filters.every((filter) => passesFilter(entry, filter)) && matchesWords(entry, this.words);
  }

  /** Where a row is, or where it belongs. */
  private positionOf(row: Row): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.rows[middle];
      if (other && compareRows(other, row, this.query.sort.direction) < 0) low = middle + 1;
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
