import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Database, Sql } from '../store/database.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { createGroupCommit } from '../tasks/group-commit.ts';
import { writeTask } from '../tasks/write-task.ts';
import { createCheckpointSeals } from './checkpoint-seals.ts';
import { BACK_OFFICE, BACK_OFFICE_ACTOR, createAction, TestQueues, testQueue } from './engine-fixture.ts';
import { pullTasks } from './pull-tasks.ts';
import { scopeOf } from './scope.ts';

const SERVERS = 4;
const TASKS_EACH = 150;
const LIMIT = 50;

/** A page of uids, from where the last page ended. */
type Follow = (sql: Sql, position: string | null) => Promise<{ uids: string[]; position: string | null; hasMore: boolean }>;

describe('a feed that is followed while several servers write', () => {
  const queues = new TestQueues([testQueue('refunds')]);
  const seals = createCheckpointSeals(Buffer.alloc(32, 7));
  let store: TestStore;
  let servers: Database[];
  let reader: Database;

  beforeEach(async () => {
    store = await openTestStore();
    servers = Array.from({ length: SERVERS }, () => store.open());
    reader = store.open();
    await reader.migrate();
  });
  afterEach(async () => {
    await Promise.all([reader, ...servers].map((database) => database.close()));
    await store.remove();
  });

  it('shows every task once', async () => {
    const { seen, written } = await followWhile(pullFeed, () => writeEverywhere(() => 0));
    expect(written).toHaveLength(SERVERS * TASKS_EACH);
    expect(seen.toSorted()).toEqual(written.toSorted());
  });

  it('is seen to lose tasks when it goes by time and id, and a server’s clock is a little behind', async () => {
    const { seen, written } = await followWhile(followTime, () => writeEverywhere((server) => (server === 0 ? -20_000 : 0)));
    expect(new Set(seen).size).toBeLessThan(written.length);
  });

  it('is seen to lose tasks when numbers are drawn without waiting for the commit before', async () => {
    await reader.write(async (sql) => {
      await sql.run('CREATE SEQUENCE hasty');
      await sql.run('CREATE TABLE marbles (uid TEXT PRIMARY KEY, seq BIGINT NOT NULL)');
    });
    const { seen, written } = await followWhile(followMarbles, writeMarbles);
    await reader.write((sql) => sql.run('DROP SEQUENCE hasty'));
    expect(seen.length).toBeLessThan(written.length);
  });

  /** The real pull, as a key that sees every task. */
  async function pullFeed(sql: Sql, checkpoint: string | null) {
    const query = { scope: scopeOf(BACK_OFFICE, queues), checkpoint, limit: LIMIT, nowMicros: systemClock.nowMicros(), seals };
    const page = await pullTasks(sql, query);
    return { uids: page.documents.map(({ uid }) => uid), position: page.checkpoint, hasMore: page.hasMore };
  }

  async function followTime(sql: Sql, position: string | null) {
    const [at, uid] = position === null ? [0, ''] : (JSON.parse(position) as [number, string]);
    const rows = await sql.all<{ uid: string; updated_at: number }>(
      'SELECT uid, updated_at FROM tasks WHERE updated_at > ? OR (updated_at = ? AND uid > ?) ORDER BY updated_at, uid LIMIT ?',
      [at, at, uid, LIMIT],
    );
    return pageOf(
      rows,
      rows.map((row) => JSON.stringify([row.updated_at, row.uid])),
      position,
    );
  }

  async function followMarbles(sql: Sql, position: string | null) {
    const rows = await sql.all<{ uid: string; seq: number }>('SELECT uid, seq FROM marbles WHERE seq > ? ORDER BY seq LIMIT ?', [
      Number(position ?? 0),
      LIMIT,
    ]);
    return pageOf(
      rows,
      rows.map(({ seq }) => String(seq)),
      position,
    );
  }

  function pageOf(rows: readonly { uid: string }[], positions: readonly string[], before: string | null) {
    return { uids: rows.map(({ uid }) => uid), position: positions.at(-1) ?? before, hasMore: rows.length === LIMIT };
  }

  /** Follows as fast as it can until all is written, and then to the end. */
  async function followWhile(follow: Follow, write: () => Promise<string[]>): Promise<{ seen: string[]; written: string[] }> {
    const seen: string[] = [];
    let position: string | null = null;
    let written: string[] | null = null;
    const writing = write().then((uids) => {
      written = uids;
    });
    for (let isLast = false; !isLast; ) {
      isLast = written !== null;
      for (let hasMore = true; hasMore; ) {
        const page: Awaited<ReturnType<Follow>> = await reader.read((sql) => follow(sql, position));
        seen.push(...page.uids);
        ({ position, hasMore } = page);
      }
    }
    await writing;
    return { seen, written: written ?? [] };
  }

  /** Each server makes tasks by the one write path, in groups of its own. `skewMicros`: how wrong its clock is. */
  async function writeEverywhere(skewMicros: (server: number) => number): Promise<string[]> {
    const written = servers.map(async (database, server) => {
      const commands = createGroupCommit(database, { onCommitted: () => undefined, groupMaximum: 5 });
      const clock = { nowMicros: () => systemClock.nowMicros() + skewMicros(server) };
      const uids = Array.from({ length: TASKS_EACH }, (_, index) => `task-${server}-${index}`);
      const write = (uid: string) =>
        commands.submit((sql) => writeTask(sql, { clock, queues }, { before: null, action: createAction(uid), actor: BACK_OFFICE_ACTOR }));
      await Promise.all(uids.map(write));
      return uids;
    });
    return (await Promise.all(written)).flat();
  }

  /** What the store prevents: the number first, and the commit some time after it. */
  async function writeMarbles(): Promise<string[]> {
    const written = servers.map(async (database, server) => {
      const uids = Array.from({ length: 40 }, (_, index) => `marble-${server}-${index}`);
      for (const uid of uids) {
        const drawn = await database.write((sql) => sql.get<{ seq: number }>("SELECT nextval('hasty') AS seq"));
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
        await database.write((sql) => sql.run('INSERT INTO marbles (uid, seq) VALUES (?, ?)', [uid, drawn?.seq ?? 0]));
      }
      return uids;
    });
    return (await Promise.all(written)).flat();
  }
});
