import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Device, SyncWorld, until } from '../../e2e/fixtures/sync-world.ts';
import { createAction } from '../../src-server/sync/engine-fixture.ts';
import type { ActOutcome, ConsoleData, TaskQuery } from './console-data.ts';

const EVERYTHING: TaskQuery = {
  scope: { kind: 'all' },
  statuses: ['TODO', 'ASSIGNED', 'STARTED', 'DONE'],
  text: '',
  filters: [],
  sort: { path: 'uid', direction: 'asc' },
};

let world: SyncWorld;
let ann: Device;

beforeEach(async () => {
  world = await SyncWorld.open();
  ann = await world.device('ann');
});
afterEach(() => world.close());

const task = (data: ConsoleData, uid: string) => data.tasks.entry(uid).getSnapshot();
const mode = (data: ConsoleData) => data.syncState.getSnapshot().mode;
const uids = (data: ConsoleData) => data.tasks.query(EVERYTHING).getSnapshot();
const isLive = (device: Device) => until('the console is live', () => mode(device.data) === 'live');
const isSettled = (device: Device) =>
  until(
    'all is sent and seen',
    () =>
      device.data.syncState.getSnapshot().pendingCount === 0 &&
      uids(device.data).every((uid) => task(device.data, uid)?.pending.length === 0),
  );

function done(outcome: ActOutcome): string[] {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.opIds;
}

async function serverTask(uid: string) {
  return world.engine.database.read((sql) =>
    sql.get<{ status: string; assignee_uid: string | null; version: number }>(
      'SELECT status, assignee_uid, version FROM tasks WHERE uid = ?',
      [uid],
    ),
  );
}
async function serverSteps(uid: string) {
  const rows = await world.engine.database.read((sql) =>
    sql.all<{ step: string }>('SELECT step FROM history WHERE task_uid = ? ORDER BY version', [uid]),
  );
  return rows.map(({ step }) => step);
}
async function ledgerIds() {
  const rows = await world.engine.database.read((sql) => sql.all<{ op_id: string }>('SELECT op_id FROM ledger'));
  return rows.map(({ op_id }) => op_id);
}

describe('tasks', () => {
  test('come with the first connection, as they are written, and go when they leave the scope', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    expect(uids(ann.data)).toEqual(['a']);
    await world.engine.write('b', createAction('b'));
    await until('b is here', () => uids(ann.data).includes('b'));
    await world.engine.write('a', { type: 'delete' });
    await until('a is gone', () => !uids(ann.data).includes('a'));
    expect(ann.data.workspace.getSnapshot()).toMatchObject({ openCount: 1, queues: [{ queue: { id: 'refunds' }, openCount: 1 }] });
  });

  test('are shown when the console says that it is live, however late a frame is', async () => {
    await world.engine.write('a', createAction('a'));
    ann.schedule = (work) => void setTimeout(work, 50);
    await ann.start();
    const entry = ann.data.tasks.entry('a');
    const seenAtLive: unknown[] = [];
    // Whoever watches a task has its state of the last frame.
    entry.subscribe(() => entry.getSnapshot());
    expect(entry.getSnapshot()).toBeNull();
    ann.data.syncState.subscribe(() => {
      if (mode(ann.data) === 'live') seenAtLive.push(entry.getSnapshot()?.task.uid, ...uids(ann.data));
    });
    await isLive(ann);
    expect(seenAtLive).toEqual(['a', 'a']);
  });

  test('are there at a start without a network, with the queues', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    await ann.restart();
    await until('it says that it is offline', () => mode(ann.data) === 'offline');
    expect(uids(ann.data)).toEqual(['a']);
    expect(ann.data.workspace.getSnapshot().queues.map(({ queue }) => queue.id)).toEqual(['refunds']);
  });

  test('can be worked with at a start whose server never answers', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork('silent');
    await ann.restart();
    await until('it says that it is offline', () => mode(ann.data) === 'offline');
    expect(uids(ann.data)).toEqual(['a']);
  });

  test('are brought up to date after a time away, also what left meanwhile', async () => {
    for (const uid of ['a', 'b', 'c']) await world.engine.write(uid, createAction(uid));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    await world.engine.write('a', { type: 'delete' });
    await world.engine.write('d', createAction('d'));
    ann.restoreNetwork();
    await until('it caught up', () => uids(ann.data).join() === 'b,c,d');
  });

  test('are rebuilt when the local database is lost', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    await ann.restart({ wipeDatabase: true });
    await until('a is here again', () => uids(ann.data).includes('a'));
  });

  test('follow a database that was put back to an earlier state, by difference', async () => {
    const { copyFileSync, rmSync } = await import('node:fs');
    for (const uid of ['a', 'b']) await world.engine.write(uid, createAction(uid));
    await ann.start();
    await isLive(ann);
    await world.restartServer(() => copyFileSync(world.engine.file, `${world.engine.file}.backup`));
    await isLive(ann);
    const saved = [...done(await ann.data.perform('a', 'start', {})), ...done(await ann.data.perform('b', 'claim', {}))];
    await isSettled(ann);
    await world.engine.write('c', createAction('c'));
    await until('c is here', () => uids(ann.data).includes('c'));
    await world.restartServer(() => {
      for (const suffix of ['-wal', '-shm']) rmSync(world.engine.file + suffix, { force: true });
      copyFileSync(`${world.engine.file}.backup`, world.engine.file);
    });
    await until('c is gone', () => !uids(ann.data).includes('c'));
    await until(
      'what the server lost was sent again',
      async () => (await serverTask('a'))?.status === 'STARTED' && (await serverTask('b'))?.status === 'ASSIGNED',
    );
    expect((await ledgerIds()).sort()).toEqual([...saved].sort());
    await isSettled(ann);
    expect(await serverSteps('a')).toEqual(['create', 'claim', 'start']);
  });
});

describe('operations', () => {
  test('made offline survive a restart, are shown as pending, and arrive in order', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    for (const act of ['claim', 'start', 'pause', 'start', 'complete'] as const) done(await ann.data.perform('a', act, {}));
    await ann.restart();
    expect(ann.data.syncState.getSnapshot().pendingCount).toBe(5);
    await until('the task is loaded', () => task(ann.data, 'a') !== null);
    expect(task(ann.data, 'a')).toMatchObject({ task: { status: 'DONE' }, pending: { length: 5 } });
    ann.restoreNetwork();
    await isSettled(ann);
    expect(await serverSteps('a')).toEqual(['create', 'claim', 'start', 'pause', 'start', 'complete']);
    expect(task(ann.data, 'a')).toMatchObject({ task: { status: 'DONE' }, pending: [], rejected: [] });
  });

  test('are applied once although answers are lost', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork('answers-lost');
    done(await ann.data.perform('a', 'start', {}));
    await until('the server has it', async () => (await serverTask('a'))?.status === 'STARTED');
    await until('it was sent again', () => ann.pushes.length > 2);
    await ann.restart();
    ann.restoreNetwork();
    await isSettled(ann);
    expect(await serverSteps('a')).toEqual(['create', 'claim', 'start']);
  });

  test('on a task that somebody else took are rejected with the holder, and stay until dismissed', async () => {
    for (const uid of ['a', 'b']) await world.engine.write(uid, createAction(uid));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    done(await ann.data.perform('a', 'start', {}));
    done(await ann.data.perform('a', 'complete', {}));
    done(await ann.data.perform('b', 'claim', {}));
    await world.engine.write('a', { type: 'assign', assigneeUid: 'bob' });
    ann.restoreNetwork();
    await isSettled(ann);
    expect(await serverSteps('a')).toEqual(['create', 'assign']);
    expect((await serverTask('b'))?.assignee_uid).toBe('ann');
    const { inbox } = ann.data;
    expect(inbox.getSnapshot().map(({ action, reason }) => [action, reason])).toEqual([
      ['complete', 'depends_on_rejected'],
      ['start', 'depends_on_rejected'],
      ['claim', 'held'],
    ]);
    expect(inbox.getSnapshot()[2]).toMatchObject({
      holder: { id: 'bob', name: 'Bob' },
      title: 'a',
      message: expect.stringContaining('Bob'),
    });
    expect(task(ann.data, 'a')).toMatchObject({ task: { status: 'ASSIGNED', assignee_uid: 'bob' }, rejected: { length: 3 } });
    await ann.restart();
    expect(ann.data.inbox.getSnapshot()).toHaveLength(3);
    await ann.data.dismiss(ann.data.inbox.getSnapshot().map(({ opId }) => opId));
    expect(ann.data.inbox.getSnapshot()).toEqual([]);
    await ann.restart();
    expect(ann.data.syncState.getSnapshot().rejectedCount).toBe(0);
  });

  test('never let the shown status go back between the answer and the feed', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    const seen: string[] = [];
    const entry = ann.data.tasks.entry('a');
    entry.subscribe(() => seen.push(entry.getSnapshot()?.task.status ?? 'gone'));
    for (const act of ['claim', 'start', 'complete'] as const) done(await ann.data.perform('a', act, {}));
    await isSettled(ann);
    const order = ['ASSIGNED', 'STARTED', 'DONE'];
    expect(seen.map((status) => order.indexOf(status))).toEqual(seen.map((status) => order.indexOf(status)).sort());
    expect(seen.at(-1)).toBe('DONE');
  });

  test('that the task does not allow are refused at once and recorded nowhere', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    await world.engine.write('a', { type: 'assign', assigneeUid: 'bob' });
    await until('it shows', () => task(ann.data, 'a')?.task.assignee_uid === 'bob');
    expect(await ann.data.perform('a', 'claim', {})).toMatchObject({
      ok: false,
      message: 'Bob holds this task.',
      refusal: { reason: 'held' },
    });
    expect(await ann.data.perform('nowhere', 'claim', {})).toMatchObject({ ok: false });
    expect(ann.pushes).toEqual([]);
  });

  test('are not called saved when the disk is full, and the next one is', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    const carryOut = ann.intercept;
    ann.intercept = async (call, next) =>
      call === 'journal.append' ? ({ ok: false, code: 'disk_full', message: 'The disk is full.' } as never) : next();
    expect(await ann.data.perform('a', 'claim', {})).toEqual({ ok: false, message: 'The disk is full.' });
    expect(task(ann.data, 'a')).toMatchObject({ task: { status: 'TODO' }, pending: [] });
    ann.intercept = carryOut;
    done(await ann.data.perform('a', 'claim', {}));
    expect(task(ann.data, 'a')).toMatchObject({ task: { status: 'ASSIGNED' } });
  });

  test('wait for the same person to sign in again when the session has ended', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.expireSession();
    await until('it says so', () => mode(ann.data) === 'expired');
    done(await ann.data.perform('a', 'claim', {}));
    ann.signInAgain();
    await isSettled(ann);
    await isLive(ann);
    expect((await serverTask('a'))?.assignee_uid).toBe('ann');
  });

  test('reach a server that was restarted', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    await world.stopServer();
    await until('it notices', () => mode(ann.data) === 'offline');
    done(await ann.data.perform('a', 'claim', {}));
    await world.engine.restart();
    await world.startServer();
    await isSettled(ann);
    expect((await serverTask('a'))?.assignee_uid).toBe('ann');
  });

  test('of a device whose number another account used are sent under a new device', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    done(await ann.data.perform('a', 'claim', {}));
    await isSettled(ann);
    const { copyFileSync } = await import('node:fs');
    const bob = await world.device('bob');
    copyFileSync(`${ann.directory}/journal.log`, `${bob.directory}/journal.log`);
    await world.engine.write('b', createAction('b'));
    await bob.start();
    await isLive(bob);
    done(await bob.data.perform('b', 'claim', {}));
    await isSettled(bob);
    expect((await serverTask('b'))?.assignee_uid).toBe('bob');
  });
});

describe('undo', () => {
  test('of what was not sent emits nothing', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    const opIds = done(await ann.data.perform('a', 'start', {}));
    done(await ann.data.undo(opIds));
    expect(task(ann.data, 'a')?.task.status).toBe('TODO');
    ann.restoreNetwork();
    await isSettled(ann);
    expect(await serverSteps('a')).toEqual(['create']);
    expect(ann.data.inbox.getSnapshot()).toEqual([]);
    expect(ann.pushes.at(-1)).toHaveLength(4);
  });

  test('of what took effect is the inverse', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    const opIds = done(await ann.data.perform('a', 'start', {}));
    await isSettled(ann);
    done(await ann.data.undo(opIds));
    await isSettled(ann);
    expect(await serverSteps('a')).toEqual(['create', 'claim', 'start', 'pause', 'unassign']);
    const completing = [...done(await ann.data.perform('a', 'start', {})), ...done(await ann.data.perform('a', 'complete', {}))];
    await isSettled(ann);
    done(await ann.data.undo(completing.slice(-1)));
    await isSettled(ann);
    expect(await serverTask('a')).toMatchObject({ status: 'STARTED', assignee_uid: 'ann' });
  });

  test('of what was sent without the device knowing is carried out all the same', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork('answers-lost');
    const opIds = done(await ann.data.perform('a', 'claim', {}));
    await until('the server has it', async () => (await serverTask('a'))?.status === 'ASSIGNED');
    ann.cutNetwork();
    await ann.restart();
    await until('the task is loaded', () => task(ann.data, 'a') !== null);
    done(await ann.data.undo(opIds));
    ann.restoreNetwork();
    await until('it was undone', async () => (await serverTask('a'))?.status === 'TODO');
    await isSettled(ann);
    expect(ann.data.inbox.getSnapshot()).toEqual([]);
  });
});

describe('a crash', () => {
  test('between the journal and the local database loses nothing', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    const carryOut = ann.intercept;
    let written = false;
    ann.intercept = async (call, next) => {
      const result = await next();
      if (call !== 'journal.append') return result;
      written = true;
      return new Promise(() => undefined);
    };
    void ann.data.perform('a', 'claim', {});
    await until('the journal has it', () => written);
    ann.intercept = carryOut;
    await ann.restart();
    await until('the task is loaded', () => task(ann.data, 'a') !== null);
    expect(task(ann.data, 'a')).toMatchObject({ task: { status: 'ASSIGNED' }, pending: { length: 1 } });
    ann.restoreNetwork();
    await isSettled(ann);
    expect((await serverTask('a'))?.assignee_uid).toBe('ann');
  });

  /** What the operator saw as saved and the server never got, after the local database was lost. */
  async function lostAfterWipe(options: { wipeJournal: boolean }): Promise<string[]> {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    const saved = done(await ann.data.perform('a', 'start', {}));
    await ann.restart({ wipeDatabase: true, ...options });
    ann.restoreNetwork();
    await isLive(ann);
    await isSettled(ann);
    const known = new Set(await ledgerIds());
    return saved.filter((opId) => !known.has(opId));
  }

  test('that takes the local database with it loses nothing that was called saved', async () => {
    expect(await lostAfterWipe({ wipeJournal: false })).toEqual([]);
  });

  test('without a journal would lose it: the check above notices', async () => {
    expect(await lostAfterWipe({ wipeJournal: true })).toHaveLength(2);
  });

  test('that takes the journal with it loses nothing either: the local database has a copy', async () => {
    await world.engine.write('a', createAction('a'));
    await ann.start();
    await isLive(ann);
    ann.cutNetwork();
    done(await ann.data.perform('a', 'start', {}));
    await ann.restart({ wipeJournal: true });
    ann.restoreNetwork();
    await isSettled(ann);
    expect(await serverSteps('a')).toEqual(['create', 'claim', 'start']);
  });
});
