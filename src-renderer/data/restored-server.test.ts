import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Device, SyncWorld, until } from '../../e2e/fixtures/sync-world.ts';
import { createAction } from '../../src-server/sync/engine-fixture.ts';

let world: SyncWorld;
let ann: Device;

/** Ann's console is live, and the backup knows the task and nothing that she does with it. */
beforeEach(async () => {
  world = await SyncWorld.open();
  await world.engine.write('a', createAction('a'));
  await world.restartServer(() => world.engine.store.backUp());
  ann = await world.device('ann');
  await ann.start();
  await isLive();
});
afterEach(() => world.close());

const syncState = () => ann.data.syncState.getSnapshot();
const isLive = () => until('the console is live', () => syncState().mode === 'live');
const isSent = () => until('all is answered', () => syncState().pendingCount === 0);
const devicesSince = (push: number) => new Set(ann.pushes.slice(push).flatMap((sent) => sent.map(({ deviceId }) => deviceId)));

async function act(what: 'claim' | 'start' | 'comment'): Promise<void> {
  expect(await ann.data.perform('a', what, what === 'comment' ? { text: 'seen' } : {})).toMatchObject({ ok: true });
}

async function steps(): Promise<string[]> {
  const rows = await world.engine.database.read((sql) =>
    sql.all<{ step: string }>("SELECT step FROM history WHERE task_uid = 'a' ORDER BY version"),
  );
  return rows.map(({ step }) => step);
}

test('it is sent what it lacks by a console that has lost its database meanwhile', async () => {
  await act('claim');
  await isSent();
  await ann.stop();
  await world.restoreServer();
  await ann.restart({ wipeDatabase: true });
  await until('the claim is there again', async () => (await steps()).includes('claim'));
  await isSent();
  expect(await steps()).toEqual(['create', 'claim']);
});

test('it is sent what it lacks before what came later, under one new number each, while the feed has not heard of it', async () => {
  await act('claim');
  await isSent();
  ann.blocksPulls = true;
  await world.restoreServer();
  const before = ann.pushes.length;
  await act('start');
  await isSent();
  await act('comment');
  await isSent();
  expect([await steps(), devicesSince(before).size]).toEqual([['create', 'claim', 'start', 'comment'], 2]);
  ann.blocksPulls = false;
  ann.data.syncNow();
  await isLive();
  await isSent();
  expect([await steps(), devicesSince(before).size, ann.data.inbox.getSnapshot()]).toEqual([
    ['create', 'claim', 'start', 'comment'],
    2,
    [],
  ]);
});

test('it is sent what its predecessor accepted, also where that answer comes after the feed has heard of it', async () => {
  let arrive: () => void = () => undefined;
  ann.answersWaitFor = new Promise((resolve) => {
    arrive = resolve;
  });
  await act('claim');
  await until('the server has it', async () => (await steps()).includes('claim'));
  await world.restoreServer();
  await world.engine.write('b', createAction('b'));
  await until('the console has heard of it', () => ann.data.tasks.entry('b').getSnapshot() !== null);
  arrive();
  await until('the claim is there again', async () => (await steps()).includes('claim'));
  await isSent();
  expect(await steps()).toEqual(['create', 'claim']);
});

test('it is sent what it lacks, of former numbers too, when a disk that was too full to number it anew has room again', async () => {
  await act('claim');
  await isSent();
  const former = ann.pushes.at(-1)?.[0]?.deviceId;
  ann.refusesRequestsWith = 'a';
  await act('comment');
  await until('it is refused, and numbers start anew', () => ann.data.inbox.getSnapshot().length === 1);
  ann.refusesRequestsWith = null;
  await act('start');
  await isSent();
  expect(ann.pushes.at(-1)?.[0]?.deviceId).not.toBe(former);
  let refusals = 0;
  ann.intercept = (call, carryOut) => {
    if (call !== 'journal.renumber' || refusals === 3) return carryOut();
    refusals += 1;
    return Promise.resolve({ ok: false, code: 'disk_full', message: 'The disk is full.' } as never);
  };
  await world.restoreServer();
  await until('both are there', async () => (await steps()).includes('start'));
  await isSent();
  expect([await steps(), refusals, ann.data.inbox.getSnapshot().length]).toEqual([['create', 'claim', 'start'], 3, 1]);
});
