import type { InboxItem, TaskEntry } from '../../data/console-data.ts';
import type { NoticeKind } from '../../state/preferences.ts';

/** What is due sooner than that is told of. */
export const DUE_NOTICE_MS = 15 * 60_000;

/** What the operator's work looks like at one moment. */
export interface WorkGlance {
  nowMs: number;
  /** All that there was is here: what comes now is new. */
  isLive: boolean;
  /** The server has been asked for a task: what comes in may be the answer. */
  isClaiming: boolean;
  /** Open tasks of the operator's. */
  mine: readonly TaskEntry[];
  inbox: readonly InboxItem[];
  /** They took it themselves. */
  isOwnClaim: (taskUid: string) => boolean;
}

/** Something that happened without the operator; `rejected` has the operations. */
export type Happening =
  | { kind: Exclude<NoticeKind, 'rejected'>; entries: readonly TaskEntry[] }
  | { kind: 'rejected'; items: readonly InboxItem[] };

/** Says what is new from one glance to the next, each thing once. The first glance is what was there. */
export class NoticeWatch {
  private mine: ReadonlySet<string> | null = null;
  private inbox: ReadonlySet<string> | null = null;
  /** Task → the due date that was told of. */
  private readonly due = new Map<string, string>();

  look(glance: WorkGlance): Happening[] {
    const happenings: Happening[] = [];
    const assigned = this.lookForAssigned(glance);
    if (assigned.length > 0) happenings.push({ kind: 'assigned', entries: assigned });
    const due = this.lookForDue(glance);
    if (due.length > 0) happenings.push({ kind: 'due', entries: due });
    const rejected = this.lookForRejected(glance);
    if (rejected.length > 0) happenings.push({ kind: 'rejected', items: rejected });
    return happenings;
  }

  /** What comes in while catching up is compared at the end of it, in one go. */
  private lookForAssigned({ isLive, isClaiming, mine, isOwnClaim }: WorkGlance): TaskEntry[] {
    const known = this.mine;
    if (known) {
      // What they are doing themselves is known at once, with or without a connection.
      const own = mine.filter(({ task, pending }) => pending.length > 0 || isOwnClaim(task.uid)).map(({ task }) => task.uid);
      if (own.some((uid) => !known.has(uid))) this.mine = new Set([...known, ...own]);
    }
    if (!isLive || isClaiming) return [];
    const before = this.mine;
    this.mine = new Set(mine.map(({ task }) => task.uid));
    return before ? mine.filter(({ task }) => !before.has(task.uid)) : [];
  }

  private lookForDue({ nowMs, isLive, mine }: WorkGlance): TaskEntry[] {
    // Before the first connection it is not known whether the task is still theirs.
    if (!isLive && this.mine === null) return [];
    return mine.filter(({ task: { uid, due_at } }) => {
      const left = due_at === null ? Number.NaN : Date.parse(due_at) - nowMs;
      if (due_at === null || !(left > 0 && left <= DUE_NOTICE_MS) || this.due.get(uid) === due_at) return false;
      this.due.set(uid, due_at);
      return true;
    });
  }

  private lookForRejected({ inbox }: WorkGlance): InboxItem[] {
    const known = this.inbox;
    this.inbox = new Set(inbox.map(({ opId }) => opId));
    return known ? inbox.filter(({ opId }) => !known.has(opId)) : [];
  }
}
