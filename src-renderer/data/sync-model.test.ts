import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Device, SyncWorld, until } from '../../e2e/fixtures/sync-world.ts';
import { createAction, updateAction } from '../../src-server/sync/engine-fixture.ts';
import type { TaskAct, TaskQuery } from './console-data.ts';

const EVERYTHING: TaskQuery = {
  scope: { kind: 'all' },
  statuses: ['TODO', 'ASSIGNED', 'STARTED', 'DONE'],
  text: '',
  filters: [],
  sort: { path: 'uid', direction: 'asc' },
};
const TASKS = ['t0', 't1', 't2', 't3'];
const DEVICES = ['ann', 'bob'];

type Step =
  | { kind: 'act'; device: number; task: string; act: TaskAct }
  | { kind: 'undo'; device: number }
  | { kind: 'network'; device: number; state: 'up' | 'down' | 'answers-lost' }
  | { kind: 'restart'; device: number; wipe: 'nothing' | 'database' | 'journal' }
  | { kind: 'source'; task: string; value: number }
  | { kind: 'server' };

const device = fc.nat(DEVICES.length - 1);
const task = fc.constantFrom(...TASKS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      device,
      task,
      act: fc.constantFrom<TaskAct>('claim', 'start', 'pause', 'complete', 'reopen', 'unassign'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const), device }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('network' as const),
      device,
      state: fc.constantFrom<'up' | 'down' | 'answers-lost'>('up', 'down', 'answers-lost'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      device,
      wipe: fc.constantFrom<'nothing' | 'database' | 'journal'>('nothing', 'database', 'journal'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('source' as const), task, value: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('server' as const) }) },
);

/** What the console called saved, by device. */
interface Run {
  world: SyncWorld;
  devices: Device[];
  saved: string[][];
}

async function carryOut({ world, devices, saved }: Run, action: Step): Promise<void> {
  if (action.kind === 'server') return world.restartServer();
  if (action.kind === 'source') {
    await world.engine.write(action.task, updateAction({ value: action.value }));
    return;
  }
  const one = devices[action.device];
  const mine = saved[action.device];
  if (!one || !mine) throw new Error('no such device');
  switch (action.kind) {
    case 'act': {
      const outcome = await one.data.perform(action.task, action.act, {});
      if (outcome.ok) mine.push(...outcome.opIds);
      return;
    }
    case 'undo': {
      const outcome = await one.data.undo(mine.slice(-1));
      if (outcome.ok) mine.push(...outcome.opIds);
      return;
    }
    case 'network':
      if (action.state === 'up') one.restoreNetwork();
      else one.cutNetwork(action.state);
      return;
    case 'restart':
      await one.restart({ wipeDatabase: action.wipe === 'database', wipeJournal: action.wipe === 'journal' });
  }
}

async function checkAtRest({ world, devices, saved }: Run): Promise<void> {
  const sql = <Row extends object>(text: string) => world.engine.database.read((read) => read.all<Row>(text));
  for (const one of devices) {
    one.restoreNetwork();
    one.data.syncNow();
  }
  const [feed] = await sql<{ seq: number }>('SELECT seq FROM feed');
  for (const one of devices) {
    await until(
      `${one.userId} is at rest`,
      () => one.data.syncState.getSnapshot().mode === 'live' && one.data.syncState.getSnapshot().pendingCount === 0,
    );
  }
  expect(feed?.seq).toBeGreaterThan(0);
  const rows = await sql<{ uid: string; status: string; assignee_uid: string | null; version: number; fields: string }>(
    'SELECT uid, status, assignee_uid, version, fields FROM tasks ORDER BY uid',
  );
  for (const one of devices) {
    const expected = rows.filter(({ status, assignee_uid }) => status !== 'DONE' || assignee_uid === one.userId);
    const shown = () =>
      one.data.tasks
        .query(EVERYTHING)
        .getSnapshot()
        .map((uid) => {
          const entry = one.data.tasks.entry(uid).getSnapshot();
          return { ...entry?.task, pending: entry?.pending.length };
        });
    const wanted = expected.map(({ fields, ...row }) => ({ ...row, fields: JSON.parse(fields), pending: 0 }));
    await until(`${one.userId} shows what the server has`, () => matches(shown(), wanted)).catch(() =>
      expect(shown()).toMatchObject(wanted),
    );
  }
  const ledger = (await sql<{ op_id: string }>('SELECT op_id FROM ledger')).map(({ op_id }) => op_id);
  expect(saved.flat().filter((opId) => !ledger.includes(opId))).toEqual([]);
  const twice = await sql<{ op_id: string }>(
    'SELECT h.op_id FROM history h WHERE h.op_id IS NOT NULL GROUP BY h.op_id, h.step HAVING count(*) > 1',
  );
  expect(twice).toEqual([]);
}

function matches(shown: readonly object[], wanted: readonly object[]): boolean {
  try {
    expect(shown).toHaveLength(wanted.length);
    expect(shown).toMatchObject(wanted);
    return true;
  } catch {
    return false;
  }
}

test('whatever devices, network, processes and server do: nothing saved is lost, nothing is applied twice, all agree at rest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const world = await SyncWorld.open();
      try {
        for (const uid of TASKS) await world.engine.write(uid, createAction(uid));
        const devices = await Promise.all(DEVICES.map((userId) => world.device(userId)));
        for (const one of devices) await one.start();
        const run: Run = { world, devices, saved: DEVICES.map(() => []) };
        for (const one of devices) await until('it is live', () => one.data.syncState.getSnapshot().mode === 'live');
        for (const action of steps) await carryOut(run, action);
        await checkAtRest(run);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 12, endOnFailure: false },
  );
}, 120_000);
