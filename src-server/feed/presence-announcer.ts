import type { PersonPresence } from '../../src-shared/sync/protocol.ts';
import type { Clock } from '../clock.ts';
import type { Presence } from '../presence/create-presence.ts';
import type { Database } from '../store/database.ts';
import { isInScope } from '../sync/sync-document.ts';
import type { StoredTask } from '../tasks/stored-task.ts';
import { findTask } from '../tasks/task-store.ts';
import type { FeedClient } from './feed-client.ts';

export interface PresenceAnnouncerDependencies {
  database: Database;
  clock: Clock;
  clients: ReadonlySet<FeedClient>;
  head: () => number;
  presence?: Presence;
  onError(error: unknown): void;
  /** What happens in this time is told together. */
  presencePauseMs?: number;
}

export interface PresenceAnnouncer {
  /** Clients may have come that know of nobody. */
  wake(): void;
  /** Tasks changed: others may see them now. */
  noteTasks(taskIds: readonly string[]): void;
  close(): Promise<void>;
}

const IDLE: PresenceAnnouncer = { wake: () => undefined, noteTasks: () => undefined, close: async () => undefined };

/** Tells every connected person who looks at which task, of the tasks that they may see. */
export function createPresenceAnnouncer(dependencies: PresenceAnnouncerDependencies): PresenceAnnouncer {
  const { database, clock, clients, head, presence, onError, presencePauseMs = 100 } = dependencies;
  if (!presence) return IDLE;
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let telling: Promise<void> = Promise.resolve();
  const stop = presence.onChange((userIds) => note(userIds));

  function note(userIds: readonly string[]): void {
    for (const userId of userIds) changed.add(userId);
    if (changed.size > 0) wake();
  }

  function wake(): void {
    timer ??= setTimeout(() => {
      timer = null;
      // One after the other, so that what was known earlier never comes last.
      telling = telling.then(tell).catch(onError);
    }, presencePauseMs);
  }

  async function tell(): Promise<void> {
    if (!presence) return;
    const newcomers = [...clients].filter((client) => client.caller.kind === 'user' && !client.knowsPresence);
    const named = new Set([
      ...changed,
      ...(newcomers.length > 0 ? presence.people() : []),
      ...newcomers.flatMap(({ toldOf }) => [...toldOf]),
    ]);
    changed.clear();
    if (named.size === 0) {
      for (const client of newcomers) client.knowsPresence = true;
      return;
    }
    const whereabouts = await locate([...named].map((userId) => ({ userId, tasks: presence.tasksOf(userId) })));
    const nowMicros = clock.nowMicros();
    for (const client of clients) {
      if (client.caller.kind !== 'user') continue;
      client.knowsPresence = true;
      const people = whereabouts.flatMap((person) => peopleFor(client, person, nowMicros));
      if (people.length > 0) client.announcePresence(people, head);
    }
  }

  function locate(people: readonly { userId: string; tasks: ReturnType<Presence['tasksOf']> }[]): Promise<Whereabouts[]> {
    return database.read(async (sql) => {
      const found: Whereabouts[] = [];
      for (const { userId, tasks } of people) {
        const places: Place[] = [];
        for (const { taskId, activity } of tasks) places.push({ entry: { userId, taskId, activity }, stored: await findTask(sql, taskId) });
        found.push({ userId, places });
      }
      return found;
    });
  }

  return {
    wake,
    noteTasks: (taskIds) => note(presence.watchersOf(taskIds)),
    async close() {
      stop();
      if (timer) clearTimeout(timer);
      await telling;
    },
  };
}

interface Place {
  entry: PersonPresence;
  stored: StoredTask | null;
}

interface Whereabouts {
  userId: string;
  places: Place[];
}

/** What a client is told of somebody: nothing at all of those whom it never saw anywhere. */
function peopleFor(client: FeedClient, { userId, places }: Whereabouts, nowMicros: number): PersonPresence[] {
  const seen = places.filter(({ stored }) => stored !== null && isInScope(stored.task, stored.deleted, client.scope, nowMicros));
  if (seen.length > 0) {
    client.toldOf.add(userId);
    return seen.map(({ entry }) => entry);
  }
  return client.toldOf.delete(userId) ? [{ userId, taskId: null }] : [];
}
