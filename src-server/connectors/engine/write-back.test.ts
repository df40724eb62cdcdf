import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConnector } from './connector-rows.ts';
import { type MemoryMirror, openMemoryMirror } from './memory-mirror-fixture.ts';

let world: MemoryMirror['world'];
let vendor: MemoryMirror['vendor'];
let mirror: MemoryMirror;

beforeEach(async () => {
  mirror = await openMemoryMirror(20);
  ({ world, vendor } = mirror);
});

afterEach(() => world.close());

describe('what operators do', () => {
  beforeEach(() => mirror.run(false));

  it('is written back, with who did it and what they said, and comes back as an echo', async () => {
    const { uid } = await mirror.taskOf('item:1');
    await world.act(uid, 'person-1', { type: 'claim', assigneeUid: 'person-1' });
    await world.act(uid, 'person-1', { type: 'start' });
    await world.mirror.runDue();
    expect(vendor.written).toEqual([{ externalId: 'item:1', change: { statusWord: 'doing', assigneeExternalId: 'p1' } }]);
    await world.act(uid, 'person-1', { type: 'complete' });
    await world.mirror.runDue();
    expect(vendor.written).toHaveLength(2);
    const { version } = await mirror.taskOf('item:1');
    await mirror.run(false);
    expect((await mirror.runs())[0]?.figures).toMatchObject({ echoes: 1, closed: 0, reopened: 0 });
    expect(vendor.written).toHaveLength(2);
    const history = await world.store.database.read((sql) =>
      sql.all<{ step: string }>('SELECT step FROM history WHERE task_uid = ? AND version > ?', [uid, version]),
    );
    expect(history.filter(({ step }) => step !== 'update')).toEqual([]);
  });

  it('is told where they only say something, each remark once, in their order', async () => {
    const { uid } = await mirror.taskOf('item:1');
    await world.act(uid, 'person-1', { type: 'comment', text: 'Called them.' });
    await world.act(uid, 'person-2', { type: 'comment', text: 'They call back.' });
    await world.mirror.runDue();
    expect(vendor.notes).toEqual([{ externalId: 'item:1', note: 'Called them.\n\nThey call back.' }]);
    expect(vendor.written).toEqual([]);
    await world.act(uid, 'person-1', { type: 'start' });
    await world.mirror.runDue();
    expect(vendor.notes).toHaveLength(1);
    await world.act(uid, 'person-1', { type: 'complete', comment: 'Paid.' });
    await world.mirror.runDue();
    expect(vendor.notes[1]).toEqual({ externalId: 'item:1', note: 'Paid.' });
    await mirror.run(true);
    await world.act(uid, 'person-1', { type: 'comment', text: 'Thanked them.' });
    await world.mirror.runDue();
    await mirror.run(true);
    expect(vendor.notes.map(({ note }) => note)).toEqual(['Called them.\n\nThey call back.', 'Paid.', 'Thanked them.']);
  });

  it('keeps what was said until the vendor is back, whatever changes there meanwhile', async () => {
    const { uid } = await mirror.taskOf('item:1');
    vendor.isAway = true;
    await world.act(uid, 'person-1', { type: 'comment', text: 'Called them.' });
    await world.mirror.runDue();
    vendor.isAway = false;
    vendor.update(['item:1'], { title: 'Renamed' });
    await mirror.run(true);
    await mirror.run(true);
    world.waiting.advanceMs(900_000);
    await world.mirror.runDue();
    expect((await mirror.taskOf('item:1')).fields.title).toBe('Renamed');
    expect(vendor.notes.map(({ note }) => note)).toEqual(['Called them.']);
  });

  it('stays among us where the vendor takes no notes, or a remark is refused for good', async () => {
    const { uid } = await mirror.taskOf('item:1');
    vendor.refusal = 'Too long.';
    await world.act(uid, 'person-1', { type: 'comment', text: 'A remark' });
    await world.mirror.runDue();
    await mirror.run(true);
    vendor.refusal = null;
    const said = await world.store.database.read((sql) =>
      sql.all<{ note: string }>("SELECT note FROM history WHERE task_uid = ? AND step = 'comment' ORDER BY version", [uid]),
    );
    expect(said.map(({ note }) => note)).toEqual(['A remark', expect.stringContaining('Too long.')]);
    world.kind.takesNotes = () => false;
    await world.act(uid, 'person-1', { type: 'comment', text: 'Among us' });
    await mirror.run(true);
    world.kind.takesNotes = () => true;
    await mirror.run(true);
    expect(vendor.notes).toEqual([]);
  });

  it('stays theirs while the vendor reassigns what they have started, and is overruled before', async () => {
    const [started, claimed] = [await mirror.taskOf('item:1'), await mirror.taskOf('item:2')];
    await world.act(started.uid, 'person-1', { type: 'start' });
    await world.act(claimed.uid, 'person-1', { type: 'claim', assigneeUid: 'person-1' });
    await world.mirror.runDue();
    vendor.assign(['item:1', 'item:2'], 'p2');
    await mirror.run(false);
    expect(await mirror.taskOf('item:1')).toMatchObject({ status: 'STARTED', assignee_uid: 'person-1' });
    expect(await mirror.taskOf('item:2')).toMatchObject({ status: 'ASSIGNED', assignee_uid: 'person-2' });
    expect(vendor.items()[0]).toMatchObject({ assigneeExternalId: 'p1' });
  });

  it('is undone, and told, where the vendor does not take it', async () => {
    const { uid } = await mirror.taskOf('item:1');
    await world.act(uid, 'person-0', { type: 'start' });
    await world.mirror.runDue();
    vendor.refusal = 'A reason is required.';
    await world.act(uid, 'person-0', { type: 'complete' });
    await world.mirror.runDue();
    const task = await mirror.taskOf('item:1');
    expect(task).toMatchObject({ status: 'STARTED', fields: { vendor_error: expect.stringContaining('A reason is required.') } });
    const notes = await world.store.database.read((sql) =>
      sql.all<{ note: string }>("SELECT note FROM history WHERE task_uid = ? AND step = 'comment'", [uid]),
    );
    expect(notes).toEqual([{ note: expect.stringContaining('did not take the change') }]);
    expect(await mirror.runs()).toContainEqual(expect.objectContaining({ type: 'writes', errorCount: 1 }));
    vendor.refusal = null;
    await world.act(uid, 'person-0', { type: 'complete' });
    await world.mirror.runDue();
    expect((await mirror.taskOf('item:1')).fields.vendor_error).toBeUndefined();
    expect(vendor.items()[0]?.state).toBe('closed');
  });

  it('keeps nobody from reading where it cannot be written, and is undone after some tries', async () => {
    const { uid } = await mirror.taskOf('item:1');
    await world.act(uid, 'person-0', { type: 'start' });
    await world.mirror.runDue();
    vendor.isReadOnly = true;
    await world.act(uid, 'person-0', { type: 'complete' });
    vendor.create([{ title: 'Meanwhile' }]);
    await mirror.run(false);
    expect(await mirror.openTasks()).toBe(20);
    expect(await mirror.runs()).toContainEqual(expect.objectContaining({ type: 'changes', status: 'succeeded', errorCount: 0 }));
    for (let times = 0; times < 12; times += 1) {
      world.waiting.advanceMs(900_000);
      await world.mirror.runDue();
    }
    expect(await mirror.taskOf('item:1')).toMatchObject({
      status: 'STARTED',
      fields: { vendor_error: 'The scope items.write is missing.' },
    });
    expect(await mirror.openTasks()).toBe(21);
  });

  it('is not written any more by a process that stood still while another one wrote what is newer', async () => {
    const { uid } = await mirror.taskOf('item:1');
    const { database } = world.store;
    const { promise: planned, resolve: standStill } = Promise.withResolvers<void>();
    const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
    const frozen = world.openAnother({
      database: {
        ...database,
        async read(work) {
          const found = await database.read(work);
          if (typeof found !== 'object' || found === null || !('plan' in found)) return found;
          standStill();
          await woken;
          return found;
        },
      },
    });
    await world.act(uid, 'person-1', { type: 'start' });
    const working = frozen.runDue();
    await planned;
    await world.act(uid, 'person-1', { type: 'complete' });
    world.waiting.advanceMs(61_000);
    await world.mirror.runDue();
    wake();
    await working;
    expect(vendor.written.map(({ change }) => change.statusWord)).toEqual(['done']);
    expect(vendor.items()[0]?.state).toBe('closed');
    expect(world.failures).toEqual([]);
  });

  it('is not written back where that is switched off', async () => {
    const { uid } = await mirror.taskOf('item:1');
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
    await mirror.run(true);
    expect(await mirror.taskOf('item:1')).toMatchObject({ status: 'STARTED', assignee_uid: 'person-1' });
  });
});
