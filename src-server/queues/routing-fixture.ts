import { randomUUID } from 'node:crypto';
import type { NewQueue } from '../../src-shared/http/queue-endpoints.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { TaskPatch } from '../../src-shared/task/action.ts';
import { peopleBook } from '../people/people.ts';
import type { Database } from '../store/database.ts';
import { openTestStore } from '../store/test-store.ts';
import { BACK_OFFICE_ACTOR, TestClock } from '../sync/engine-fixture.ts';
import { createGroupCommit, type GroupCommit } from '../tasks/group-commit.ts';
import { runTaskCommands } from '../tasks/task-commands.ts';
import { findTask } from '../tasks/task-store.ts';
import { type TaskWrite, writeTask } from '../tasks/write-task.ts';
import type { PieceLimits } from './piecewise-work.ts';
import { createQueue } from './queue-commands.ts';
import { createQueueStore, type QueueStore } from './queue-store.ts';

export interface RoutingServer {
  database: Database;
  groupCommit: GroupCommit;
  queues: QueueStore;
  clock: TestClock;
}

/** For tests: real queues on a database of its own, as one or several server processes have it open; without HTTP. */
export interface RoutingWorld {
  readonly servers: readonly RoutingServer[];
  readonly first: RoutingServer;
  clock: TestClock;
  queue(body: NewQueue & { id: string }): Promise<void>;
  task(uid: string, fields?: JsonObject, patch?: TaskPatch, extras?: Partial<TaskWrite>, server?: RoutingServer): Promise<void>;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** Pieces of ten tasks, however slow the machine. */
export const SMALL_CHUNKS: PieceLimits = { tasks: 10, timeMs: 60_000 };

export function whereCategory(category: string): JsonObject {
  return { combinator: 'and', rules: [{ field: 'fields.category', operator: '=', value: category }] };
}

export async function openRoutingWorld(): Promise<RoutingWorld> {
  const store = await openTestStore();
  const clock = new TestClock();
  let servers = await open();

  async function open(): Promise<RoutingServer[]> {
    const databases = Array.from({ length: store.serversMaximum }, () => store.open());
    const opened: RoutingServer[] = [];
    for (const database of databases) {
      await database.migrate();
      const queues = await createQueueStore(database);
      const upserts = { clock, queues, people: peopleBook, newTaskUid: () => randomUUID() };
      const groupCommit = createGroupCommit(database, {
        onCommitted: () => undefined,
        prepare: queues.refresh,
        runCommands: (sql, commands) => runTaskCommands(sql, upserts, commands),
      });
      opened.push({ database, groupCommit, queues, clock });
    }
    return opened;
  }

  async function close(): Promise<void> {
    for (const { groupCommit, database } of servers) {
      await groupCommit.drain();
      await database.close();
    }
  }

  function firstServer(): RoutingServer {
    const [first] = servers;
    if (!first) throw new Error('there is no server');
    return first;
  }

  return {
    get servers() {
      return servers;
    },
    get first() {
      return firstServer();
    },
    clock,
    async queue(body) {
      await firstServer().groupCommit.submit((sql) => createQueue(sql, clock, body.id, body));
      for (const { queues, database } of servers) await queues.reload(database);
    },
    async task(uid, fields = {}, patch = {}, extras = {}, server = firstServer()) {
      const { groupCommit, queues } = server;
      await groupCommit.submit(async (sql) => {
        const before = await findTask(sql, uid);
        const whole: TaskPatch = { ...patch, fields: { mode: 'merge', value: fields } };
        const action = before ? ({ type: 'upsert', patch: whole } as const) : ({ type: 'create', uid, patch: whole } as const);
        const written = await writeTask(sql, { clock, queues }, { before, action, actor: BACK_OFFICE_ACTOR, ...extras });
        if (!written.ok) throw new Error(written.refusal.message);
      });
    },
    async restart() {
      await close();
      servers = await open();
    },
    async remove() {
      await close();
      await store.remove();
    },
  };
}
