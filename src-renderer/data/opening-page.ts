import type { TaskEntry, TaskQuery, TaskScope, WorkspaceState } from './console-data.ts';
import type { StoredTask } from './replica-schema.ts';
import type { TaskCounts, TaskTotals } from './task-counts.ts';
import { type SortKey, sortKeyAt } from './task-value.ts';

/** As many rows as anybody comes by before the rest of the replica is read. */
const OPENING_ROWS = 200;
/** With more tasks that are spoken of than this it would take as long as the blocks themselves. */
const MOST_TASKS = 1_000;

/** How a list is ordered until somebody says otherwise. */
export const OPENING_SORT = { path: 'due_at', direction: 'asc' } as const satisfies TaskQuery['sort'];

/**
 * What a start shows before all of the replica is read: the beginning of the list that it opens with, as the server has
 * these tasks, and how many there are of all. Written when things are quiet; it counts only for the feed number it names.
 */
export interface OpeningPage {
  epoch: string | null;
  seq: number;
  query: TaskQuery;
  /** Nothing that stands before this row is missing; null: nothing of the list is. */
  last: { key: SortKey; uid: string } | null;
  /** The list's first tasks, and all whose operations are drawn or spoken of. */
  tasks: StoredTask[];
  /** Of such operations, too, and not in the replica. */
  absent: string[];
  /** Without what operations draw. */
  totals: TaskTotals;
}

/** Where there is work: in one's own, else in the first queue that has some, else in all that is open. */
export function openingScope({ mineCount, queues }: Pick<WorkspaceState, 'mineCount' | 'queues'>): TaskScope {
  if (mineCount > 0) return { kind: 'mine' };
  const queue = queues.find(({ openCount }) => openCount > 0) ?? queues[0];
  return queue ? { kind: 'queue', queueUid: queue.queue.id } : { kind: 'all' };
}

export function openingQuery(workspace: Pick<WorkspaceState, 'mineCount' | 'queues'>): TaskQuery {
  return { scope: openingScope(workspace), statuses: null, text: '', filters: [], sort: OPENING_SORT };
}

/** What is drawn now. */
export interface DrawnTasks {
  ids: readonly string[];
  /** Tasks whose operations are drawn or spoken of. */
  spoken: ReadonlySet<string>;
  serverTask: (uid: string) => StoredTask | null;
  shown: (uid: string) => TaskEntry | null;
  /** An entry without operations. */
  plain: (task: StoredTask) => TaskEntry;
  counts: TaskCounts;
}

/** Null where too much is spoken of. */
export function makeOpeningPage(query: TaskQuery, drawn: DrawnTasks): Omit<OpeningPage, 'epoch' | 'seq'> | null {
  const { ids, spoken, serverTask, shown, plain } = drawn;
  const first = ids.slice(0, OPENING_ROWS);
  const last = shown(first.at(-1) ?? '');
  const uids = new Set([...first, ...spoken]);
  if (uids.size > MOST_TASKS) return null;
  const counts = drawn.counts.copy();
  for (const uid of spoken) {
    const task = serverTask(uid);
    counts.replace(shown(uid), task && plain(task));
  }
  return {
    query,
    last: ids.length > first.length && last ? { key: sortKeyAt(last, query.sort.path), uid: last.task.uid } : null,
    tasks: [...uids].flatMap((uid) => serverTask(uid) ?? []),
    absent: [...spoken].filter((uid) => serverTask(uid) === null),
    totals: counts.totals(),
  };
}
