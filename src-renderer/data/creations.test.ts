import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Device, SyncWorld, until } from '../../e2e/fixtures/sync-world.ts';
import { removeForm, type StoredForm, saveForm } from '../../src-server/forms/form-rows.ts';
import type { ActOutcome, ConsoleData, TaskQuery } from './console-data.ts';

const REFUNDS: TaskQuery = {
  scope: { kind: 'queue', queueUid: 'refunds' },
  statuses: null,
  text: '',
  filters: [],
  sort: { path: 'uid', direction: 'asc' },
};
const FORM: StoredForm = {
  id: 'complaint',
  slug: 'complaint',
  title: 'Complaint',
  description: '',
  schema: {
    type: 'object',
    properties: { title: { type: 'string' }, customer: { type: 'string' }, amount: { type: 'number', minimum: 1 } },
    required: ['customer'],
  },
  ui: {},
  prefill: [],
  target: { fields: { channel: 'desk' }, queue_uid: 'refunds', due_in_seconds: 3_600 },
  public: false,
  frame_ancestors: [],
  enabled: true,
};

let world: SyncWorld;
let ann: Device;

beforeEach(async () => {
  world = await SyncWorld.open();
  await saveStored(FORM);
  ann = await world.device('ann');
  await ann.start();
  await until('the console is live', () => ann.data.syncState.getSnapshot().mode === 'live');
});
afterEach(() => world.close());

const saveStored = (form: StoredForm) => world.engine.database.write((sql) => saveForm(sql, form, 1));
const inQueue = (data: ConsoleData) => data.tasks.query(REFUNDS).getSnapshot();
const entryOf = (uid: string) => ann.data.tasks.entry(uid).getSnapshot();
const isSettled = () => until('all is sent', () => ann.data.syncState.getSnapshot().pendingCount === 0);

function done<Outcome extends ActOutcome>(outcome: Outcome): Outcome {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome;
}

async function serverTasks() {
  const rows = await world.engine.database.read((sql) =>
    sql.all<{ uid: string; queue_uid: string | null; fields: string }>('SELECT uid, queue_uid, fields FROM tasks'),
  );
  return rows.map(({ uid, queue_uid, fields }) => ({ uid, queue_uid, fields: JSON.parse(fields) }));
}

describe('a task that is made from a form', () => {
  test('stands in its queue at once, offline and after a crash, and gets through once', async () => {
    ann.cutNetwork();
    const { taskUid } = done(await ann.data.create('complaint', { title: 'Late parcel', customer: '4711' }));
    expect(inQueue(ann.data)).toEqual([taskUid]);
    expect(entryOf(taskUid)).toMatchObject({
      title: 'Late parcel',
      task: { status: 'TODO', fields: { title: 'Late parcel', customer: '4711', channel: 'desk' } },
      pending: [{ action: 'create' }],
      doubtful: [],
    });
    const { created_at, due_at } = entryOf(taskUid)?.task ?? { created_at: '', due_at: '' };
    expect(Date.parse(due_at) - Date.parse(created_at)).toBe(3_600_000);

    await ann.restart();
    expect(ann.data.workspace.getSnapshot().forms.map(({ id }) => id)).toEqual(['complaint']);
    await until('all is read', () => ann.data.tasks.known.getSnapshot() === 'everything');
    expect(inQueue(ann.data)).toEqual([taskUid]);

    ann.cutNetwork('answers-lost');
    await until('the server has it', async () => (await serverTasks()).length > 0);
    await until('it was sent again', () => ann.pushes.length > 1);
    ann.restoreNetwork();
    await isSettled();
    await until('the feed brought it', () => entryOf(taskUid)?.pending.length === 0);
    expect(await serverTasks()).toEqual([
      { uid: taskUid, queue_uid: 'refunds', fields: { title: 'Late parcel', customer: '4711', channel: 'desk' } },
    ]);
    expect(inQueue(ann.data)).toEqual([taskUid]);
  });

  test('can be worked before the server knows of it', async () => {
    ann.cutNetwork();
    const { taskUid } = done(await ann.data.create('complaint', { customer: '4711' }));
    done(await ann.data.perform(taskUid, 'start', {}));
    ann.restoreNetwork();
    await isSettled();
    await until('the feed brought it', () => entryOf(taskUid)?.pending.length === 0);
    expect(entryOf(taskUid)?.task).toMatchObject({ status: 'STARTED', assignee_uid: 'ann' });
  });

  test('is taken back for good while it was not sent', async () => {
    ann.cutNetwork();
    const { taskUid, ...created } = done(await ann.data.create('complaint', { customer: '4711' }));
    done(await ann.data.undo(created.ok ? created.opIds : []));
    expect(entryOf(taskUid)).toBeNull();
    ann.restoreNetwork();
    await isSettled();
    expect(await serverTasks()).toEqual([]);
    expect(ann.data.inbox.getSnapshot()).toEqual([]);
  });

  test('lands in the inbox with all that was typed when the form does not take it any more', async () => {
    ann.cutNetwork();
    const values = { title: 'Late parcel', customer: '4711' };
    const { taskUid } = done(await ann.data.create('complaint', values));
    done(await ann.data.perform(taskUid, 'claim', {}));
    await world.engine.database.write((sql) => removeForm(sql, 'complaint'));
    ann.restoreNetwork();
    await isSettled();
    expect(await serverTasks()).toEqual([]);
    expect(entryOf(taskUid)).toBeNull();
    await ann.restart();
    expect(ann.data.inbox.getSnapshot().map(({ action, reason, title }) => [action, reason, title])).toEqual([
      ['claim', 'depends_on_rejected', 'Late parcel'],
      ['create', 'invalid_payload', 'Late parcel'],
    ]);
    expect(ann.data.inbox.getSnapshot()[1]).toMatchObject({
      message: 'The form was closed or removed.',
      payload: { formId: 'complaint', values },
    });
  });
});
