import type { Store, TaskEntry, TaskQuery, TaskScope } from './console-data.ts';
import { Listeners } from './mutable-store.ts';
import { columnsInParts, columnsOf, copyRows, type ListedRows, pickMarked, type RowColumns } from './row-columns.ts';
import { compareRows, mergeRows, type Row, sortInParts, sortRows, turnRows } from './sort-rows.ts';
import { matchesWords, passesFilter, type SearchedEntry, sortKeyAt } from './task-value.ts';

/** Of which lists the tasks are here: all, not this one, or its beginning up to a row (null: that is all of it). */
export type Reach = 'everything' | 'nothing' | { last: Row | null };

/** What a query reads from. */
export interface EntrySource {
  entries(): Iterable<SearchedEntry>;
  entry(uid: string): SearchedEntry | null;
  /** Which entries have all the words, by ordinal: 1 where they are found. */
  search(words: readonly string[]): Uint8Array;
  reachOf(query: TaskQuery): Reach;
  /** Whether entries have changed since queries were told. */
  isChanging(): boolean;
  /** Other lists, from which this one may be made with less work than from all entries. */
  others(): Iterable<LiveQuery>;
  userUid: string;
}

interface EntryRow extends Row {
  /** As it was when the row was made: each change makes a row anew. */
  entry: TaskEntry;
  ordinal: number;
}

/** From so many rows on it is faster to look through all tasks as they lie in memory than through these. */
const SEARCH_ROWS = 5_000;
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
  /** Null: nobody has asked since the rows changed. */
  private columns: RowColumns | null = null;
  /** Kept up to date although nobody watches. */
  private isKept = false;
  /** Has changes that are still to be told of. */
  private isAhead = false;
  private changedMeanwhile: Set<string> | null = null;
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

  get isPrepared(): boolean {
    return this.isKept;
  }

  readonly getSnapshot = (): readonly string[] => {
    if (this.stale) this.recompute();
    if (this.changed) {
      this.snapshot = this.knownColumns().ids;
      this.changed = false;
    }
    return this.snapshot;
  };

  readonly subscribe = (listener: () => void): (() => void) => this.listeners.add(listener);

  /** From now on it is kept up to date although nobody watches it. */
  keep(): void {
    this.isKept = true;
  }

  /** Takes in that a task was `before` at the last batch and is `after` now (null: not there). Nothing is told before `notify`. */
  update(uid: string, before: TaskEntry | null, after: TaskEntry | null): void {
    this.changedMeanwhile?.add(uid);
    if (!this.keepsUp()) return;
    const [old, row] = [this.rowIfListed(before), this.rowIfListed(after)];
    if (!old && !row) return;
    if (old && row && old.key === row.key) {
      const position = this.positionOf(row);
      this.rows[position] = row;
      if (this.columns) this.columns.ordinals[position] = row.ordinal;
      return;
    }
    if (old) this.rows.splice(this.positionOf(old), 1);
    if (row) this.rows.splice(this.positionOf(row), 0, row);
    [this.changed, this.columns] = [true, null];
  }

  /** The same for many tasks: what stays is merged with what came, and only that is sorted. */
  updateMany(changes: ReadonlyMap<string, TaskEntry | null>): void {
    if (this.changedMeanwhile) for (const uid of changes.keys()) this.changedMeanwhile.add(uid);
    // What nobody looks at is prepared again when things are quiet.
    if (!this.isWatched) this.stale = true;
    if (!this.keepsUp()) return;
    const left = new Set<string>();
    for (const [uid, before] of changes) if (before && this.matches(before)) left.add(uid);
    this.replaceRows(left, changes.keys());
  }

  /**
   * Makes the list part by part, and keeps it up to date from then on although nobody watches it: others are made of it.
   * Stops when `signal` says so.
   */
  async prepare(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
    this.isKept = true;
    if (!this.stale || this.changedMeanwhile) return;
    const changed = new Set<string>();
    this.changedMeanwhile = changed;
    const rows = await sortInParts(this.eachRow(), this.query.sort.direction, pause, signal);
    const columns = await columnsInParts(rows, pause, signal);
    while (this.source.isChanging() && !signal.aborted) await pause();
    this.changedMeanwhile = null;
    if (signal.aborted || !this.stale) return;
    [this.rows, this.columns, this.stale, this.changed, this.isAhead] = [rows, columns, false, true, false];
    // Each was taken in as it was at some moment.
    if (changed.size > 0) this.replaceRows(changed, changed);
  }

  notify(): void {
    if (this.stale || this.changed) this.listeners.notify();
  }

  /** False where nobody watches: then the list is worked out when it is asked for. */
  private keepsUp(): boolean {
    if ((!this.isWatched && !this.isKept) || this.isAhead || this.source.reachOf(this.query) !== 'everything') this.stale = true;
    return !this.stale;
  }

  /** The tasks are others than those that it was told of. */
  forget(): void {
    this.stale = true;
  }

  private replaceRows(left: ReadonlySet<string>, changed: Iterable<string>): void {
    const came: EntryRow[] = [];
    for (const uid of changed) {
      const row = this.rowIfListed(this.source.entry(uid));
      if (row) came.push(row);
    }
    if (left.size + came.length === 0) return;
    const { direction } = this.query.sort;
    const stayed = left.size === 0 ? this.rows : this.rows.filter(({ uid }) => !left.has(uid));
    this.rows = mergeRows(stayed, sortRows(came, direction), direction);
    [this.changed, this.columns] = [true, null];
  }

  private rowIfListed(entry: TaskEntry | null): EntryRow | null {
    return entry !== null && this.matches(entry) ? this.rowOf(entry) : null;
  }

  private rowOf(entry: SearchedEntry): EntryRow {
    return { uid: entry.task.uid, key: sortKeyAt(entry, this.query.sort.path), entry, ordinal: entry.ordinal ?? 0 };
  }

  private recompute(): void {
    const before = this.snapshot;
    const { rows, columns } = this.knownRows();
    [this.rows, this.columns] = [rows, columns];
    this.isAhead = this.source.isChanging();
    this.stale = false;
    this.changed = false;
    const { ids } = this.knownColumns();
    this.snapshot = before.length === ids.length && ids.every((uid, index) => uid === before[index]) ? before : ids;
  }

  private knownColumns(): RowColumns {
    this.columns ??= columnsOf(this.rows);
    return this.columns;
  }

  private knownRows(): ListedRows<EntryRow> {
    const { direction } = this.query.sort;
    const reach = this.source.reachOf(this.query);
    if (reach === 'nothing') return withoutColumns([]);
    const known = reach === 'everything' ? this.rowsOfOther() : null;
    if (known) return known;
    const rows = sortRows(this.rowsOfAll(), direction);
    const last = reach === 'everything' ? null : reach.last;
    return withoutColumns(last ? rows.filter((row) => compareRows(row, last, direction) <= 0) : rows);
  }

  private rowsOfAll(): EntryRow[] {
    return [...this.eachRow()];
  }

  private *eachRow(): Generator<EntryRow> {
    for (const entry of this.source.entries()) if (this.matches(entry)) yield this.rowOf(entry);
  }

  /** From the known list that has all of this one's tasks and makes least work; null where there is none. */
  private rowsOfOther(): ListedRows<EntryRow> | null {
    let base: LiveQuery | null = null;
    let baseCost = Number.POSITIVE_INFINITY;
    for (const other of this.source.others()) {
      if (other === this || other.stale || !other.isWiderThan(this)) continue;
      const cost = other.rows.length * (other.query.sort.path === this.query.sort.path ? 1 : SORT_COST);
      if (cost < baseCost) [base, baseCost] = [other, cost];
    }
    return base && this.rowsFrom(base);
  }

  private rowsFrom(base: LiveQuery): ListedRows<EntryRow> {
    const { path, direction } = this.query.sort;
    const listed = this.rowsWithin(base);
    if (base.query.sort.path !== path) {
      return withoutColumns(
        sortRows(
          listed.rows.map(({ entry }) => this.rowOf(entry)),
          direction,
        ),
      );
    }
    return base.query.sort.direction === direction ? listed : withoutColumns(turnRows(listed.rows));
  }

  /** Whether all that `other` lists is listed here, whatever the order: by what is asked, not by what is found. */
  private isWiderThan(other: LiveQuery): boolean {
    const [own, their] = [this.query, other.query];
    return (
      JSON.stringify(own.statuses) === JSON.stringify(their.statuses) &&
      isScopeWithin(their.scope, own.scope) &&
      this.words.every((word) => other.words.some((longer) => longer.includes(word))) &&
      own.filters.every((filter) => their.filters.some((known) => JSON.stringify(known) === JSON.stringify(filter)))
    );
  }

  private rowsWithin(base: LiveQuery): ListedRows<EntryRow> {
    const { scope, filters } = this.query;
    const { userUid } = this.source;
    const words = this.words.filter((word) => !base.words.includes(word));
    const isNarrower = base.query.scope.kind !== scope.kind || base.query.filters.length !== filters.length;
    const rows = isNarrower
      ? base.rows.filter(({ entry }) => isInScope(entry, scope, userUid) && filters.every((filter) => passesFilter(entry, filter)))
      : base.rows;
    if (words.length === 0) return isNarrower ? withoutColumns(rows) : copyRows(rows, base.columns);
    if (rows.length < SEARCH_ROWS) return withoutColumns(rows.filter(({ entry }) => matchesWords(entry, words)));
    return pickMarked(rows, isNarrower ? columnsOf(rows) : base.knownColumns(), this.source.search(words));
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

function withoutColumns(rows: EntryRow[]): ListedRows<EntryRow> {
  return { rows, columns: null };
}

/** What waits to be sent is listed by another rule. */
function isScopeWithin(scope: TaskScope, wider: TaskScope): boolean {
  return JSON.stringify(scope) === JSON.stringify(wider) || (wider.kind === 'all' && scope.kind !== 'pending');
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
