import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { createAction } from '../sync/engine-fixture.ts';
import { changeHook } from '../webhooks/hook-commands.ts';
import { openWebhookFixture, type WebhookFixture } from '../webhooks/webhook-fixture.ts';
import { createDueWatch } from './due-watch.ts';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;

describe('the watch over due dates', () => {
  let webhooks: WebhookFixture;

  beforeEach(async () => {
    webhooks = await openWebhookFixture();
  });
  afterEach(() => webhooks.close());

  const clock = () => webhooks.engine.clock;
  const inMinutes = (minutes: number) => formatTimestamp(clock().micros + minutes * MINUTE);
  const subscribe = (id = 'due') => webhooks.register({ id, url: 'https://example.com/', events: ['task.due'] });
  /** A watch of its own every time, as after a restart or in another process. */
  const watch = () => {
    const { database, commands: groupCommit, queues } = webhooks.engine;
    return createDueWatch({
      database,
      groupCommit,
      clock: clock(),
      queues,
      onError: (error) => {
        throw error;
      },
    });
  };
  const createDue = (uid: string, dueAt: string) => {
    const { fields } = { fields: { mode: 'merge', value: { title: uid } } } as const;
    return webhooks.engine.write(uid, { type: 'create', uid, patch: { fields, dueAt } });
  };
  const setDue = (uid: string, dueAt: string) => webhooks.engine.write(uid, { type: 'upsert', patch: { dueAt } });
  const told = async () => {
    const rows = await webhooks.rows<{ task_uid: string; version: number; type: string }>(
      'SELECT task_uid, version, type FROM deliveries ORDER BY task_uid, version',
    );
    return rows.map(({ task_uid, version, type }) => `${task_uid} ${version} ${type}`);
  };

  it('tells once of a date that passes, also after a restart and with several watches', async () => {
    await subscribe();
    await watch().runDue();
    await createDue('a', inMinutes(10));
    await watch().runDue();
    expect(await told()).toEqual([]);
    clock().micros += 11 * MINUTE;
    await webhooks.engine.restart();
    await Promise.all([watch().runDue(), watch().runDue(), watch().runDue()]);
    expect(await told()).toEqual(['a 2 task.due']);
    clock().micros += HOUR;
    await watch().runDue();
    expect(await told()).toEqual(['a 2 task.due']);
    expect(await webhooks.rows("SELECT step, status, actor_kind FROM history WHERE step = 'due'")).toEqual([
      { step: 'due', status: 'TODO', actor_kind: 'system' },
    ]);
  });

  it('goes by the dates that there are, where one endpoint gives way to the next before it has looked', async () => {
    await subscribe('one');
    await watch().runDue();
    await createDue('a', inMinutes(10));
    await webhooks.engine.commands.submit((sql) => changeHook(sql, 'one', { events: ['task.started'] }, clock().micros));
    await setDue('a', inMinutes(30));
    await createDue('b', inMinutes(10));
    await subscribe('two');
    await watch().runDue();
    clock().micros += 11 * MINUTE;
    await watch().runDue();
    const toldOf = async () => (await told()).map((line) => line.split(' ')[0]);
    expect(await toldOf()).toEqual(['b']);
    clock().micros += 20 * MINUTE;
    await watch().runDue();
    expect(await toldOf()).toEqual(['a', 'b']);
  });

  it('tells again when another date passes, and of no date twice', async () => {
    await subscribe();
    await watch().runDue();
    await createDue('a', inMinutes(10));
    clock().micros += 11 * MINUTE;
    await watch().runDue();
    await webhooks.engine.write('a', { type: 'upsert', patch: { fields: { mode: 'merge', value: { colour: 'red' } } } });
    await watch().runDue();
    await setDue('a', inMinutes(10));
    await watch().runDue();
    expect(await told()).toEqual(['a 2 task.due']);
    clock().micros += 11 * MINUTE;
    await watch().runDue();
    expect(await told()).toEqual(['a 2 task.due', 'a 5 task.due']);
  });

  it('leaves out what is done, deleted or put off by then, and dates that nobody chose or that were long past', async () => {
    await subscribe();
    await watch().runDue();
    for (const uid of ['done', 'deleted', 'later', 'held']) await createDue(uid, inMinutes(10));
    await createDue('long-past', inMinutes(-120));
    await createDue('just-past', inMinutes(-5));
    await webhooks.engine.write('without', createAction('without'));
    await webhooks.engine.write('done', { type: 'upsert', patch: { status: 'DONE' } });
    await webhooks.engine.write('deleted', { type: 'delete' });
    await setDue('later', inMinutes(600));
    await webhooks.engine.write('held', { type: 'assign', assigneeUid: 'ann' });
    clock().micros += 11 * MINUTE;
    await watch().runDue();
    expect(await told()).toEqual(['held 3 task.due', 'just-past 2 task.due']);
    const [held] = await webhooks.rows<{ data: string }>("SELECT data FROM deliveries WHERE task_uid = 'held'");
    expect(JSON.parse(held?.data ?? '')).toMatchObject({ task: { id: 'held', status: { name: 'ASSIGNED', userId: 'ann' } }, info: {} });
  });

  it('knows tasks from before somebody wanted to hear of them, and gives no version to tasks that nobody wants to hear of', async () => {
    await createDue('a', inMinutes(10));
    await createDue('b', inMinutes(20));
    await createDue('past', inMinutes(-5));
    clock().micros += MINUTE;
    await watch().runDue();
    expect(await webhooks.rows('SELECT * FROM due_alarms')).toEqual([]);
    await subscribe();
    await watch().runDue();
    clock().micros += 11 * MINUTE;
    await watch().runDue();
    expect(await told()).toEqual(['a 2 task.due']);
    const { commands } = webhooks.engine;
    await commands.submit((sql) => changeHook(sql, 'due', { scope: 'tagged' }, clock().micros));
    clock().micros += 11 * MINUTE;
    await watch().runDue();
    expect(await webhooks.rows("SELECT version FROM tasks WHERE uid = 'b'")).toEqual([{ version: 1 }]);
    await createDue('c', inMinutes(20));
    await commands.submit((sql) => changeHook(sql, 'due', { events: ['task.started'] }, clock().micros));
    await watch().runDue();
    expect(await webhooks.rows('SELECT * FROM due_alarms')).toEqual([]);
    expect(await webhooks.rows('SELECT state FROM due_watch')).toEqual([{ state: 'off' }]);
  });
});
