import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Device, SyncWorld, until } from '../../e2e/fixtures/sync-world.ts';
import { createAction } from '../../src-server/sync/engine-fixture.ts';
import { ServerApi } from '../data/server-api.ts';
import { goTo, interfaceStore, keepCommentDraft, pushUndo, resetInterface } from '../state/interface-state.ts';
import { changeSelection, selectedIn } from '../state/selection.ts';
import type { View } from '../state/view.ts';
import { planBulk } from './bulk.ts';
import { commandById } from './catalogue.ts';
import { performAsked } from './perform-asked.ts';
import { performPlanned } from './perform-planned.ts';
import { runCommand } from './run-command.ts';
import { sendComment } from './send-comment.ts';

const MINE: View = { kind: 'tasks', scope: { kind: 'mine' } };
const SETTINGS: View = { kind: 'settings', panel: 'account' };

let world: SyncWorld;
let ann: Device;

beforeEach(async () => {
  resetInterface();
  world = await SyncWorld.open();
  ann = await world.device('ann');
});
afterEach(() => world.close());

/** A server that answers when it is told to. */
function slowServer() {
  const requests: { url: string; answer: (status: number, body: unknown) => void }[] = [];
  const server = new ServerApi(
    (input) =>
      new Promise((resolve) => {
        const answer = (status: number, body: unknown) => resolve(new Response(body === null ? null : JSON.stringify(body), { status }));
        requests.push({ url: String(input), answer });
      }),
    'app://docket',
  );
  return { server, requests };
}

async function liveConsole() {
  await ann.start();
  await until('the console is live', () => ann.data.syncState.getSnapshot().mode === 'live');
  const { server, requests } = slowServer();
  const account = {
    key: 'a',
    server: world.address,
    user: ann.data.workspace.getSnapshot().user,
    tokenStorage: 'file',
    expired: false,
  } as const;
  const bridge = { call: () => Promise.reject(new Error('nothing is asked of the main process')), on: () => () => undefined };
  return { handles: { data: ann.data, server, account, bridge }, requests };
}

const { getState } = interfaceStore;

test('a view that was deleted is left, unless the operator has left it already', async () => {
  const { handles, requests } = await liveConsole();
  for (const after of [null, SETTINGS]) {
    goTo({ ...MINE, savedId: 'v1' });
    const run = runCommand(commandById('view.delete'), handles);
    if (after) goTo(after);
    requests.at(-1)?.answer(204, null);
    await run;
    expect(getState().view).toEqual(after ?? MINE);
  }
});

test('a task that was claimed is chosen where it was asked for, wherever the operator is by then', async () => {
  await world.engine.write('a', createAction('a'));
  const { handles, requests } = await liveConsole();
  goTo(MINE);
  const run = runCommand(commandById('player.next'), handles);
  await until('the server is asked', () => requests.length === 1);
  goTo({ kind: 'tasks', scope: { kind: 'all' } });
  const known = await ann.data.perform('a', 'claim', {});
  expect(known.ok).toBe(true);
  const task = ann.data.tasks.entry('a').getSnapshot()?.task;
  requests[0]?.answer(200, { ...task, id: 'a', title: 'a', url: null });
  await run;
  expect(getState().activeUids).toEqual({ mine: 'a' });
});

test('next, pressed twice, claims one task', async () => {
  await world.engine.write('a', createAction('a'));
  const { handles, requests } = await liveConsole();
  goTo(MINE);
  const runs = [runCommand(commandById('player.next'), handles), runCommand(commandById('player.next'), handles)];
  await until('the server is asked', () => requests.length > 0);
  expect(requests).toHaveLength(1);
  for (const { answer } of requests) answer(204, null);
  await Promise.all(runs);
  const later = runCommand(commandById('player.next'), handles);
  await until('the server is asked again', () => requests.length === 2);
  requests.at(-1)?.answer(204, null);
  await later;
});

test('what was refused is tried again once, however often that is asked for at a time', async () => {
  await world.engine.write('a', createAction('a'));
  const { handles } = await liveConsole();
  ann.cutNetwork();
  for (const act of ['start', 'complete'] as const) expect((await ann.data.perform('a', act, {})).ok).toBe(true);
  expect((await ann.data.perform('a', 'comment', { text: 'Paid.' })).ok).toBe(true);
  await world.engine.write('a', { type: 'assign', assigneeUid: 'bob' });
  ann.restoreNetwork();
  await until('they are refused', () => ann.data.inbox.getSnapshot().length > 0 && ann.data.syncState.getSnapshot().pendingCount === 0);
  const comment = ann.data.inbox.getSnapshot().find(({ action }) => action === 'comment');
  goTo({ kind: 'inbox' });
  interfaceStore.setState({ activeInboxOpId: comment?.opId ?? null });
  ann.cutNetwork();
  await Promise.all([runCommand(commandById('inbox.retry'), handles), runCommand(commandById('inbox.retry'), handles)]);
  expect(
    ann.data.tasks
      .entry('a')
      .getSnapshot()
      ?.pending.map(({ action }) => action),
  ).toEqual(['comment']);
});

test('an undo leads back to where it was done, unless the operator went on meanwhile', async () => {
  await world.engine.write('a', createAction('a'));
  const { handles } = await liveConsole();
  const claimed = await ann.data.perform('a', 'claim', {});
  if (!claimed.ok) throw new Error(claimed.message);
  pushUndo({ opIds: claimed.opIds, done: 'done.claim', taskUid: 'a', view: MINE });
  goTo({ kind: 'inbox' });
  const undone = runCommand(commandById('task.undo'), handles);
  goTo(SETTINGS);
  await undone;
  expect(getState().view).toEqual(SETTINGS);
});

test('what a dialog asked for is undone where it was done, though the operator went on before it was written down', async () => {
  await world.engine.write('a', createAction('a'));
  const { handles } = await liveConsole();
  goTo(MINE);
  const snoozed = performAsked(handles.data, 'a', 'snooze', { until: '2027-01-01T00:00:00.000000+00:00' });
  goTo({ kind: 'inbox' });
  await snoozed;
  expect(getState().undoSteps).toMatchObject([{ done: 'done.snooze', taskUid: 'a', view: MINE }]);
});

test('what becomes of many tasks is undone where it was asked for, and leaves alone what was selected since', async () => {
  for (const uid of ['a', 'b', 'c']) await world.engine.write(uid, createAction(uid));
  const { handles } = await liveConsole();
  await until('the tasks are here', () => ['a', 'b', 'c'].every((uid) => ann.data.tasks.entry(uid).getSnapshot()));
  goTo(MINE);
  changeSelection('mine', { add: ['a', 'b'] });
  const plan = planBulk(handles.data, 'claim', {}, ['a', 'b']);
  const { signal } = new AbortController();
  const done = performPlanned(handles.data, plan, {}, { signal, onProgress: () => undefined });
  goTo({ kind: 'tasks', scope: { kind: 'all' } });
  changeSelection('all', { add: ['b', 'c'] });
  expect((await done).doneCount).toBe(2);
  expect(getState().undoSteps).toMatchObject([{ done: 'done.claim', taskUid: 'a', view: MINE }]);
  expect([...selectedIn('all')]).toEqual(['c']);
});

test('what is typed while a comment is written down stays in its box', async () => {
  await world.engine.write('a', createAction('a'));
  const { handles } = await liveConsole();
  for (const [sent, typed, kept] of [
    ['Paid.', 'Paid. Twice?', 'Twice?'],
    ['Paid.', 'Unpaid.', 'Unpaid.'],
    ['Paid.', 'Paid.', undefined],
  ] as const) {
    keepCommentDraft('a', sent);
    const sending = sendComment(handles.data, 'a');
    keepCommentDraft('a', typed);
    await sending;
    expect(getState().commentDrafts.a).toBe(kept);
  }
});
