import type { TaskEntry } from './console-data.ts';

/** The same counts as they are stored. */
export interface TaskTotals {
  mine: number;
  open: number;
  unrouted: number;
  byQueue: [string, number][];
  byField: [string, number][];
}

/** Counts that the navigation shows, kept by differences. */
export class TaskCounts {
  private readonly userUid: string;
  private readonly byQueue: Map<string, number>;
  private readonly byField: Map<string, number>;
  mine: number;
  open: number;
  unrouted: number;

  constructor(userUid: string, totals?: TaskTotals) {
    this.userUid = userUid;
    this.byQueue = new Map(totals?.byQueue);
    this.byField = new Map(totals?.byField);
    this.mine = totals?.mine ?? 0;
    this.open = totals?.open ?? 0;
    this.unrouted = totals?.unrouted ?? 0;
  }

  totals(): TaskTotals {
    const { mine, open, unrouted, byQueue, byField } = this;
    return { mine, open, unrouted, byQueue: [...byQueue], byField: [...byField] };
  }

  copy(): TaskCounts {
    return new TaskCounts(this.userUid, this.totals());
  }

  openInQueue(queueUid: string): number {
    return this.byQueue.get(queueUid) ?? 0;
  }

  /** Names under `fields`, most frequent first. */
  fieldNames(): string[] {
    return [...this.byField].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1)).map(([name]) => name);
  }

  replace(before: TaskEntry | null, after: TaskEntry | null): void {
    if (before) this.add(before, -1);
    if (after) this.add(after, 1);
  }

  private add({ task }: TaskEntry, by: 1 | -1): void {
    for (const name of Object.keys(task.fields)) addTo(this.byField, name, by);
    if (task.status === 'DONE') return;
    this.open += by;
    if (task.assignee_uid === this.userUid) this.mine += by;
    if (task.queue_uid === null) this.unrouted += by;
    else addTo(this.byQueue, task.queue_uid, by);
  }
}

function addTo(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
