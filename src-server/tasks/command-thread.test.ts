import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { peopleBook } from '../people/people.ts';
import { createQueue } from '../queues/queue-commands.ts';
import { createQueueStore } from '../queues/queue-store.ts';
import { openSqliteDatabase, type SqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { type CommandThread, type CommandThreadOptions, createCommandThread } from './command-thread.ts';
import { readTaskBody } from './dialects/read-task-body.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { runTaskCommands } from './task-commands.ts';

const caller = { kind: 'key', keyId: 'key_1', name: 'Back office', source: 'office', scopes: ['tasks:write'] } as const;

describe('the command thread', () => {
  let database: SqliteDatabase;
  let remove: () => void;
  let thread: CommandThread;
  let commands: GroupCommit;
  let failures: unknown[];
  /** Transactions of this thread. */
  let transactions: number;
  /** Threads that were made, of whatever kind. */
  let opened: Worker[];
  const noteThread = (worker: Worker) => opened.push(worker);

  beforeEach(() => {
    opened = [];
    process.on('worker', noteThread);
  });
  afterEach(async () => {
    process.off('worker', noteThread);
    await commands.drain();
    await thread.close();
    await database.close();
    remove();
  });

  type OpenOptions = Pick<CommandThreadOptions, 'openFrom' | 'idleMs'> & { threadFile?: string };

  async function open({ threadFile, openFrom = { commands: 3, callers: 3 }, idleMs = 60_000 }: OpenOptions = {}): Promise<void> {
    const temporary = makeTemporaryFolder();
    remove = temporary.remove;
    const file = join(temporary.folder, 'docket.db');
    const real = openSqliteDatabase({ file });
    await real.migrate();
    transactions = 0;
    database = {
      ...real,
      write(work) {
        transactions += 1;
        return real.write(work);
      },
    };
    failures = [];
    const onError = (error: unknown) => failures.push(error);
    thread = createCommandThread({ database, file: threadFile ?? file, onError, openFrom, idleMs });
    const queues = await createQueueStore(database);
    const upserts = { clock: systemClock, queues, people: peopleBook, newTaskUid: () => 'unused' };
    commands = createGroupCommit(database, {
      onCommitted: () => undefined,
      prepare: queues.refresh,
      runCommands: (sql, named) => runTaskCommands(sql, upserts, named),
      thread,
    });
  }

  function upsert(uid: string, fields: Record<string, string | number>, mode: 'patch' | 'post' = 'patch') {
    const input = readTaskBody({ uid, fields });
    return commands.perform('upsertTask', { caller, mode, pathUid: null, ifMatch: null, input });
  }

  const wave = (name: string, size = 20) => Promise.all(Array.from({ length: size }, (_, index) => upsert(`${name}-${index}`, { index })));

  /** Settles once a wave of commands was run without a transaction of this thread. */
  async function takeOver(): Promise<void> {
    let waves = 0;
    await vi.waitFor(
      async () => {
        const before = transactions;
        waves += 1;
        await wave(`wave-${waves}`);
        expect(transactions).toBe(before);
      },
      { timeout: 10_000 },
    );
  }

  it('takes over once many commands come at the same time, and answers as this thread does', async () => {
    await open();
    const here = await upsert('t1', { title: 'Claim' });
    expect(transactions).toBe(1);
    await takeOver();
    const before = transactions;
    const there = await upsert('t1', { title: 'Claim', amount: 7 });
    expect(transactions).toBe(before);
    expect(JSON.parse(there.text)).toEqual({
      ...JSON.parse(here.text),
      updated_at: expect.any(String),
      fields: { title: 'Claim', amount: 7 },
      version: 2,
    });
    expect([here.headers, there.headers]).toEqual([
      { 'docket-result': 'created', etag: '"1"' },
      { 'docket-result': 'updated', etag: '"2"' },
    ]);
    expect(failures).toEqual([]);
  });

  it('opens for a crowd of callers alone where it is told so, and for no batch however long', async () => {
    await open({ openFrom: { commands: Number.POSITIVE_INFINITY, callers: 3 } });
    const item = (index: number) => {
      const input = readTaskBody({ uid: `item-${index}`, fields: { index } });
      return commands.perform('upsertItem', { caller, mode: 'patch', pathUid: null, ifMatch: null, input });
    };
    await Promise.all(Array.from({ length: 200 }, (_, index) => item(index)));
    expect(opened).toHaveLength(0);
    await takeOver();
  });

  it('ends when there was no crowd for a while, though single commands come, and is opened by the next one', async () => {
    await open({ idleMs: 300 });
    await takeOver();
    let version = 0;
    const before = transactions;
    let text = '';
    while (transactions === before) {
      version += 1;
      text = (await upsert('t1', { version })).text;
    }
    expect(JSON.parse(text).version).toBe(version);
    await takeOver();
    expect(failures).toEqual([]);
  });

  it('lets commands of both threads see what those before them wrote, in the order in which they came', async () => {
    await open();
    await takeOver();
    const count = () => commands.submit((sql) => sql.get('SELECT version FROM tasks WHERE uid = ?', ['t1']));
    const settled = await Promise.all([
      upsert('t1', { value: 1 }),
      count(),
      upsert('t1', { value: 2 }),
      upsert('t1', { value: 3 }),
      count(),
    ]);
    expect([settled[1], settled[4]]).toEqual([{ version: 1 }, { version: 3 }]);
    const feed = await database.read((sql) => sql.get('SELECT f.seq = max(t.seq) AS agree FROM feed f, tasks t GROUP BY f.seq'));
    expect(feed).toEqual({ agree: 1 });
  });

  it('routes by queues that were changed a moment ago, and wakes those who listen', async () => {
    await open();
    await takeOver();
    let woken = 0;
    database.listen('feed', () => {
      woken += 1;
    });
    const condition = { combinator: 'and', rules: [{ field: 'fields.team', operator: '=', value: 'fraud' }] };
    await commands.submit((sql) => createQueue(sql, systemClock, 'fraud', { name: 'Fraud', priority: 1, condition }));
    const routed = await upsert('t1', { team: 'fraud' });
    expect(JSON.parse(routed.text).queue_uid).toBe('fraud');
    expect(woken).toBeGreaterThan(1);
  });

  it('refuses what the command refuses, and spares the others', async () => {
    await open();
    await takeOver();
    await upsert('t1', {});
    const [refused, accepted] = await Promise.allSettled([upsert('t1', {}, 'post'), upsert('t2', {}, 'post')]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'ApiError', code: 'already_exists' } });
    expect(accepted.status).toBe('fulfilled');
  });

  it('leaves the commands to this thread when it cannot open the file', async () => {
    await open({ threadFile: '/nowhere/docket.db' });
    const answers = await wave('first');
    await vi.waitFor(() => expect(failures.length).toBeGreaterThan(0), { timeout: 10_000 });
    expect([...answers, ...(await wave('second'))].map(({ status }) => status)).toEqual(Array.from({ length: 40 }, () => 200));
  });
});
