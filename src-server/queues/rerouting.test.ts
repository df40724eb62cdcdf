import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdRead } from '../store/hold-read.ts';
import { findTask } from '../tasks/task-store.ts';
import type { PiecewiseWork } from './piecewise-work.ts';
import { changeQueue, createQueue, deleteQueue } from './queue-commands.ts';
import { createRerouting } from './rerouting.ts';
import { routeChunk } from './route-chunk.ts';
import { openRoutingWorld, type RoutingServer, type RoutingWorld, SMALL_CHUNKS, whereCategory } from './routing-fixture.ts';
import { findRoutingWork, progressOf } from './routing-work.ts';

let world: RoutingWorld;
let failures: unknown[];
const running: PiecewiseWork[] = [];

beforeEach(async () => {
  world = await openRoutingWorld();
  failures = [];
  await world.queue({ id: 'kyc', name: 'KYC', priority: 10, condition: whereCategory('kyc') });
  await world.queue({ id: 'rest', name: 'The rest', priority: 90, condition: {} });
  await rerouteAll();
});

afterEach(async () => {
  for (const rerouting of running.splice(0)) await rerouting.close();
  await world.remove();
});

describe('routing open tasks again', () => {
  it('moves every open task to where the changed queues want it, and leaves what is done', async () => {
    for (let index = 0; index < 35; index += 1) await world.task(`t${index}`, { category: index % 2 ? 'kyc' : 'fraud' });
    await world.task('done', { category: 'fraud' }, { status: 'DONE' });
    await world.queue({ id: 'fraud', name: 'Fraud', priority: 5, condition: whereCategory('fraud') });
    expect(progressOf(await work())).toMatchObject({ running: true, done: 0 });

    await rerouteAll();

    expect(await queueOf('t0')).toBe('fraud');
    expect(await queueOf('t1')).toBe('kyc');
    expect(await queueOf('t34')).toBe('fraud');
    expect(await queueOf('done')).toBe('rest');
    expect(progressOf(await work())).toEqual({ running: false, done: 35, total: 35 });
  });

  it('gives moved tasks a version, a feed number and a line of history, and the others nothing', async () => {
    await world.task('moves', { category: 'fraud' });
    await world.task('stays', { category: 'kyc' });
    await world.queue({ id: 'fraud', name: 'Fraud', priority: 5, condition: whereCategory('fraud') });
    await rerouteAll();
    const [moves, stays] = [await stored('moves'), await stored('stays')];
    expect([moves?.task.version, stays?.task.version]).toEqual([2, 1]);
    expect(moves?.seq).toBeGreaterThan(stays?.seq ?? 0);
    const last = await world.first.database.read((sql) =>
      sql.get<{ actor_name: string; changes: string }>("SELECT actor_name, changes FROM history WHERE task_uid = 'moves' AND version = 2"),
    );
    expect(last).toEqual({ actor_name: 'Routing', changes: '{"queue_uid":"fraud"}' });
  });

  it('goes on after a restart where it was left', async () => {
    for (let index = 0; index < 35; index += 1) await world.task(`t${index}`, { category: 'fraud' });
    await world.queue({ id: 'fraud', name: 'Fraud', priority: 5, condition: whereCategory('fraud') });
    for (let chunk = 0; chunk < 3; chunk += 1) await submitChunk(world.first);
    const before = await work();
    expect(progressOf(before)).toEqual({ running: true, done: 20, total: 35 });

    await world.restart();
    await rerouteAll();

    expect(await countIn('fraud')).toBe(35);
    expect(progressOf(await work())).toEqual({ running: false, done: 35, total: 35 });
  });

  it('starts over when a newer change comes, and ends as that one wants', async () => {
    for (let index = 0; index < 35; index += 1) await world.task(`t${index}`, { category: 'fraud' });
    await world.queue({ id: 'fraud', name: 'Fraud', priority: 5, condition: whereCategory('fraud') });
    for (let chunk = 0; chunk < 3; chunk += 1) await submitChunk(world.first);
    const changed = world.first.groupCommit.submit((sql) =>
      changeQueue(sql, world.clock, 'fraud', { condition: whereCategory('chargeback') }),
    );
    // In the same transaction: it goes by the queues from before.
    expect(await submitChunk(world.first)).toBe('stale');
    await changed;

    await rerouteAll();

    expect(await countIn('rest')).toBe(35);
  });

  it('is not asked for by a change that moves nothing', async () => {
    await world.task('t1', { category: 'kyc' });
    await world.first.groupCommit.submit((sql) => changeQueue(sql, world.clock, 'kyc', { name: 'Know your customer', skills: ['kyc'] }));
    expect((await work()).state).toBe('done');
    await reloadAll();
    expect(world.first.queues.find('kyc')?.name).toBe('Know your customer');
  });

  it('frees the tasks of a queue that was disabled, and brings them back', async () => {
    await world.task('t1', { category: 'kyc' });
    await world.task('chosen', { category: 'fraud' }, {}, { queueOverride: 'kyc' });
    expect(await queueOf('chosen')).toBe('kyc');
    await world.first.groupCommit.submit((sql) => changeQueue(sql, world.clock, 'kyc', { enabled: false }));
    await rerouteAll();
    expect([await queueOf('t1'), await queueOf('chosen')]).toEqual(['rest', 'rest']);
    await world.first.groupCommit.submit((sql) => changeQueue(sql, world.clock, 'kyc', { enabled: true }));
    await rerouteAll();
    expect([await queueOf('t1'), await queueOf('chosen')]).toEqual(['kyc', 'kyc']);
  });

  it('forgets choices by hand for a queue that was deleted, of tasks that are done too', async () => {
    for (let index = 0; index < 25; index += 1) await world.task(`t${index}`, { category: 'fraud' }, {}, { queueOverride: 'kyc' });
    await world.task('done', {}, { status: 'DONE' }, { queueOverride: 'kyc' });
    await world.task('other', { category: 'kyc' }, {}, { queueOverride: 'rest' });
    await world.first.groupCommit.submit((sql) => deleteQueue(sql, world.clock, 'kyc'));
    await rerouteAll();
    expect(await countIn('rest')).toBe(26);
    expect(await queueOf('done')).toBe('kyc');
    const overrides = await Promise.all(['t0', 'done', 'other'].map(async (uid) => (await stored(uid))?.queueOverride));
    expect(overrides).toEqual([null, null, 'rest']);
  });

  it('does not let a new queue of the same name inherit them, even before they were forgotten', async () => {
    await world.task('t1', { category: 'fraud' }, {}, { queueOverride: 'kyc' });
    await world.first.groupCommit.submit(async (sql) => {
      await deleteQueue(sql, world.clock, 'kyc');
      await createQueue(sql, world.clock, 'kyc', { name: 'Another', condition: whereCategory('nothing') });
    });
    await rerouteAll();
    expect(await queueOf('t1')).toBe('rest');
  });

  it('lets several servers share the work', async () => {
    for (let index = 0; index < 65; index += 1) await world.task(`t${index}`, { category: 'fraud' });
    await world.queue({ id: 'fraud', name: 'Fraud', priority: 5, condition: whereCategory('fraud') });
    const all = [...world.servers, ...world.servers].map(start);
    for (const rerouting of all) rerouting.wake();
    await Promise.all(all.map((rerouting) => rerouting.settle()));
    expect(failures).toEqual([]);
    expect(await countIn('fraud')).toBe(65);
    expect(progressOf(await work())).toEqual({ running: false, done: 65, total: 65 });
    expect((await stored('t3'))?.task.version).toBe(2);
  });

  it('leaves nothing behind that a server routed after it, which has not heard of the change yet', async () => {
    const deaf = world.servers.at(-1);
    await world.first.groupCommit.submit((sql) =>
      createQueue(sql, world.clock, 'fraud', { name: 'Fraud', priority: 5, condition: whereCategory('fraud') }),
    );
    await world.first.queues.reload(world.first.database);
    const rerouting = start(world.first);
    rerouting.wake();
    await rerouting.settle();
    await world.task('late', { category: 'fraud' }, {}, {}, deaf);
    expect(await queueOf('late')).toBe('fraud');
    expect(deaf?.queues.find('fraud')?.name).toBe('Fraud');
  });

  it('goes by the newest queues also where an older look at them ends in the middle of a write', async () => {
    const { database, groupCommit, queues } = world.first;
    const { database: slow, isHeld, release } = holdRead(database, 2);
    await database.write((sql) =>
      createQueue(sql, world.clock, 'fraud', { name: 'Fraud', priority: 5, condition: whereCategory('fraud') }),
    );
    const reloading = queues.reload(slow);
    await isHeld;
    await database.write((sql) => deleteQueue(sql, world.clock, 'fraud'));
    const found = await groupCommit.submit(async () => {
      release();
      await reloading;
      return queues.find('fraud');
    });
    expect(found).toBeNull();
  });

  it('reports what goes wrong, tries again, and stops when it is closed', async () => {
    await world.task('t1', { category: 'fraud' });
    await world.queue({ id: 'fraud', name: 'Fraud', priority: 5, condition: whereCategory('fraud') });
    const broken = new Error('the disk is full');
    let isBroken = true;
    const { groupCommit } = world.first;
    const submit: typeof groupCommit.submit = (command) => (isBroken ? Promise.reject(broken) : groupCommit.submit(command));
    const onError = (error: unknown) => {
      failures.push(error);
      isBroken = failures.length < 2;
    };
    const rerouting = createRerouting({
      ...world.first,
      groupCommit: { ...groupCommit, submit },
      onError,
      retryMs: 1,
      limits: SMALL_CHUNKS,
    });
    running.push(rerouting);
    rerouting.wake();
    await rerouting.settle();
    expect(failures).toEqual([broken, broken]);
    expect(await queueOf('t1')).toBe('fraud');
    isBroken = true;
    await rerouting.close();
    rerouting.wake();
    await rerouting.settle();
    expect(failures).toHaveLength(2);
  });
});

function start(server: RoutingServer): PiecewiseWork {
  const rerouting = createRerouting({ ...server, onError: (error) => failures.push(error), pauseMs: 0, limits: SMALL_CHUNKS });
  running.push(rerouting);
  return rerouting;
}

async function rerouteAll(): Promise<void> {
  const rerouting = start(world.first);
  rerouting.wake();
  await rerouting.settle();
  await reloadAll();
  expect(failures).toEqual([]);
}

async function reloadAll(): Promise<void> {
  for (const { queues, database } of world.servers) await queues.reload(database);
}

function submitChunk(server: RoutingServer) {
  return server.groupCommit.submit((sql) => routeChunk(sql, server, SMALL_CHUNKS));
}

function work() {
  return world.first.database.read(findRoutingWork);
}

function stored(uid: string) {
  return world.first.database.read((sql) => findTask(sql, uid));
}

async function queueOf(uid: string) {
  return (await stored(uid))?.task.queue_uid;
}

async function countIn(queueUid: string): Promise<number> {
  const row = await world.first.database.read((sql) =>
    sql.get<{ count: number }>('SELECT COUNT(*) AS count FROM tasks WHERE queue_uid = ?', [queueUid]),
  );
  return row?.count ?? 0;
}
