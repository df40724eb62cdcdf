import { PullResponse, Workspace } from '../../src-shared/sync/protocol.ts';
import type { ApiClient, ApiFailure, ApiOutcome } from './api-client.ts';
import type { FeedWriter } from './feed-writer.ts';
import { readStreamEvents, type StreamEvent } from './stream-events.ts';
import { type BackoffLimits, backoffDelayMs, Waiter } from './waiter.ts';

export interface PullerOptions {
  api: ApiClient;
  writer: FeedWriter;
  backoff: BackoffLimits;
  random: () => number;
  /** A stream that says nothing for so long is dead. */
  silenceMs: number;
  onConnected: () => void;
  /** Caught up with the server; from now on changes come as they happen. */
  onLive: () => void;
  onReceived: (documents: number) => void;
  onFailure: (failure: ApiFailure) => void;
  onPresence: (people: readonly { userId: string; taskId: string | null }[]) => void;
  onWorkspace: (workspace: Workspace) => void;
}

/** Where only a sign-in or another version helps. Woken earlier by `wake`. */
const HELPLESS_MS = 60_000;
/** Events that wait for a pull to end; beyond that the pull has to bring them anyway. */
const WAITING_EVENTS = 200;

interface PageAhead {
  checkpoint: string;
  answer: Promise<ApiOutcome<PullResponse>>;
}

/** Something to look at as soon as there is anything. */
const FIRST_PAGE = 200;
/** Taken in by pieces of work that no frame waits for. */
const PAGE = 1_000;

const ENDED: ApiFailure = {
  ok: false,
  kind: 'unreachable',
  code: 'stream_ended',
  message: 'The connection to the server was lost.',
  retryAfterMs: null,
};

export const REPLICA_FAILED: ApiFailure = {
  ok: false,
  kind: 'unreachable',
  code: 'replica_failed',
  message: 'The local database could not be written. Check the free space of this computer’s disk.',
  retryAfterMs: null,
};

/**
 * Keeps the replica up to date: connects the stream, pulls until caught up, then takes events as long as each joins on
 * to the one before. Every connection starts with a pull, for nobody knows what was missed in between.
 */
export class Puller {
  private readonly options: PullerOptions;
  private readonly waiter = new Waiter();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private connection: Connection | null = null;

  constructor(options: PullerOptions) {
    this.options = options;
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiter.wake();
    await this.running;
  }

  /** Tries to connect at once; where it is just being tried, once more if that fails: with the token of before, say. */
  wake(): void {
    this.waiter.wake();
  }

  /** Asks for what happened since, without waiting for the stream to tell. */
  pullNow(): void {
    this.connection?.push({ type: 'resync' });
  }

  private async run(): Promise<void> {
    let failures = 0;
    let failedWrites = 0;
    while (!this.stopping.signal.aborted) {
      const connection = new Connection(this.options, this.stopping.signal, () => {
        failures = 0;
        failedWrites = 0;
        this.waiter.forget();
      });
      this.connection = connection;
      const failure = await connection.run().catch(() => REPLICA_FAILED);
      this.connection = null;
      if (this.stopping.signal.aborted) return;
      // How long there was no server says nothing about the disk, which is given up after some tries.
      if (failure === REPLICA_FAILED) failedWrites += 1;
      else [failures, failedWrites] = [failures + 1, 0];
      this.options.onFailure(failure);
      const delayMs = backoffDelayMs(failedWrites || failures, this.options.backoff, this.options.random);
      await this.waiter.wait(
        failure.kind === 'unreachable' || failure.kind === 'refused' ? Math.max(delayMs, failure.retryAfterMs ?? 0) : HELPLESS_MS,
      );
    }
  }
}

/** One stream, from its opening to its end. */
class Connection {
  private readonly options: PullerOptions;
  private readonly onCaughtUp: () => void;
  private readonly ending = new AbortController();
  private readonly signal: AbortSignal;
  private readonly events: StreamEvent[] = [];
  private readonly waiter = new Waiter();
  private hasEnded = false;

  constructor(options: PullerOptions, stopping: AbortSignal, onCaughtUp: () => void) {
    this.options = options;
    this.onCaughtUp = onCaughtUp;
    this.signal = AbortSignal.any([stopping, this.ending.signal]);
  }

  push(event: StreamEvent): void {
    if (this.events.length >= WAITING_EVENTS) this.events.splice(0, this.events.length, { type: 'resync' }, { type: 'workspace' });
    else this.events.push(event);
    this.waiter.wake();
  }

  /** Why it ended. */
  async run(): Promise<ApiFailure> {
    const stream = await this.options.api.stream('/sync/stream', this.signal);
    if (!stream.ok) return stream;
    this.options.onConnected();
    const reading = this.read(stream.value);
    try {
      return (await this.follow()) ?? ENDED;
    } finally {
      this.ending.abort();
      await reading;
    }
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let watchdog = setTimeout(() => this.ending.abort(), this.options.silenceMs);
    const onBytes = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => this.ending.abort(), this.options.silenceMs);
    };
    // A stream ends by breaking as often as by closing: both mean to connect again.
    await readStreamEvents(body, (event) => this.push(event), onBytes).catch(() => null);
    clearTimeout(watchdog);
    this.hasEnded = true;
    this.waiter.wake();
  }

  private async follow(): Promise<ApiFailure | null> {
    const first = (await this.readWorkspace()) ?? (await this.pull());
    if (first) return first;
    this.options.onLive();
    while (!this.hasEnded && !this.signal.aborted) {
      const event = this.events.shift();
      const failure = event ? await this.take(event) : await this.waiter.wait().then(() => null);
      if (failure) return failure;
    }
    return null;
  }

  private async take(event: StreamEvent): Promise<ApiFailure | null> {
    const { writer, onPresence, onReceived } = this.options;
    switch (event.type) {
      case 'tasks':
        if (!(await writer.takeEvent(event.data))) return this.pull();
        onReceived(event.data.documents.length);
        return null;
      case 'heartbeat':
        return event.data.seq > writer.state.seq ? this.pull() : null;
      case 'resync':
        return this.pull();
      case 'presence':
        onPresence(event.data.people);
        return null;
      case 'workspace':
        return this.readWorkspace();
    }
  }

  private async readWorkspace(): Promise<ApiFailure | null> {
    const workspace = await this.options.api.get('/sync/workspace', Workspace, this.signal);
    if (!workspace.ok) return workspace;
    this.options.onWorkspace(workspace.value);
    return null;
  }

  /** The next page is on its way while one is taken in. */
  private async pull(): Promise<ApiFailure | null> {
    const { writer, onReceived } = this.options;
    const ahead: PageAhead[] = [];
    for (let hasMore = true; hasMore && !this.signal.aborted; ) {
      const { checkpoint } = writer;
      const known = ahead.pop();
      const page = await (known?.checkpoint === checkpoint ? known.answer : this.fetchPage(checkpoint));
      if (!page.ok) return page;
      const { checkpoint: next, resync } = page.value;
      if (page.value.hasMore && resync === undefined) ahead.push({ checkpoint: next, answer: this.fetchPage(next) });
      await writer.takePage(page.value);
      onReceived(page.value.documents.length);
      hasMore = page.value.hasMore || writer.isResyncing;
    }
    this.onCaughtUp();
    return null;
  }

  private fetchPage(checkpoint: string | null): Promise<ApiOutcome<PullResponse>> {
    const limit = checkpoint === null ? FIRST_PAGE : PAGE;
    const query = new URLSearchParams({ limit: String(limit), ...(checkpoint === null ? {} : { checkpoint }) });
    return this.options.api.get(`/sync/tasks?${query}`, PullResponse, this.signal);
  }
}
