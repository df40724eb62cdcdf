import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryVendor, type MemoryControls } from '../memory-vendor.ts';
import { type MirrorWorld, openMirrorWorld } from '../mirror-world.ts';
import type { VendorSimulator } from '../simulator/simulator.ts';
import { cancelRun, changeConnector, confirmRun, requestRun } from './connector-commands.ts';
import { findConnector } from './connector-rows.ts';
import { claimConnector, findState } from './connector-state.ts';
import { pruneConnectors } from './prune-connectors.ts';
import { listHaltedRuns, listRuns, noFigures, saveRun } from './run-rows.ts';

let world: MirrorWorld;
let vendor: VendorSimulator & MemoryControls;

beforeEach(async () => {
  const memory = createMemoryVendor();
  let made: (VendorSimulator & MemoryControls) | undefined;
  world = await openMirrorWorld(
    memory.kind,
    async (options) => {
      made = await memory.createSimulator(options);
      return made;
    },
    20,
  );
  if (!made) throw new Error('the vendor was not made');
  vendor = made;
});

afterEach(() => world.close());

const runs = () => world.store.database.read((sql) => listRuns(sql, 'mirror', 50, null));
const stateOf = () => world.store.database.read((sql) => findState(sql, 'mirror'));
const settled = () => world.waiting.advanceMs(200_000);

async function run(isFull: boolean): Promise<void> {
  settled();
  await world.store.commands.submit((sql) => requestRun(sql, 'mirror', isFull));
  await world.mirror.runDue();
}

async function openTasks(): Promise<number> {
  const row = await world.store.database.read((sql) =>
    sql.get<{ many: number }>("SELECT COUNT(*) AS many FROM tasks WHERE status <> 'DONE'"),
  );
  return row?.many ?? -1;
}

async function taskOf(externalId: string) {
  const task = await world.findTask(externalId);
  if (!task) throw new Error(`${externalId} is not mirrored`);
  return task;
}

describe('closing', () => {
  beforeEach(async () => {
    await run(false);
    expect(await openTasks()).toBe(20);
  });

  it('is not done because of a list that holds 2 % of what there is', async () => {
    vendor.shown = 1;
    for (const id of vendor.items().slice(1)) vendor.delete([id.externalId]);
    for (let times = 0; times < 4; times += 1) await run(true);
    expect(await openTasks()).toBe(20);
    const [halted, ...others] = await world.store.database.read((sql) => listHaltedRuns(sql, 'mirror'));
    expect(halted).toMatchObject({ status: 'halted', closings: { count: 19, open: 20 } });
    expect(halted?.closings?.samples[0]).toEqual({ external_id: 'item:10', title: 'Item 9' });
    expect(others).toEqual([]);
  });

  it('is not done because of a list that failed in the middle, or forgot what is still there', async () => {
    vendor.shown = 15;
    await run(true);
    await run(true);
    expect(await openTasks()).toBe(20);
    vendor.delete(['item:1', 'item:2']);
    vendor.setFaults({ seed: 2 });
    for (let times = 0; times < 3; times += 1) await run(true);
    vendor.setFaults(null);
    const failed = (await runs()).filter(({ status }) => status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.errors.at(-1)?.message).toBe('The vendor is away.');
    expect(failed.every(({ figures }) => figures.closed === 0)).toBe(true);
  });

  it('waits for the second absence', async () => {
    vendor.delete(['item:3']);
    await run(true);
    expect(await openTasks()).toBe(20);
    await run(true);
    expect(await openTasks()).toBe(19);
    vendor.restore?.(['item:3']);
    await run(true);
    expect(await taskOf('item:3')).toMatchObject({ status: 'TODO' });
  });

  it('of more than a share waits for the word of an admin, who may also say no', async () => {
    const ids = vendor
      .items()
      .slice(0, 10)
      .map(({ externalId }) => externalId);
    vendor.close(ids);
    await run(false);
    expect(await openTasks()).toBe(20);
    const [first] = await world.store.database.read((sql) => listHaltedRuns(sql, 'mirror'));
    expect(first?.closings?.count).toBe(10);
    vendor.create([{ title: 'Meanwhile' }]);
    await run(false);
    expect(await openTasks()).toBe(21);
    await world.store.commands.submit((sql) => cancelRun(sql, world.waiting, 'mirror', first?.id ?? ''));
    await run(true);
    expect(await openTasks()).toBe(21);
    const [second] = await world.store.database.read((sql) => listHaltedRuns(sql, 'mirror'));
    expect(second?.id).not.toBe(first?.id);
    await world.store.commands.submit((sql) => confirmRun(sql, world.waiting, 'mirror', second?.id ?? ''));
    await world.mirror.runDue();
    expect(await openTasks()).toBe(11);
  });
});

describe('what operators do', () => {
  beforeEach(() => run(false));

  it('is written back, with who did it and what they said, and comes back as an echo', async () => {
    const { uid } = await taskOf('item:1');
    await world.act(uid, 'person-1', { type: 'claim', assigneeUid: 'person-1' });
    await world.act(uid, 'person-1', { type: 'start' });
    await world.mirror.runDue();
    expect(vendor.written).toEqual([{ externalId: 'item:1', change: { statusWord: 'doing', assigneeExternalId: 'p1' } }]);
    await world.act(uid, 'person-1', { type: 'complete' });
    await world.mirror.runDue();
    expect(vendor.written).toHaveLength(2);
    const { version } = await taskOf('item:1');
    await run(false);
    expect((await runs())[0]?.figures).toMatchObject({ echoes: 1, closed: 0, reopened: 0 });
    expect(vendor.written).toHaveLength(2);
    const history = await world.store.database.read((sql) =>
      sql.all<{ step: string }>('SELECT step FROM history WHERE task_uid = ? AND version > ?', [uid, version]),
    );
    expect(history.filter(({ step }) => step !== 'update')).toEqual([]);
  });

  it('stays theirs while the vendor reassigns what they have started, and is overruled before', async () => {
    const [started, claimed] = [await taskOf('item:1'), await taskOf('item:2')];
    await world.act(started.uid, 'person-1', { type: 'start' });
    await world.act(claimed.uid, 'person-1', { type: 'claim', assigneeUid: 'person-1' });
    await world.mirror.runDue();
    vendor.assign(['item:1', 'item:2'], 'p2');
    await run(false);
    expect(await taskOf('item:1')).toMatchObject({ status: 'STARTED', assignee_uid: 'person-1' });
    expect(await taskOf('item:2')).toMatchObject({ status: 'ASSIGNED', assignee_uid: 'person-2' });
    expect(vendor.items()[0]).toMatchObject({ assigneeExternalId: 'p1' });
  });

  it('is undone, and told, where the vendor does not take it', async () => {
    const { uid } = await taskOf('item:1');
    await world.act(uid, 'person-0', { type: 'start' });
    await world.mirror.runDue();
    vendor.refusal = 'A reason is required.';
    await world.act(uid, 'person-0', { type: 'complete' });
    await world.mirror.runDue();
    const task = await taskOf('item:1');
    expect(task).toMatchObject({ status: 'STARTED', fields: { vendor_error: expect.stringContaining('A reason is required.') } });
    const notes = await world.store.database.read((sql) =>
      sql.all<{ note: string }>("SELECT note FROM history WHERE task_uid = ? AND step = 'comment'", [uid]),
    );
    expect(notes).toEqual([{ note: expect.stringContaining('did not take the change') }]);
    expect(await runs()).toContainEqual(expect.objectContaining({ type: 'writes', errorCount: 1 }));
    vendor.refusal = null;
    await world.act(uid, 'person-0', { type: 'complete' });
    await world.mirror.runDue();
    expect((await taskOf('item:1')).fields.vendor_error).toBeUndefined();
    expect(vendor.items()[0]?.state).toBe('closed');
  });

  it('keeps nobody from reading where it cannot be written, and is undone after some tries', async () => {
    const { uid } = await taskOf('item:1');
    await world.act(uid, 'person-0', { type: 'start' });
    await world.mirror.runDue();
    vendor.isReadOnly = true;
    await world.act(uid, 'person-0', { type: 'complete' });
    vendor.create([{ title: 'Meanwhile' }]);
    await run(false);
    expect(await openTasks()).toBe(20);
    expect(await runs()).toContainEqual(expect.objectContaining({ type: 'changes', status: 'succeeded', errorCount: 0 }));
    for (let times = 0; times < 12; times += 1) {
      world.waiting.advanceMs(900_000);
      await world.mirror.runDue();
    }
    expect(await taskOf('item:1')).toMatchObject({ status: 'STARTED', fields: { vendor_error: 'The scope items.write is missing.' } });
    expect(await openTasks()).toBe(21);
  });

  it('is not written back where that is switched off', async () => {
    const { uid } = await taskOf('item:1');
    const connector = await world.store.database.read((sql) => findConnector(sql, 'mirror'));
    await world.store.database.write((sql) =>
      sql.run('UPDATE connectors SET write_back = ? WHERE id = ?', [
        JSON.stringify({ status: false, assignee: false }),
        connector?.id ?? '',
      ]),
    );
    await world.act(uid, 'person-1', { type: 'start' });
    await world.mirror.runDue();
    expect(vendor.written).toEqual([]);
    await run(true);
    expect(await taskOf('item:1')).toMatchObject({ status: 'STARTED', assignee_uid: 'person-1' });
  });
});

describe('a run', () => {
  it('goes on where it stopped, as the same run', async () => {
    vendor.setFaults({ seed: 4 });
    const { mirror } = world;
    await mirror.runDue();
    vendor.setFaults(null);
    const [failed] = await runs();
    // What was stored of a page is stored with its place.
    expect(failed).toMatchObject({ status: 'failed', figures: { created: 9 } });
    settled();
    await mirror.runDue();
    const all = await runs();
    expect(all[0]).toMatchObject({ status: 'succeeded' });
    expect(all.reduce((sum, { figures }) => sum + figures.created, 0)).toBe(20);
    expect(all[0]?.figures.seen).toBe(11);
  });

  it('ends when somebody cancels it, or pauses the connector, and goes on from there later', async () => {
    const { commands } = world.store;
    vendor.onAsked = (asked) => {
      if (asked !== 4) return;
      void commands.submit(async (sql) => cancelRun(sql, world.waiting, 'mirror', (await listRuns(sql, 'mirror', 1, null))[0]?.id ?? ''));
    };
    await world.mirror.runDue();
    expect(await runs()).toMatchObject([{ status: 'cancelled' }]);
    expect(await openTasks()).toBeLessThan(20);
    vendor.onAsked = () => void commands.submit((sql) => sql.run("UPDATE connectors SET enabled = 0 WHERE id = 'mirror'"));
    settled();
    await world.mirror.runDue();
    const [paused] = await runs();
    expect(paused).toMatchObject({ status: 'interrupted' });
    vendor.onAsked = null;
    settled();
    await world.mirror.runDue();
    expect(await runs()).toHaveLength(2);
    await commands.submit((sql) => sql.run("UPDATE connectors SET enabled = 1 WHERE id = 'mirror'"));
    await world.mirror.runDue();
    const all = await runs();
    expect(all.map(({ status }) => status)).toEqual(['succeeded', 'interrupted', 'cancelled']);
    expect(all.reduce((sum, { figures }) => sum + figures.seen, 0)).toBe(20);
  });

  it('is made by one process at a time', async () => {
    const others = [world.openAnother(), world.openAnother()];
    await Promise.all([world.mirror, ...others].map((engine) => engine.runDue()));
    expect(await runs()).toMatchObject([{ status: 'succeeded', figures: { created: 20, seen: 20 } }]);
    expect(await openTasks()).toBe(20);
    const { uid } = await taskOf('item:1');
    await world.act(uid, 'person-1', { type: 'start' });
    await Promise.all([world.mirror, ...others].map((engine) => engine.runDue()));
    expect(vendor.written).toHaveLength(1);
    await Promise.all(others.map((engine) => engine.stop()));
  });

  it('is taken over from a process that left it behind, with its numbers', async () => {
    const left = { ...noFigures(), created: 7, seen: 7 };
    await world.store.commands.submit(async (sql) => {
      await saveRun(sql, {
        ...{ id: 'run_left', connectorId: 'mirror', type: 'changes', status: 'running', startedAt: world.waiting.clock.nowMicros() },
        ...{ endedAt: null, figures: left, errors: [], errorCount: 0, warnings: [], closings: null },
      });
      await claimConnector(sql, 'mirror', 'another process', world.waiting.clock.nowMicros());
    });
    await world.mirror.runDue();
    expect(await openTasks()).toBe(0);
    world.waiting.advanceMs(61_000);
    await world.mirror.runDue();
    expect(await openTasks()).toBe(20);
    expect(await runs()).toMatchObject([{ id: 'run_left', status: 'succeeded', figures: { created: 27 } }]);
    expect((await stateOf())?.leaseOwner).toBeNull();
  });

  it('backs off longer and longer while the vendor is away, and says so', async () => {
    const { clock } = world.waiting;
    vendor.isAway = true;
    const pauses: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      await world.mirror.runDue();
      pauses.push(Math.round(((await stateOf())?.nextRunAt ?? 0) / 1e6 - clock.nowMicros() / 1e6));
      world.waiting.advanceMs(1_000 * (pauses.at(-1) ?? 0));
    }
    expect(pauses).toEqual([15, 30, 60]);
    expect((await runs())[0]?.errors).toMatchObject([{ message: 'The vendor is away.', reason: 'unavailable' }]);
    vendor.isAway = false;
    await world.mirror.runDue();
    expect(await openTasks()).toBe(20);
    expect((await stateOf())?.failures).toBe(0);
  });

  it('is forgotten after a while, unless it did something or asks', async () => {
    await run(false);
    await run(false);
    const nowMicros = world.waiting.clock.nowMicros();
    const prune = (days: number) => world.store.commands.submit((sql) => pruneConnectors(sql, nowMicros + days * 86_400_000_000));
    expect(await prune(0)).toBe(0);
    expect(await prune(2)).toBe(1);
    expect((await runs()).map(({ figures }) => figures.created)).toEqual([20]);
    expect(await prune(31)).toBe(1);
  });

  it('looks at everything anew once the mapping has changed', async () => {
    vendor.assign(['item:1'], 'stranger');
    await run(false);
    expect(await taskOf('item:1')).toMatchObject({ status: 'TODO' });
    const { secretBox, kinds, clock } = { secretBox: null as never, kinds: [world.kind], clock: world.waiting.clock };
    await world.store.commands.submit((sql) =>
      changeConnector(sql, { secretBox, kinds, clock, randomBytes: (size) => Buffer.alloc(size, 3) }, 'mirror', {
        mapping: { people: { stranger: 'person-2' } },
      }),
    );
    await run(true);
    expect(await taskOf('item:1')).toMatchObject({ status: 'ASSIGNED', assignee_uid: 'person-2' });
  });
});
