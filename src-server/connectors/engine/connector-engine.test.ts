import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelRun, changeConnector, confirmRun } from './connector-commands.ts';
import { claimConnector } from './connector-state.ts';
import { type MemoryMirror, openMemoryMirror } from './memory-mirror-fixture.ts';
import { pruneConnectors } from './prune-connectors.ts';
import { listHaltedRuns, listRuns, noFigures, saveRun } from './run-rows.ts';

let world: MemoryMirror['world'];
let vendor: MemoryMirror['vendor'];
let mirror: MemoryMirror;

beforeEach(async () => {
  mirror = await openMemoryMirror(20);
  ({ world, vendor } = mirror);
});

afterEach(() => world.close());

describe('closing', () => {
  beforeEach(async () => {
    await mirror.run(false);
    expect(await mirror.openTasks()).toBe(20);
  });

  it('is not done because of a list that holds 2 % of what there is', async () => {
    vendor.shown = 1;
    for (const id of vendor.items().slice(1)) vendor.delete([id.externalId]);
    for (let times = 0; times < 4; times += 1) await mirror.run(true);
    expect(await mirror.openTasks()).toBe(20);
    const [halted, ...others] = await world.store.database.read((sql) => listHaltedRuns(sql, 'mirror'));
    expect(halted).toMatchObject({ status: 'halted', closings: { count: 19, open: 20 } });
    expect(halted?.closings?.samples[0]).toEqual({ external_id: 'item:10', title: 'Item 9' });
    expect(others).toEqual([]);
  });

  it('is not done because of a list that failed in the middle, or forgot what is still there', async () => {
    vendor.shown = 15;
    await mirror.run(true);
    await mirror.run(true);
    expect(await mirror.openTasks()).toBe(20);
    vendor.delete(['item:1', 'item:2']);
    vendor.setFaults({ seed: 2 });
    for (let times = 0; times < 3; times += 1) await mirror.run(true);
    vendor.setFaults(null);
    const failed = (await mirror.runs()).filter(({ status }) => status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.errors.at(-1)?.message).toBe('The vendor is away.');
    expect(failed.every(({ figures }) => figures.closed === 0)).toBe(true);
  });

  it('waits for the second absence', async () => {
    vendor.delete(['item:3']);
    await mirror.run(true);
    expect(await mirror.openTasks()).toBe(20);
    await mirror.run(true);
    expect(await mirror.openTasks()).toBe(19);
    vendor.restore?.(['item:3']);
    await mirror.run(true);
    expect(await mirror.taskOf('item:3')).toMatchObject({ status: 'TODO' });
  });

  it('of more than a share waits for the word of an admin, who may also say no', async () => {
    const ids = vendor
      .items()
      .slice(0, 10)
      .map(({ externalId }) => externalId);
    vendor.close(ids);
    await mirror.run(false);
    expect(await mirror.openTasks()).toBe(20);
    const [first] = await world.store.database.read((sql) => listHaltedRuns(sql, 'mirror'));
    expect(first?.closings?.count).toBe(10);
    vendor.create([{ title: 'Meanwhile' }]);
    await mirror.run(false);
    expect(await mirror.openTasks()).toBe(21);
    await world.store.commands.submit((sql) => cancelRun(sql, world.waiting, 'mirror', first?.id ?? ''));
    await mirror.run(true);
    expect(await mirror.openTasks()).toBe(21);
    const [second] = await world.store.database.read((sql) => listHaltedRuns(sql, 'mirror'));
    expect(second?.id).not.toBe(first?.id);
    await world.store.commands.submit((sql) => confirmRun(sql, world.waiting, 'mirror', second?.id ?? ''));
    await world.mirror.runDue();
    expect(await mirror.openTasks()).toBe(11);
  });
});

describe('a run', () => {
  it('goes on where it stopped, as the same run', async () => {
    vendor.setFaults({ seed: 4 });
    await world.mirror.runDue();
    vendor.setFaults(null);
    const [failed] = await mirror.runs();
    // What was stored of a page is stored with its place.
    expect(failed).toMatchObject({ status: 'failed', figures: { created: 9 } });
    mirror.settle();
    await world.mirror.runDue();
    const all = await mirror.runs();
    expect(all[0]).toMatchObject({ status: 'succeeded' });
    expect(all.reduce((sum, { figures }) => sum + figures.created, 0)).toBe(20);
    expect(all[0]?.figures.seen).toBe(11);
  });

  it('ends when somebody cancels it, or pauses the connector, and goes on from there later', async () => {
    const { commands } = world.store;
    vendor.onAsked = (asked) => {
      if (asked !== 4) return undefined;
      return commands.submit(async (sql) => cancelRun(sql, world.waiting, 'mirror', (await listRuns(sql, 'mirror', 1, null))[0]?.id ?? ''));
    };
    await world.mirror.runDue();
    expect(await mirror.runs()).toMatchObject([{ status: 'cancelled' }]);
    expect(await mirror.openTasks()).toBeLessThan(20);
    vendor.onAsked = () => commands.submit((sql) => sql.run("UPDATE connectors SET enabled = 0 WHERE id = 'mirror'"));
    mirror.settle();
    await world.mirror.runDue();
    const [paused] = await mirror.runs();
    expect(paused).toMatchObject({ status: 'interrupted' });
    vendor.onAsked = null;
    mirror.settle();
    await world.mirror.runDue();
    expect(await mirror.runs()).toHaveLength(2);
    await commands.submit((sql) => sql.run("UPDATE connectors SET enabled = 1 WHERE id = 'mirror'"));
    await world.mirror.runDue();
    const all = await mirror.runs();
    expect(all.map(({ status }) => status)).toEqual(['succeeded', 'interrupted', 'cancelled']);
    expect(all.reduce((sum, { figures }) => sum + figures.seen, 0)).toBe(20);
  });

  it('is made by one process at a time', async () => {
    const others = [world.openAnother(), world.openAnother()];
    await Promise.all([world.mirror, ...others].map((engine) => engine.runDue()));
    expect(await mirror.runs()).toMatchObject([{ status: 'succeeded', figures: { created: 20, seen: 20 } }]);
    expect(await mirror.openTasks()).toBe(20);
    const { uid } = await mirror.taskOf('item:1');
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
    expect(await mirror.openTasks()).toBe(0);
    world.waiting.advanceMs(61_000);
    await world.mirror.runDue();
    expect(await mirror.openTasks()).toBe(20);
    expect(await mirror.runs()).toMatchObject([{ id: 'run_left', status: 'succeeded', figures: { created: 27 } }]);
    expect((await mirror.state())?.leaseOwner).toBeNull();
  });

  it('backs off longer and longer while the vendor is away, and says so', async () => {
    const { clock } = world.waiting;
    vendor.isAway = true;
    const pauses: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      await world.mirror.runDue();
      pauses.push(Math.round(((await mirror.state())?.nextRunAt ?? 0) / 1e6 - clock.nowMicros() / 1e6));
      world.waiting.advanceMs(1_000 * (pauses.at(-1) ?? 0));
    }
    expect(pauses).toEqual([15, 30, 60]);
    expect((await mirror.runs())[0]?.errors).toMatchObject([{ message: 'The vendor is away.', reason: 'unavailable' }]);
    vendor.isAway = false;
    await world.mirror.runDue();
    expect(await mirror.openTasks()).toBe(20);
    expect((await mirror.state())?.failures).toBe(0);
  });

  it('is forgotten after a while, unless it did something or asks', async () => {
    await mirror.run(false);
    await mirror.run(false);
    const nowMicros = world.waiting.clock.nowMicros();
    const prune = (days: number) => world.store.commands.submit((sql) => pruneConnectors(sql, nowMicros + days * 86_400_000_000));
    expect(await prune(0)).toBe(0);
    expect(await prune(2)).toBe(1);
    expect((await mirror.runs()).map(({ figures }) => figures.created)).toEqual([20]);
    expect(await prune(31)).toBe(1);
  });

  it('looks at everything anew once the mapping has changed', async () => {
    vendor.assign(['item:1'], 'stranger');
    await mirror.run(false);
    expect(await mirror.taskOf('item:1')).toMatchObject({ status: 'TODO' });
    const { secretBox, kinds, clock } = { secretBox: null as never, kinds: [world.kind], clock: world.waiting.clock };
    await world.store.commands.submit((sql) =>
      changeConnector(sql, { secretBox, kinds, clock, randomBytes: (size) => Buffer.alloc(size, 3) }, 'mirror', {
        mapping: { people: { stranger: 'person-2' } },
      }),
    );
    await mirror.run(true);
    expect(await mirror.taskOf('item:1')).toMatchObject({ status: 'ASSIGNED', assignee_uid: 'person-2' });
  });
});
