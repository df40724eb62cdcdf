import { readStreamEvents, type StreamEvent } from '../../src-renderer/data/stream-events.ts';
import { ModelReplica } from '../../src-server/sync/model-replica.ts';
import type { PullResponse, SyncDocument } from '../../src-shared/sync/protocol.ts';
import type { FeedRecord, ReadDocument } from './feed-log.ts';
import type { Figures } from './figures.ts';
import type { Random, RetryingClient } from './retrying-client.ts';

export interface FollowerOptions {
  name: string;
  port: number;
  token: string;
  client: RetryingClient;
  random: Random;
  figures: Figures;
}

const PAGE = 200;
/** The server says something every 15 s. */
const SILENCE_MS = 40_000;

/**
 * Keeps a replica as the console does: a stream, a pull when it is connected, then events as long as each joins on to
 * what is held, and a pull where one does not.
 */
export class FeedFollower {
  readonly replica = new ModelReplica();
  readonly log: FeedRecord[] = [];
  readonly name: string;
  private readonly options: FollowerOptions;
  private epoch: string | null = null;
  private isResyncing = true;
  private isFirstEvent = true;
  private connection: AbortController | null = null;

  constructor(options: FollowerOptions) {
    this.options = options;
    this.name = options.name;
  }

  async follow(signal: AbortSignal): Promise<void> {
    const { figures, random } = this.options;
    while (!signal.aborted) {
      await this.connect(signal).catch((error: Error) => figures.count(`stream: ${error.message}`));
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 50 + random.next() * 200));
    }
  }

  /** As a network that goes away; it is back as soon as the follower tries again. */
  disconnect(): void {
    this.connection?.abort();
  }

  private async connect(signal: AbortSignal): Promise<void> {
    const { port, token, figures } = this.options;
    const connection = new AbortController();
    this.connection = connection;
    const stop = () => connection.abort();
    signal.addEventListener('abort', stop);
    let silence = setTimeout(stop, SILENCE_MS);
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/sync/stream`, {
        headers: { authorization: `Bearer ${token}`, 'docket-protocol': '1' },
        signal: connection.signal,
      });
      if (!response.ok || !response.body) throw new Error(`refused with ${response.status}`);
      figures.count('streams');
      this.isFirstEvent = true;
      // Events that come while a page is under way wait for it, in their order.
      let turn = this.pull();
      turn.catch(stop);
      const onBytes = () => {
        clearTimeout(silence);
        silence = setTimeout(stop, SILENCE_MS);
      };
      const take = (event: StreamEvent) => {
        turn = turn.then(() => this.take(event));
        turn.catch(stop);
      };
      await readStreamEvents(response.body, take, onBytes).catch(() => null);
      await turn;
    } finally {
      clearTimeout(silence);
      signal.removeEventListener('abort', stop);
      connection.abort();
    }
  }

  private async take(event: StreamEvent): Promise<void> {
    const { figures } = this.options;
    switch (event.type) {
      case 'tasks': {
        const { data } = event;
        const joins = !this.isResyncing && data.epoch === this.epoch && data.prevSeq <= this.replica.seq;
        if (!joins) {
          figures.count('events that did not join on');
          return this.pull();
        }
        if (data.seq <= this.replica.seq) return;
        figures.count('documents by stream', data.documents.length);
        const isFirst = this.isFirstEvent;
        this.isFirstEvent = false;
        this.log.push({ kind: 'event', after: data.prevSeq, seq: data.seq, isFirst, documents: data.documents.map(readOf) });
        return this.takePage({ ...data, hasMore: false });
      }
      case 'heartbeat':
        return event.data.seq > this.replica.seq ? this.pull() : undefined;
      case 'resync':
        figures.count('told to resync');
        return this.pull();
      case 'workspace':
      case 'presence':
        return;
    }
  }

  private async pull(): Promise<void> {
    const { client, figures } = this.options;
    for (let hasMore = true; hasMore; ) {
      const { checkpoint } = this.replica;
      const query = new URLSearchParams({ limit: String(PAGE), ...(checkpoint === null ? {} : { checkpoint }) });
      const answer = await client.send({ method: 'GET', path: `/sync/tasks?${query}`, kind: 'pull' });
      if (answer.status !== 200) throw new Error(`a pull was refused with ${answer.status}`);
      const page = answer.body as PullResponse;
      figures.count('documents by pull', page.documents.length);
      this.notePage(page);
      this.takePage(page);
      hasMore = page.hasMore;
    }
  }

  private notePage({ resync, seq, hasMore, documents }: PullResponse): void {
    if (resync) this.log.push({ kind: 'resync' });
    else this.log.push({ kind: 'page', after: this.replica.seq, seq, hasMore, documents: documents.map(readOf) });
  }

  private takePage(page: PullResponse): void {
    const { figures } = this.options;
    if (page.resync) {
      figures.count(`resync: ${page.resync}`);
      if (page.resync !== 'scope' && page.resync !== 'behind')
        figures.fault('a replica was told to start over', `${this.name}: ${page.resync}`);
      this.isResyncing = true;
    } else if (page.seq < this.replica.seq && !this.isResyncing) {
      figures.fault('the feed went back', `${this.name}: from ${this.replica.seq} to ${page.seq}`);
    }
    for (const document of page.documents) this.checkVersion(document);
    this.epoch = page.epoch;
    if (!this.replica.take(page)) this.isResyncing = false;
  }

  private checkVersion({ uid, version }: { uid: string; version: number }): void {
    const held = this.replica.tasks.get(uid);
    if (!held || version >= held.version) return;
    this.options.figures.fault('a replica was sent an older version', `${this.name}: ${uid} ${held.version} → ${version}`);
  }
}

function readOf({ uid, version, seq, _deleted }: SyncDocument): ReadDocument {
  return { uid, version, seq, isGone: _deleted };
}
