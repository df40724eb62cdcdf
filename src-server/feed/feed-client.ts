import type { PersonPresence, ResyncReason, StreamEvents } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import { encodeCheckpoint } from '../sync/checkpoint.ts';
import type { CheckpointSeals } from '../sync/checkpoint-seals.ts';
import type { Scope } from '../sync/scope.ts';
import { type ChangeBatch, documentsFor } from './read-changes.ts';

/** Where a client's events go: a socket, or a test. */
export interface FeedSink {
  write(text: string): void;
  /** What was written and has not left yet. */
  bufferedBytes(): number;
  /** Calls back once when all of that has left. */
  onDrain(callback: () => void): void;
  end(): void;
}

/** More than this waiting in a client's socket, and it is told to start over instead. */
export const CLIENT_BUFFER_BYTES = 1024 * 1024;

/** A socket that has taken nothing for this many heartbeats leads nowhere. */
const STUCK_BEATS = 8;

/** One connected client: what it may see, and what it was sent. */
export class FeedClient {
  caller: Caller;
  scope: Scope;
  /** Of the feed's looks at the accounts the latest that this client went by. */
  look = 0;
  /** All that the client may see up to this feed number was sent to it. */
  position: number;
  /** Batches pass it by: it is being brought up to date, or waits for its socket. */
  isPaused = true;
  /** Whom it knows to be somewhere. */
  readonly toldOf = new Set<string>();
  /** Whether it was told who is anywhere now. */
  knowsPresence = false;
  /**
   * Whether it is known in which scope it left off. A feed number alone does not tell, nor of which database it is: then
   * the checkpoints that it is sent make its next pull start over, or it would never hear of what it lacks.
   */
  isScopeProven = true;
  private readonly sink: FeedSink;
  private readonly seals: CheckpointSeals;
  private readonly bufferBytes: number;
  private isFull = false;
  private beatsWhileFull = 0;
  /** The workspace changed while it could not be told. */
  private owesWorkspace = false;

  constructor(caller: Caller, scope: Scope, sink: FeedSink, seals: CheckpointSeals, bufferBytes = CLIENT_BUFFER_BYTES) {
    this.caller = caller;
    this.scope = scope;
    this.position = 0;
    this.sink = sink;
    this.seals = seals;
    this.bufferBytes = bufferBytes;
  }

  /** Passes on what the batch has for this client. `head` is asked when the client has missed something. */
  deliver(batch: ChangeBatch, nowMicros: number, head: () => number): void {
    if (this.isPaused || this.isFull || batch.seq <= this.position) return;
    const documents = documentsFor(batch, this.scope, this.position, nowMicros);
    if (documents.length === 0) return;
    this.sendDocuments(documents, batch, head);
  }

  sendDocuments(documents: readonly string[], { seq, epoch }: { seq: number; epoch: string }, head: () => number): void {
    if (this.isFull) return;
    const { scope, seals } = this;
    const checkpoint = encodeCheckpoint({ epoch, scope: this.isScopeProven ? scope.hash : '', seq, startedAt: seq }, seals);
    const envelope: Omit<StreamEvents['tasks'], 'documents'> = { prevSeq: this.position, seq, checkpoint, epoch };
    this.write('tasks', seq, `${JSON.stringify(envelope).slice(0, -1)},"documents":[${documents.join(',')}]}`);
    this.position = seq;
    this.watchBuffer(head);
  }

  beat(head: () => number): void {
    if (this.isPaused) return;
    if (this.isFull) {
      this.beatsWhileFull += 1;
      if (this.beatsWhileFull > STUCK_BEATS) this.end();
      return;
    }
    this.write('heartbeat', this.position, JSON.stringify({ seq: head() } satisfies StreamEvents['heartbeat']));
    this.watchBuffer(head);
    this.announceOwed(head);
  }

  /** A client that cannot be told now is told once it can. */
  announceWorkspace(head: () => number): void {
    this.owesWorkspace = this.isPaused || this.isFull;
    if (this.owesWorkspace) return;
    this.write('workspace', this.position, '{}');
    this.watchBuffer(head);
  }

  /** A client that cannot be told now is told of everybody once it can. */
  announcePresence(people: readonly PersonPresence[], head: () => number): void {
    if (this.isPaused || this.isFull) {
      this.knowsPresence = false;
      return;
    }
    this.write('presence', this.position, JSON.stringify({ people: [...people] } satisfies StreamEvents['presence']));
    this.watchBuffer(head);
  }

  /** Tells the client to start over; what happens from `head` on it gets as events again. */
  resync(reason: ResyncReason, head: number): void {
    this.position = head;
    this.isScopeProven = true;
    this.knowsPresence = false;
    if (this.isFull) return;
    this.write('resync', head, JSON.stringify({ reason } satisfies StreamEvents['resync']));
  }

  end(): void {
    this.sink.end();
  }

  /** A client that reads slower than things happen must cost a bounded amount of memory. */
  private watchBuffer(head: () => number): void {
    if (this.sink.bufferedBytes() <= this.bufferBytes) return;
    this.isFull = true;
    this.sink.onDrain(() => {
      this.isFull = false;
      this.beatsWhileFull = 0;
      this.resync('overflow', head());
      this.announceOwed(head);
    });
  }

  private announceOwed(head: () => number): void {
    if (this.owesWorkspace) this.announceWorkspace(head);
  }

  private write(name: keyof StreamEvents, seq: number, data: string): void {
    this.sink.write(`id: ${seq}\nevent: ${name}\ndata: ${data}\n\n`);
  }
}
