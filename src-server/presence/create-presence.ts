import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import { type PresenceActivity, PresenceStatement } from '../../src-shared/sync/protocol.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';

export interface TaskPresence {
  taskId: string;
  activity: PresenceActivity;
}

/** Who looks at what: in memory, in every process, for half a minute unless it is said again. */
export interface Presence {
  /** What a console shows; other processes hear of it at once. */
  say(userId: string, statement: PresenceStatement): void;
  /** Each task once, where somebody has several consoles. */
  tasksOf(userId: string): TaskPresence[];
  /** Everybody who looks at something. */
  people(): string[];
  /** Who looks at one of the tasks. */
  watchersOf(taskIds: readonly string[]): string[];
  /** Calls back with those of whom something else is known now. Gives back the end of it. */
  onChange(listener: (userIds: readonly string[]) => void): () => void;
  /** Forgets what was not said again. Happens by itself every second. */
  forgetOld(): void;
  close(): void;
}

interface Sighting extends TaskPresence {
  userId: string;
  untilMicros: number;
}

const Message = Type.Object({ presence: PresenceStatement, userId: Type.String() });
const isMessage = Compile(Message);
const HOLDS_MICROS = SYNC_LIMITS.presenceHoldsMs * 1_000;
const LOOK_EVERY_MS = 1_000;
/** Of one person; the one that spoke longest ago gives way. */
const CONSOLES_MAXIMUM = 8;

export function createPresence({ database, clock }: { database: Pick<Database, 'broadcast' | 'onBroadcast'>; clock: Clock }): Presence {
  const sightings = new Map<string, Sighting>();
  const listeners = new Set<{ call: (userIds: readonly string[]) => void }>();
  const stopListening = database.onBroadcast(hear);
  const looking = setInterval(forgetOld, LOOK_EVERY_MS);
  looking.unref();

  function hear(text: string): void {
    const message: unknown = JSON.parse(text);
    if (isMessage.Check(message)) note(message.userId, message.presence);
  }

  function note(userId: string, { deviceId, taskId, activity = 'looking' }: PresenceStatement): void {
    const key = `${userId} ${deviceId}`;
    const before = sightings.get(key);
    if (taskId === null) sightings.delete(key);
    else {
      // Taken out first, so that those who spoke last stand last.
      sightings.delete(key);
      if (!before) makeRoom(userId);
      sightings.set(key, { userId, taskId, activity, untilMicros: clock.nowMicros() + HOLDS_MICROS });
    }
    if (before?.taskId !== (taskId ?? undefined) || (taskId !== null && before?.activity !== activity)) announce([userId]);
  }

  function makeRoom(userId: string): void {
    const own = [...sightings].filter(([, sighting]) => sighting.userId === userId);
    const [oldest] = own;
    if (oldest && own.length >= CONSOLES_MAXIMUM) sightings.delete(oldest[0]);
  }

  function forgetOld(): void {
    const now = clock.nowMicros();
    const gone = [...sightings].filter(([, { untilMicros }]) => untilMicros <= now || untilMicros > now + 2 * HOLDS_MICROS);
    for (const [key] of gone) sightings.delete(key);
    if (gone.length > 0) announce([...new Set(gone.map(([, { userId }]) => userId))]);
  }

  function announce(userIds: readonly string[]): void {
    for (const { call } of listeners) call(userIds);
  }

  return {
    say(userId, presence) {
      note(userId, presence);
      database.broadcast(JSON.stringify({ presence, userId } satisfies Static<typeof Message>));
    },
    tasksOf(userId) {
      const tasks = new Map<string, TaskPresence>();
      for (const { userId: who, taskId, activity } of sightings.values()) {
        if (who === userId && tasks.get(taskId)?.activity !== 'working') tasks.set(taskId, { taskId, activity });
      }
      return [...tasks.values()];
    },
    people: () => [...new Set([...sightings.values()].map(({ userId }) => userId))],
    watchersOf(taskIds) {
      if (sightings.size === 0) return [];
      const wanted = new Set(taskIds);
      return [...sightings.values()].flatMap(({ taskId, userId }) => (wanted.has(taskId) ? [userId] : []));
    },
    onChange(listener) {
      const entry = { call: listener };
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    forgetOld,
    close() {
      clearInterval(looking);
      stopListening();
    },
  };
}
