import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { PullResponse, SyncDocument } from '../../src-shared/sync/protocol.ts';
import type { Projection } from './projection.ts';
import { type Replica, type ReplicaState, storedTaskOf } from './replica.ts';
import type { StoredTask } from './replica-schema.ts';

const DAY_MS = 86_400_000;

export interface FeedWriterOptions {
  replica: Replica;
  projection: Projection;
  state: ReplicaState;
  nowMs: () => number;
  /** Called in the same turn in which the projection shows what is up to `seq`. */
  onShown: (seq: number) => void;
}

/** Takes pages and events of the feed into RxDB and the projection: the only one who writes tasks. */
export class FeedWriter {
  private readonly options: FeedWriterOptions;
  private current: ReplicaState;
  /** During a resync: what the server has sent, so that the rest can be dropped at its end. */
  private seen: Set<string> | null = null;
  private resyncCheckpoint: string | null = null;
  /** The numbers of another epoch say nothing about those that are held. */
  private isOtherEpoch = false;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(options: FeedWriterOptions) {
    this.options = options;
    this.current = options.state;
    // A resync that was cut short starts over: what it had brought is overwritten with the same.
    if (options.state.resyncing) this.seen = new Set();
  }

  get state(): ReplicaState {
    return this.current;
  }

  /** Where the next page starts. */
  get checkpoint(): string | null {
    return this.seen ? this.resyncCheckpoint : this.current.checkpoint;
  }

  /** A pull from the start has not reached its end yet. */
  get isResyncing(): boolean {
    return this.seen !== null;
  }

  change(changes: Partial<ReplicaState>): Promise<void> {
    this.current = { ...this.current, ...changes };
    const turn = this.writing.then(() => this.options.replica.writeState(this.current));
    this.writing = turn.catch(() => null);
    return turn;
  }

  async takePage(page: PullResponse): Promise<void> {
    const isOther = this.current.epoch !== null && page.epoch !== this.current.epoch;
    if (page.resync !== undefined || (isOther && !this.isOtherEpoch)) {
      this.seen = new Set();
      this.isOtherEpoch = isOther;
      if (!this.current.resyncing) await this.change({ resyncing: true });
      this.resyncCheckpoint = page.resync === undefined ? null : page.checkpoint;
      // Without a word from the server the page belongs to another start: it is asked for again, from the beginning.
      if (page.resync === undefined) return;
    }
    await this.writeDocuments(page.documents);
    if (!this.seen) {
      await this.change({ checkpoint: page.checkpoint, epoch: page.epoch, seq: page.seq });
      this.options.onShown(page.seq);
      return;
    }
    this.resyncCheckpoint = page.checkpoint;
    if (!page.hasMore) await this.endResync(page);
  }

  /** False when the event does not join on to what is held: then a pull has to fill the gap. */
  async takeEvent(event: {
    prevSeq: number;
    seq: number;
    checkpoint: string;
    epoch: string;
    documents: readonly SyncDocument[];
  }): Promise<boolean> {
    if (this.seen || event.epoch !== this.current.epoch || event.prevSeq > this.current.seq) return false;
    if (event.seq <= this.current.seq) return true;
    await this.writeDocuments(event.documents);
    await this.change({ checkpoint: event.checkpoint, seq: event.seq });
    this.options.onShown(event.seq);
    return true;
  }

  /** The operator's own done tasks leave the device after a week: the feed does not say so. */
  async expireDone(): Promise<void> {
    const { projection, replica, nowMs } = this.options;
    const oldest = new Date(nowMs() - SYNC_LIMITS.doneDays * DAY_MS).toISOString().slice(0, 23);
    const expired = [...projection.serverTasks()].filter(
      ({ status, done_at }) => status === 'DONE' && done_at !== null && done_at.slice(0, 23) < oldest,
    );
    await replica.removeTasks(expired.map(({ uid }) => uid));
    projection.remove(expired.map(({ uid }) => uid));
  }

  private async endResync(page: PullResponse): Promise<void> {
    const { replica, projection } = this.options;
    const { seen } = this;
    const left = [...projection.serverTasks()].flatMap(({ uid }) => (seen?.has(uid) ? [] : [uid]));
    await replica.removeTasks(left);
    this.seen = null;
    this.isOtherEpoch = false;
    this.resyncCheckpoint = null;
    await this.change({ checkpoint: page.checkpoint, epoch: page.epoch, seq: page.seq, resyncing: false });
    projection.remove(left);
    this.options.onShown(page.seq);
  }

  private async writeDocuments(documents: readonly SyncDocument[]): Promise<void> {
    const { replica, projection } = this.options;
    const written = new Map<string, StoredTask>();
    const removed = new Set<string>();
    for (const document of documents) {
      if (document.seq < this.heldSeq(document.uid, written)) {
        this.seen?.add(document.uid);
      } else if (document._deleted) {
        written.delete(document.uid);
        this.seen?.delete(document.uid);
        removed.add(document.uid);
      } else {
        removed.delete(document.uid);
        this.seen?.add(document.uid);
        written.set(document.uid, storedTaskOf(document, document.seq));
      }
    }
    const gone = [...removed].filter((uid) => projection.serverTask(uid) !== null);
    await replica.writeTasks([...written.values()]);
    await replica.removeTasks(gone);
    projection.put([...written.values()]);
    projection.remove(gone);
  }

  private heldSeq(uid: string, written: ReadonlyMap<string, StoredTask>): number {
    const inPage = written.get(uid);
    if (inPage) return inPage.seq;
    return this.isOtherEpoch && !this.seen?.has(uid) ? 0 : this.options.projection.seqOf(uid);
  }
}
