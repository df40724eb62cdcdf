import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { Caller } from '../auth/caller.ts';
import type { Clock } from '../clock.ts';
import type { Presence } from '../presence/create-presence.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Database } from '../store/database.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../sync/checkpoint.ts';
import type { CheckpointSeals } from '../sync/checkpoint-seals.ts';
import { type FeedPosition, type FeedState, findFeed } from '../sync/feed-position.ts';
import { pullTasks, resyncReason } from '../sync/pull-tasks.ts';
import { scopeOf } from '../sync/scope.ts';
import { FeedClient, type FeedSink } from './feed-client.ts';
import { createPresenceAnnouncer } from './presence-announcer.ts';
import { type ChangeBatch, readChanges } from './read-changes.ts';

export interface FeedDependencies {
  database: Database;
  clock: Clock;
  queues: QueueBook;
  seals: CheckpointSeals;
  /** The same caller as the accounts have it now; null when its session or key was revoked or its person disabled. */
  findCaller(caller: Caller): Promise<Caller | null>;
  /** Who looks at what; absent: nobody is told. */
  presence?: Presence;
  /** Told of what went wrong outside of any request. */
  onError(error: unknown): void;
  heartbeatMs?: number;
  /** The longest pause between two looks at the database while commits come one after the other. */
  pauseMs?: number;
  /** The shortest time between two announcements of who looks at what. */
  presencePauseMs?: number;
  /** A client that is further behind than this many documents starts over. */
  catchUpMaximum?: number;
  /** What may wait in a client's socket. */
  clientBufferBytes?: number;
}

/** After the first look. It doubles for as long as commits come meanwhile: single ones are passed on at once, many share a look. */
const FIRST_PAUSE_MS = 2;
/** Clients that are served before others have a turn at the event loop. */
const CLIENTS_AT_A_TIME = 250;
/** Whose sessions are looked up at the same time. */
const CALLERS_AT_A_TIME = 50;

/** Where a client that was connected before left off. */
export interface StreamStart {
  checkpoint: string | null;
  /** From `Last-Event-ID`. */
  lastSeq: number | null;
}

export interface Feed {
  /** Look at the database. The feed does so by itself after every commit that notified its channel. */
  wake(): void;
  /** Sessions, keys or people changed: ends streams of those who may no longer listen, and moves others to their new scope. */
  recheckCallers(): Promise<void>;
  /** Queues or people changed: the same, and everybody is told to read the workspace again. */
  announceWorkspace(): Promise<void>;
  /** Sends a caller what happens from now on, and before that what it missed. Gives back the end of it. */
  connect(caller: Caller, start: StreamStart, sink: FeedSink): Promise<() => void>;
  /** How many listen. */
  clientCount(): number;
  /** Ends all streams. */
  close(): Promise<void>;
}

/** Reads what was committed once, and passes it on to every connected client that may see it. */
export function createFeed(dependencies: FeedDependencies): Feed {
  const { database, clock, queues, seals, onError } = dependencies;
  const { heartbeatMs = SYNC_LIMITS.heartbeatMs, pauseMs = 20, catchUpMaximum = 500 } = dependencies;
  const clients = new Set<FeedClient>();
  let current: FeedPosition | null = null;
  let reading: Promise<void> | null = null;
  let isWoken = false;
  let isClosed = false;
  /** Looks at the accounts are counted: they may end in another order than they began. */
  let looks = 0;
  const head = () => current?.seq ?? 0;
  const announcer = createPresenceAnnouncer({ ...dependencies, clients, head });
  const heartbeat = setInterval(() => beat(), heartbeatMs);
  heartbeat.unref();
  const stopListening = database.listen('feed', wake);

  function wake(): void {
    isWoken = true;
    if (reading || isClosed || clients.size === 0) return;
    reading = readOn()
      .catch(onError)
      .finally(() => {
        reading = null;
        if (isWoken) wake();
      });
  }

  async function readOn(): Promise<void> {
    let nextPauseMs = Math.min(FIRST_PAUSE_MS, pauseMs);
    while (isWoken && !isClosed && current) {
      isWoken = false;
      const after: FeedPosition = current;
      const batch = await database.read((sql) => readChanges(sql, after.seq, 200));
      current = { epoch: batch.epoch, seq: batch.seq };
      if (batch.epoch !== after.epoch) startAllOver();
      else await fanOut(batch);
      isWoken ||= batch.hasMore;
      if (batch.hasMore) continue;
      await new Promise((resolve) => setTimeout(resolve, nextPauseMs));
      nextPauseMs = Math.min(nextPauseMs * 2, pauseMs);
    }
  }

  /** Who comes, goes or starts over while others have their turn is at `head`, which is the batch's end: it passes them by. */
  async function fanOut(batch: ChangeBatch): Promise<void> {
    const nowMicros = clock.nowMicros();
    let served = 0;
    for (const client of clients) {
      client.deliver(batch, nowMicros, head);
      served += 1;
      if (served % CLIENTS_AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    announcer.noteTasks(batch.changes.map(({ stored }) => stored.task.uid));
  }

  /** The database was restored: it has another identity now. */
  function startAllOver(): void {
    for (const client of clients) client.resync('epoch', head());
  }

  async function connect(caller: Caller, start: StreamStart, sink: FeedSink): Promise<() => void> {
    const client = new FeedClient(caller, scopeOf(caller, queues), sink, seals, dependencies.clientBufferBytes);
    const look = looks;
    const feed = await database.read(findFeed);
    if (isClosed) {
      client.end();
      return () => undefined;
    }
    // Nobody listened: whatever happened until now is for nobody.
    if (clients.size === 0 || !current) current = feed;
    clients.add(client);
    try {
      // The accounts or queues changed meanwhile, and this client was not among those that were looked at.
      if (look !== looks) recheckClient(client, await dependencies.findCaller(caller));
      if (!clients.has(client)) return () => undefined;
      await catchUp(client, feed, start);
    } catch (error) {
      clients.delete(client);
      throw error;
    }
    client.isPaused = false;
    client.beat(head);
    announcer.wake();
    wake();
    return () => clients.delete(client);
  }

  async function catchUp(client: FeedClient, feed: FeedState, start: StreamStart): Promise<void> {
    const from = startOf(client, feed, start);
    if (from === null) {
      client.position = Math.max(head(), feed.seq);
      return;
    }
    if (typeof from === 'string') {
      client.resync(from, Math.max(head(), feed.seq));
      return;
    }
    client.isScopeProven = start.checkpoint !== null;
    client.position = from;
    let sent = 0;
    // What was passed on to others while this one was reading, it has to read too.
    do {
      const { scope } = client;
      const page = await database.read((sql) => pullTasks(sql, pullQuery(client, feed.epoch, catchUpMaximum - sent)));
      // It was told to start over meanwhile.
      if (client.scope !== scope) return;
      if (page.hasMore || page.resync) {
        client.resync(page.resync ?? 'behind', Math.max(head(), feed.seq));
        return;
      }
      sent += page.documents.length;
      const documents = page.documents.map((document) => JSON.stringify(document));
      if (documents.length > 0) client.sendDocuments(documents, page, head);
      client.position = Math.max(client.position, page.seq);
    } while (client.position < head());
  }

  /** The feed number to go on from, why that cannot be, or null where the client left off nowhere. */
  function startOf(client: FeedClient, feed: FeedState, { checkpoint, lastSeq }: StreamStart) {
    if (checkpoint === null) return lastSeq !== null && lastSeq > feed.seq ? 'beyond' : lastSeq;
    const position = decodeCheckpoint(checkpoint);
    const reason = resyncReason(position, feed, client.scope, seals);
    if (reason || !position) return reason ?? 'unreadable';
    if (position.seq < position.startedAt) return 'behind';
    // A plain EventSource connects again with the address it had first, and says by header how far it came.
    return lastSeq !== null && lastSeq <= feed.seq ? Math.max(position.seq, lastSeq) : position.seq;
  }

  function pullQuery(client: FeedClient, epoch: string, limit: number) {
    const { position: seq, scope } = client;
    const checkpoint = encodeCheckpoint({ epoch, scope: scope.hash, seq, startedAt: seq }, seals);
    return { scope, checkpoint, limit: Math.max(limit, 1), nowMicros: clock.nowMicros(), seals };
  }

  function beat(): void {
    for (const client of clients) client.beat(head);
    announcer.wake();
    // Another process may have written, a session may have expired.
    wake();
    recheckCallers().catch(onError);
  }

  async function recheckCallers(): Promise<void> {
    const all = [...clients];
    looks += 1;
    const look = looks;
    for (let from = 0; from < all.length && !isClosed; from += CALLERS_AT_A_TIME) {
      const some = all.slice(from, from + CALLERS_AT_A_TIME);
      const callers = await Promise.all(some.map(({ caller }) => dependencies.findCaller(caller)));
      for (const [index, client] of some.entries()) {
        if (!clients.has(client) || look < client.look) continue;
        client.look = look;
        recheckClient(client, callers[index] ?? null);
      }
    }
  }

  function recheckClient(client: FeedClient, caller: Caller | null): void {
    if (!caller) {
      clients.delete(client);
      client.end();
      return;
    }
    const scope = scopeOf(caller, queues);
    const isSomebodyElse = JSON.stringify(caller) !== JSON.stringify(client.caller);
    client.caller = caller;
    if (scope.hash !== client.scope.hash) {
      client.scope = scope;
      client.resync('scope', head());
      announcer.wake();
    }
    // Another role or name: what the console shows and offers depends on it, also where the tasks are the same.
    if (isSomebodyElse) client.announceWorkspace(head);
  }

  async function announceWorkspace(): Promise<void> {
    try {
      await recheckCallers();
    } finally {
      // Nobody would say it again.
      for (const client of clients) client.announceWorkspace(head);
    }
  }

  async function close(): Promise<void> {
    isClosed = true;
    clearInterval(heartbeat);
    stopListening();
    for (const client of clients) client.end();
    clients.clear();
    await Promise.all([reading, announcer.close()]);
  }

  return { wake, recheckCallers, announceWorkspace, connect, clientCount: () => clients.size, close };
}
