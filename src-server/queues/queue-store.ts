import { compileRules, type RoutingRules } from '../../src-shared/queue/routing-rules.ts';
import { compileTargets, type FindDueTarget } from '../../src-shared/schedule/due-targets.ts';
import type { Schedule } from '../../src-shared/schema/schedule.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import { listSchedules } from '../schedules/schedule-rows.ts';
import type { Database, Sql } from '../store/database.ts';
import type { QueueBook } from './queue-book.ts';
import { listQueues } from './queue-rows.ts';
import { findRoutingWork } from './routing-work.ts';

export interface QueueStore extends QueueBook {
  /** The revision of the queues that are at hand: a new one with every change. */
  readonly revision: string;
  /** Reads the queues again if they changed. Must be called after every commit that changed one. */
  reload(database: Database): Promise<void>;
  /**
   * The same inside a transaction that writes: whoever writes waits for the writers before, so no write goes by queues
   * that are no more, however late this process hears of the change.
   */
  refresh(sql: Sql): Promise<void>;
  /** The queues as a snapshot has them, for answers that must not be older than what the caller was told before. */
  at(sql: Sql): Promise<QueueBook>;
  /** Calls back whenever other queues are at hand than before. Gives back the end of it. */
  onChange(listener: () => void): () => void;
}

/** The queues as they stand in a migrated database. */
export async function createQueueStore(database: Database): Promise<QueueStore> {
  const listeners = new Set<() => void>();
  let { rules, revision } = await database.read(readRules);
  let reloading: Promise<void> = Promise.resolve();

  async function readAgain(from: Database): Promise<void> {
    for (;;) {
      const known = revision;
      const { revision: current } = await from.read(findRoutingWork);
      if (current === revision) return;
      const read = await from.read(readRules);
      // A write that has looked meanwhile may have found newer queues, and be going by them.
      if (known === revision) return take(read);
    }
  }

  async function refresh(sql: Sql): Promise<void> {
    const { revision: current } = await findRoutingWork(sql);
    if (current !== revision) take(await readRules(sql));
  }

  function take(read: Awaited<ReturnType<typeof readRules>>): void {
    ({ rules, revision } = read);
    for (const listener of listeners) listener();
  }

  return {
    get revision() {
      return revision;
    },
    ...bookOf(() => rules),
    reload(from) {
      // One after the other, so that an earlier look at the database never replaces a later one.
      const mine = reloading.then(() => readAgain(from));
      reloading = mine.catch(() => undefined);
      return mine;
    },
    refresh,
    async at(sql) {
      const { revision: current } = await findRoutingWork(sql);
      const known = current === revision ? rules : (await readRules(sql)).rules;
      return bookOf(() => known);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function bookOf(rulesNow: () => Rules): QueueBook {
  return {
    all: () => rulesNow().routing.queues,
    find: (queueUid) => rulesNow().routing.find(queueUid),
    route: (task, override) => rulesNow().routing.route(task, override),
    workableWith: (skills) =>
      rulesNow()
        .routing.queues.filter((queue) => queue.enabled && coversSkills(skills, queue.skills))
        .map(({ id }) => id),
    schedules: () => rulesNow().schedules,
    dueTarget: (queueUid, createdAt) => rulesNow().dueTarget(queueUid, createdAt),
  };
}

/** What the queues say, read once. */
interface Rules {
  routing: RoutingRules;
  schedules: readonly Schedule[];
  dueTarget: FindDueTarget;
}

async function readRules(sql: Sql): Promise<{ rules: Rules; revision: string }> {
  const { revision } = await findRoutingWork(sql);
  const routing = compileRules(await listQueues(sql));
  const schedules = await listSchedules(sql);
  return { rules: { routing, schedules, dueTarget: compileTargets(routing.queues, schedules) }, revision };
}
