import type { JsonValue, Task } from '../../src-shared/schema/task.ts';
import type { TaskEntry } from './console-data.ts';
import type { StoredTask } from './replica-schema.ts';
import { TaskCounts, type TaskTotals } from './task-counts.ts';
import { haystackOf, matchesWords, type SearchedEntry } from './task-value.ts';

/** As many as take a millisecond. */
const SEARCH_PART = 100;

/** Tasks as the server has them and as they are drawn, and how many there are. */
export class HeldTasks {
  readonly server = new Map<string, StoredTask>();
  readonly shown = new Map<string, SearchedEntry>();
  /** Entries that were ever drawn. */
  private drawnCount = 0;
  readonly counts: TaskCounts;
  private readonly entryOf: (uid: string, server: StoredTask | null) => TaskEntry | null;

  constructor(userUid: string, entryOf: HeldTasks['entryOf'], totals?: TaskTotals) {
    this.counts = new TaskCounts(userUid, totals);
    this.entryOf = entryOf;
  }

  /** Without a count: for tasks that the totals count already. */
  hold(tasks: readonly StoredTask[]): void {
    for (const task of tasks) {
      this.server.set(task.uid, task);
      this.show(task.uid, plainEntry(task));
    }
  }

  /** Works out anew what is seen of a task, and counts the difference. */
  draw(uid: string): TaskEntry | null {
    const before = this.shown.get(uid) ?? null;
    const after = this.entryOf(uid, this.server.get(uid) ?? null);
    if (before === null && after === null) return null;
    this.counts.replace(before, after);
    if (after) this.show(uid, after);
    else this.shown.delete(uid);
    return after;
  }

  /**
   * Which entries have all the words, by ordinal: 1 where they are found. Looked through in the order in which they lie in
   * memory: in the order of a list each would be waited for, which takes ten times as long.
   */
  search(words: readonly string[]): Uint8Array {
    const marks = new Uint8Array(this.drawnCount);
    for (const entry of this.shown.values()) if (matchesWords(entry, words)) marks[entry.ordinal ?? 0] = 1;
    return marks;
  }

  /** Prepares the search, a few tasks at a time. Stops when `signal` says so. */
  async prepareSearch(pause: () => Promise<void>, signal: AbortSignal): Promise<void> {
    let count = 0;
    for (const entry of this.shown.values()) {
      haystackOf(entry);
      count += 1;
      if (count % SEARCH_PART === 0) await pause();
      if (signal.aborted) return;
    }
  }

  private show(uid: string, entry: SearchedEntry): void {
    entry.ordinal = this.drawnCount;
    this.drawnCount += 1;
    this.shown.set(uid, entry);
  }
}

const NO_OPERATIONS: TaskEntry['pending'] = [];
const NO_DOUBTS: TaskEntry['doubtful'] = [];
const NO_ITEMS: TaskEntry['rejected'] = [];

/** A task over which nothing is drawn. */
export function plainEntry(task: Task): TaskEntry {
  return { task, title: titleOf(task), url: urlOf(task), pending: NO_OPERATIONS, doubtful: NO_DOUBTS, rejected: NO_ITEMS };
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
