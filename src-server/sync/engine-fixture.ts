import type { Operation, OperationAction } from '../../src-shared/schema/operation.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { User, UserRole } from '../../src-shared/schema/user.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { coversSkills } from '../../src-shared/task/actor.ts';
import type { Caller } from '../auth/caller.ts';
import type { Clock } from '../clock.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Database, Sql } from '../store/database.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { createGroupCommit, type GroupCommit } from '../tasks/group-commit.ts';
import { findTask } from '../tasks/task-store.ts';
import { type TaskWrite, type TaskWriteResult, writeTask } from '../tasks/write-task.ts';
import { type CheckpointSeals, createCheckpointSeals } from './checkpoint-seals.ts';

export class TestClock implements Clock {
  micros = Date.parse('2026-03-01T09:00:00Z') * 1000;

  nowMicros(): number {
    this.micros += 1_000;
    return this.micros;
  }
}

/** Queues without conditions: a task is in the one that its field `queue` names. */
export class TestQueues implements QueueBook {
  queues: Queue[];

  constructor(queues: Queue[]) {
    this.queues = queues;
  }

  all(): Queue[] {
    return this.queues;
  }

  find(queueUid: string | null): Queue | null {
    return this.queues.find(({ id }) => id === queueUid) ?? null;
  }

  route(task: { fields: JsonObject }, override: string | null): string | null {
    if (override !== null && this.find(override)) return override;
    return this.queues.find(({ id, enabled }) => enabled && id === task.fields.queue)?.id ?? null;
  }

  schedules(): [] {
    return [];
  }

  dueTarget(): null {
    return null;
  }

  workableWith(skills: readonly string[]): string[] {
    return this.queues.filter((queue) => queue.enabled && coversSkills(skills, queue.skills)).map(({ id }) => id);
  }
}

export function testQueue(id: string, skills: string[] = []): Queue {
  return { id, name: id, priority: 1, condition: {}, skills, enabled: true, release_on_skip: false };
}

export function testUser(id: string, role: UserRole = 'operator', skills: string[] = []): User {
  return { id, email: `${id}@example.com`, name: id[0]?.toUpperCase() + id.slice(1), role, skills, disabled: false };
}

export function callerOf(user: User): Caller & { kind: 'user' } {
  return { kind: 'user', user, sessionId: `session-${user.id}` };
}

export const BACK_OFFICE: Caller & { kind: 'key' } = {
  kind: 'key',
  keyId: 'key-1',
  name: 'Back office',
  source: 'back-office',
  scopes: ['tasks:read', 'tasks:write'],
};
export const BACK_OFFICE_ACTOR: Actor = { kind: 'key', uid: 'key-1', name: 'Back office', source: 'back-office' };

/** What a server process has of it. */
export interface EngineServer {
  database: Database;
  commands: GroupCommit;
}

/**
 * The engine on a database of its own, without HTTP: a clock that tests set, queues, people, and the write path. Where
 * several server processes may share the database, they take turns.
 */
export interface Engine {
  store: TestStore;
  /** The database file. Throws where there is none. */
  readonly file: string;
  readonly database: Database;
  readonly commands: GroupCommit;
  /** All of those who take turns. */
  readonly servers: readonly EngineServer[];
  clock: TestClock;
  queues: TestQueues;
  seals: CheckpointSeals;
  people: PeopleBook;
  users: User[];
  /** Writes as the back office does, in a command of its own. */
  write(uid: string, action: TaskAction, extras?: Partial<TaskWrite>): Promise<TaskWriteResult>;
  /** The same database, opened anew, as after a restart; `whileClosed` may replace it. */
  restart(whileClosed?: () => void | Promise<void>): Promise<void>;
  /** Closes and removes it. */
  remove(): Promise<void>;
}

export async function openEngine(): Promise<Engine> {
  const store = await openTestStore();
  const clock = new TestClock();
  const users = [testUser('ann'), testUser('bob', 'operator', ['german']), testUser('cat', 'manager')];
  const people: PeopleBook = {
    find: async (_sql: Sql, uid) => users.find(({ id }) => id === uid) ?? null,
    findByEmail: async (_sql: Sql, email) => users.find((user) => user.email === email.toLowerCase()) ?? null,
    list: async () => users.map(({ id, name }) => ({ id, name })),
  };
  let servers = await open();
  let turn = 0;

  async function open() {
    const opened = Array.from({ length: store.serversMaximum }, () => store.open());
    await Promise.all(opened.map((database) => database.migrate()));
    return opened.map((database) => ({ database, commands: createGroupCommit(database, { onCommitted: () => undefined }) }));
  }

  async function close(): Promise<void> {
    await Promise.all(servers.map(({ commands }) => commands.drain()));
    await Promise.all(servers.map(({ database }) => database.close()));
  }

  function server() {
    turn = (turn + 1) % servers.length;
    const next = servers[turn];
    if (!next) throw new Error('there is no server');
    return next;
  }

  const engine: Engine = {
    store,
    get file() {
      if (store.file === null) throw new Error('this database is no file');
      return store.file;
    },
    get database() {
      return server().database;
    },
    get commands() {
      return server().commands;
    },
    get servers() {
      return servers;
    },
    clock,
    queues: new TestQueues([testQueue('refunds'), testQueue('letters', ['german']), testQueue('fraud', ['police'])]),
    people,
    seals: createCheckpointSeals(Buffer.alloc(32, 7)),
    users,
    write: (uid, action, extras = {}) =>
      engine.commands.submit(async (sql) =>
        writeTask(sql, { clock, queues: engine.queues }, { before: await findTask(sql, uid), action, actor: BACK_OFFICE_ACTOR, ...extras }),
      ),
    async restart(whileClosed) {
      await close();
      await whileClosed?.();
      servers = await open();
    },
    async remove() {
      await close();
      await store.remove();
    },
  };
  return engine;
}

/** The back office makes a task in a queue. */
export function createAction(uid: string, queue: string | null = 'refunds', fields: JsonObject = {}): TaskAction {
  return {
    type: 'create',
    uid,
    patch: { fields: { mode: 'merge', value: { title: uid, ...(queue === null ? {} : { queue }), ...fields } } },
  };
}

export function updateAction(fields: JsonObject): TaskAction {
  return { type: 'upsert', patch: { fields: { mode: 'merge', value: fields } } };
}

let lastOperation = 0;

/** An operation with an id of its own. */
export function operationOf(
  deviceId: string,
  deviceSeq: number,
  taskId: string,
  action: OperationAction,
  extras: Partial<Operation> = {},
): Operation {
  lastOperation += 1;
  const opId = `00000000-0000-7000-8000-${lastOperation.toString(16).padStart(12, '0')}`;
  return { opId, deviceId, deviceSeq, taskId, action, baseVersion: 0, at: '2026-03-01T09:00:00Z', payload: {}, ...extras };
}
