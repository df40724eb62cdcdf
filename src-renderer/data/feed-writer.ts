import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { PullResponse, SyncDocument } from '../../src-shared/sync/protocol.ts';
import type { Projection } from './projection.ts';
import { type Replica, type ReplicaState, storedTaskOf } from './replica.ts';
import type { StoredTask } from './replica-schema.ts';
import { BLOCK_TASKS } from './task-blocks.ts';

const DAY_MS = 86_400_000;

export interface FeedWriterOptions {
  replica: Replica;
  projection: Projection;
  state: ReplicaState;
  nowMs: () => number;
  /** Called in the same turn in which the projection shows what is up to `seq`. */
  onShown: (seq: number) => void;
  /** All is of another database now than before. */
  onOtherEpoch: () => void;
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
  private lastTurn: Promise<unknown> = Promise.resolve();

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
    await this.inTurn(() => this.writeDocuments(page.documents));
    if (!this.seen) {
      await this.change({ checkpoint: page.checkpoint, epoch: page.epoch, seq: page.seq });
      this.options.onShown(page.seq);
      return;
    }
    this.resyncCheckpoint = page.checkpoint;
    if (!page.hasMore) await this.inTurn(() => this.endResync(page));
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
    await this.inTurn(() => this.writeDocuments(event.documents));
    await this.change({ checkpoint: event.checkpoint, seq: event.seq });
    this.options.onShown(event.seq);
    return true;
  }

  /** The operator's own done tasks leave the device after a week: the feed does not say so. */
  expireDone(): Promise<void> {
    return this.inTurn(() => this.removeExpired());
  }

  /** Writes the tasks anew where much of what is stored has been overtaken. Stops when `signal` says so. */
  async tidy(signal: AbortSignal): Promise<void> {
    const { replica, projection } = this.options;
    if (!replica.blocks.isWasteful(projection.serverTaskCount)) return;
    const last = await this.inTurn(async () => replica.blocks.seal());
    const uids = [...projection.serverTasks()].map(({ uid }) => uid);
    for (let start = 0; start < uids.length && !signal.aborted; start += BLOCK_TASKS) {
      const part = uids.slice(start, start + BLOCK_TASKS);
      // As they are at that moment: what is written between two turns comes later in the blocks, too.
      await this.inTurn(() => replica.blocks.write({ tasks: part.flatMap((uid) => projection.serverTask(uid) ?? []), gone: [] }));
    }
    if (!signal.aborted) await this.inTurn(() => replica.blocks.removeUpTo(last));
  }

  private async removeExpired(): Promise<void> {
    const { projection, nowMs } = this.options;
    const oldest = new Date(nowMs() - SYNC_LIMITS.doneDays * DAY_MS).toISOString().slice(0, 23);
    const expired = [...projection.serverTasks()].filter(
      ({ status, done_at }) => status === 'DONE' && done_at !== null && done_at.slice(0, 23) < oldest,
    );
    await this.store(
      [],
      expired.map(({ uid }) => uid),
    );
  }

  private async endResync(page: PullResponse): Promise<void> {
    const { replica, projection } = this.options;
    const { seen } = this;
    const left = [...projection.serverTasks()].flatMap(({ uid }) => (seen?.has(uid) ? [] : [uid]));
    await replica.blocks.write({ tasks: [], gone: left });
    this.seen = null;
    this.isOtherEpoch = false;
    this.resyncCheckpoint = null;
    const isOther = page.epoch !== this.current.epoch;
    await this.change({ checkpoint: page.checkpoint, epoch: page.epoch, seq: page.seq, resyncing: false });
    projection.remove(left);
    this.options.onShown(page.seq);
    if (isOther) this.options.onOtherEpoch();
  }

  private async writeDocuments(documents: readonly SyncDocument[]): Promise<void> {
    const { projection } = this.options;
    const written = new Map<string, StoredTask>();
    const removed = new Set<string>();
    for (const document of documents) {
      const heldSeq = this.heldSeq(document.uid, written);
      if (document.seq < heldSeq || (document.seq === heldSeq && !document._deleted)) {
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
    await this.store([...written.values()], gone);
  }

  private async store(tasks: readonly StoredTask[], gone: readonly string[]): Promise<void> {
    const { replica, projection } = this.options;
    await replica.blocks.write({ tasks, gone });
    projection.put(tasks);
    projection.remove(gone);
  }

  /** Blocks and projection change together, one change at a time. */
  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.lastTurn.then(work);
    this.lastTurn = turn.catch(() => null);
    return turn;
  }

  private heldSeq(uid: string, written: ReadonlyMap<string, StoredTask>): number {
    const inPage = written.get(uid);
    if (inPage) return inPage.seq;
    return this.isOtherEpoch && !this.seen?.has(uid) ? 0 : this.options.projection.seqOf(uid);
  }
}
