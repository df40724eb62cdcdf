import type { PullResponse, SyncTask } from '../../src-shared/sync/protocol.ts';
import type { Sql } from '../store/database.ts';
import type { PullQuery } from './pull-tasks.ts';

/** A page of the feed: `pullTasks`, or what a test puts in its place. */
export type Pull = (sql: Sql, query: PullQuery) => Promise<PullResponse>;

/** For tests: the smallest replica that keeps the protocol's rules. */
export class ModelReplica {
  readonly tasks = new Map<string, SyncTask>();
  checkpoint: string | null = null;
  seq = 0;
  /** While it starts over: what the pull has brought so far. */
  private seen: Set<string> | null = new Set();

  /** Takes one page; gives back whether there are more. */
  take(page: PullResponse): boolean {
    this.checkpoint = page.checkpoint;
    this.seq = page.seq;
    if (page.resync) {
      this.seen = new Set();
      return true;
    }
    for (const document of page.documents) {
      this.seen?.add(document.uid);
      if (document._deleted) this.tasks.delete(document.uid);
      else this.tasks.set(document.uid, document);
    }
    if (page.hasMore) return true;
    this.forgetUnseen();
    return false;
  }

  /** What the pull from the start did not bring is not the caller's any more. */
  private forgetUnseen(): void {
    if (!this.seen) return;
    for (const uid of this.tasks.keys()) if (!this.seen.has(uid)) this.tasks.delete(uid);
    this.seen = null;
  }
}
