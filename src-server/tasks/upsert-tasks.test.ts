import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Caller } from '../auth/caller.ts';
import type { Database, Sql } from '../store/database.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { TestQueues, testQueue } from '../sync/engine-fixture.ts';
import { readTaskBody } from './dialects/read-task-body.ts';
import { type TaskUpsert, type UpsertDependencies, type UpsertOutcome, upsertTasks } from './upsert-task.ts';

const PEOPLE = { bo: { id: 'bo', name: 'Bo', email: 'bo@example.com', disabled: false } };
const ROWS = [
  'SELECT * FROM tasks ORDER BY uid',
  'SELECT * FROM history ORDER BY task_uid, version',
  'SELECT * FROM task_external_ids ORDER BY source, external_id',
  'SELECT * FROM task_exits ORDER BY token, task_uid',
  'SELECT seq, at FROM feed',
];

interface Place {
  store: TestStore;
  database: Database;
  dependencies: UpsertDependencies;
  /** Sets clock and ids back. */
  startOver(): void;
}

let places: [Place, Place];
beforeEach(async () => {
  places = [await openPlace(), await openPlace()];
});
afterEach(async () => {
  for (const { store, database } of places) {
    await database.close();
    await store.remove();
  }
});

/** Its clock goes on with each write, and its ids are counted: two of them that do the same hold the same. */
async function openPlace(): Promise<Place> {
  const store = await openTestStore();
  const database = store.open();
  await database.migrate();
  let micros = 1_720_000_000_000_000;
  let drawn = 0;
  const dependencies: UpsertDependencies = {
    clock: {
      nowMicros: () => {
        micros += 1_000;
        return micros;
      },
    },
    queues: new TestQueues([testQueue('refunds')]),
    people: {
      find: async (_sql, uid) => (uid === 'bo' ? PEOPLE.bo : null),
      findByEmail: async (_sql, email) => (email === PEOPLE.bo.email ? PEOPLE.bo : null),
      list: async () => [PEOPLE.bo],
    },
    newTaskUid: () => {
      drawn += 1;
      return `new-${drawn}`;
    },
  };
  const startOver = () => {
    micros = 1_720_000_000_000_000;
    drawn = 0;
  };
  return { store, database, dependencies, startOver };
}

const callers = ['crm', 'shop'].map(
  (source): Caller => ({ kind: 'key', keyId: `key-${source}`, name: source, source, scopes: ['tasks:write'] }),
);
const body = fc
  .record(
    {
      uid: fc.constantFrom('t1', 't2', 't3'),
      status: fc.constantFrom('TODO', 'ASSIGNED', 'DONE'),
      assignee_uid: fc.constantFrom('bo', 'nobody', null),
      queue_uid: fc.constantFrom('refunds', 'none', null),
      skills: fc.constant(['law']),
      fields: fc.record(
        { external_id: fc.constantFrom('x1', 'x2', 'x3'), amount: fc.constantFrom(1, 2, null), note: fc.constantFrom('é\ud800', 'b') },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  )
  .filter((sent) => Object.keys(sent).length > 0);
const upsert = fc.record({
  caller: fc.constantFrom(...callers),
  mode: fc.constantFrom<TaskUpsert['mode']>('patch', 'put', 'post'),
  pathUid: fc.option(fc.constantFrom('t1', 't2'), { freq: 5 }),
  ifMatch: fc.option(fc.constantFrom<1 | 2 | 'any'>(1, 2, 'any'), { freq: 8 }),
  body,
});

describe('upserts that are made together', () => {
  it('become what they become one by one, in the same order', async () => {
    const groups = fc.array(fc.array(upsert, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(groups, async (sent) => {
        for (const { database, startOver } of places) {
          startOver();
          await database.write(empty);
        }
        for (const group of sent) {
          const upserts = group.map(({ body: said, ...rest }): TaskUpsert => ({ ...rest, input: readTaskBody(said as JsonObject) }));
          const [together, apart] = places;
          const outcomes = await together.database.write((sql) => upsertTasks(sql, together.dependencies, upserts));
          const each: UpsertOutcome[] = [];
          for (const one of upserts) each.push(...(await apart.database.write((sql) => upsertTasks(sql, apart.dependencies, [one]))));
          expect(outcomes).toEqual(each);
        }
        const [left, right] = await Promise.all(places.map(({ database }) => database.read(readAll)));
        expect(left).toEqual(right);
      }),
      { numRuns: 100 },
    );
  });
});

async function empty(sql: Sql): Promise<void> {
  for (const table of ['tasks', 'history', 'task_external_ids', 'task_exits']) await sql.run(`DELETE FROM ${table}`);
  await sql.run("UPDATE feed SET seq = 0, at = 0, epoch = 'same'");
}

async function readAll(sql: Sql): Promise<object[][]> {
  const tables: object[][] = [];
  for (const statement of ROWS) tables.push(await sql.all(statement));
  return tables;
}
