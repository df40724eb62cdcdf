import { checkDeliveries } from '../fixtures/check-deliveries.ts';
import { checkHistory } from '../fixtures/check-history.ts';
import { type Consoles, expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';

const UPLOAD = 'POST /api/v1/sync/operations';

test.describe.configure({ timeout: 120_000 });

/** One thing that the operator does, and what they then see. `operations`: so many are recorded for it. */
interface Step {
  task: string;
  key: 's' | 'p' | 'a' | 'u' | 'Control+Enter';
  status: string;
  operations: number;
}

const OFFLINE_WORK: readonly Step[] = [
  { task: 'one', key: 'a', status: 'ASSIGNED', operations: 1 },
  { task: 'one', key: 's', status: 'STARTED', operations: 1 },
  { task: 'one', key: 'p', status: 'ASSIGNED', operations: 1 },
  { task: 'one', key: 's', status: 'STARTED', operations: 1 },
  { task: 'two', key: 's', status: 'STARTED', operations: 2 },
  { task: 'one', key: 'Control+Enter', status: 'DONE', operations: 1 },
  { task: 'three', key: 'a', status: 'ASSIGNED', operations: 1 },
];
const HISTORY = {
  one: ['claim', 'start', 'pause', 'start', 'complete'],
  two: ['claim', 'start'],
  three: ['claim'],
};
const EVENTS = {
  one: ['task.assigned', 'task.started', 'task.paused', 'task.started', 'task.completed'],
  two: ['task.assigned', 'task.started'],
  three: ['task.assigned'],
};

async function signIn(stage: Stage, consoles: Consoles): Promise<OpenConsole> {
  await stage.addTasks('one', 'two', 'three');
  const opened = await consoles.open('ada');
  await opened.ui.enter(stage.address, stage.ada.email, PASSWORD);
  await opened.ui.shows('three', 'TODO', false);
  return opened;
}

async function goOffline({ ui }: OpenConsole, stage: Stage): Promise<void> {
  await stage.line.cut();
  await ui.sync('offline');
}

async function perform({ ui }: OpenConsole, { task, key, status }: Step): Promise<void> {
  await ui.moveTo(task);
  await ui.act(key);
  if (status === 'DONE') await ui.row(task).waitFor({ state: 'detached' });
  else await ui.shows(task, status, true);
}

/** The same console after its process is gone, with the list of what waits to be sent. */
async function reopenOffline(consoles: Consoles): Promise<OpenConsole> {
  const opened = await consoles.open('ada');
  await opened.ui.ready();
  await opened.ui.sync('offline');
  await opened.ui.go('pending');
  return opened;
}

async function checkServer(stage: Stage): Promise<void> {
  for (const [task, steps] of Object.entries(HISTORY)) await checkHistory(stage.api, task, steps);
}

/** Nothing waits any more, and the rows show what the server has. */
async function checkConsole({ ui }: OpenConsole): Promise<void> {
  await ui.settled();
  await ui.sync('live');
  await ui.go('all');
  await ui.row('one').waitFor({ state: 'detached' });
  await ui.shows('two', 'STARTED', false);
  await ui.shows('three', 'ASSIGNED', false);
  await ui.go('inbox');
  await expect(ui.page.getByText('Everything you did was applied')).toBeVisible();
}

/** Has the server killed in the middle of the next upload that reaches it. Resolves when it is. */
function killServerAt(moment: 'half' | 'whole' | 'answer', stage: Stage): Promise<void> {
  return new Promise((resolve, reject) => {
    stage.line.ambush({ requestContains: UPLOAD, moment, strike: () => stage.killServer().then(resolve, reject) });
  });
}

test('a console killed after any step of the offline work has, at its next start, all that the operator saw as saved', async ({
  stage,
  consoles,
}) => {
  const receiver = await stage.addReceiver();
  let console = await signIn(stage, consoles);
  await goOffline(console, stage);
  let pending = 0;
  const statuses = new Map<string, string>();
  for (const step of OFFLINE_WORK) {
    await perform(console, step);
    pending += step.operations;
    statuses.set(step.task, step.status);
    await console.kill();
    console = await reopenOffline(consoles);
    await console.ui.pending(pending);
    for (const [task, status] of statuses) await console.ui.shows(task, status, true);
    await console.ui.go('all');
  }
  await stage.line.restore();
  await checkConsole(console);
  await checkServer(stage);
  await checkDeliveries(receiver, EVENTS);
});

test('a console killed while it records something has all of it or nothing', async ({ stage, consoles }) => {
  let console = await signIn(stage, consoles);
  await goOffline(console, stage);
  let pending = 0;
  for (const task of ['one', 'two', 'three']) {
    await console.ui.moveTo(task);
    // To start what nobody has claimed is two operations.
    await console.ui.act('s');
    await console.kill();
    console = await reopenOffline(consoles);
    const shown = Number(await console.page.locator('html').getAttribute('data-pending-count'));
    expect([pending, pending + 2], 'operations that were kept').toContain(shown);
    pending = shown;
    await console.ui.go('all');
  }
});

test('a server killed in the middle of uploads, at every moment of them, applies and tells everything once', async ({
  stage,
  consoles,
}) => {
  const receiver = await stage.addReceiver();
  const console = await signIn(stage, consoles);
  await goOffline(console, stage);
  for (const step of OFFLINE_WORK) await perform(console, step);
  await console.ui.pending(8);

  let killed = killServerAt('half', stage);
  await stage.line.restore();
  for (const moment of ['whole', 'answer', 'answer', 'whole'] as const) {
    await killed;
    killed = killServerAt(moment, stage);
    await stage.restart();
  }
  await killed;
  await stage.restart();
  await checkConsole(console);
  await checkServer(stage);
  await checkDeliveries(receiver, EVENTS);
});

test('console and server killed together in the middle of an upload lose nothing and double nothing', async ({ stage, consoles }) => {
  const receiver = await stage.addReceiver();
  let console = await signIn(stage, consoles);
  await goOffline(console, stage);
  for (const step of OFFLINE_WORK) await perform(console, step);

  for (const moment of ['whole', 'answer'] as const) {
    const killed = killServerAt(moment, stage).then(() => console.kill());
    await stage.line.restore();
    await killed;
    await stage.line.cut();
    await stage.restart();
    console = await reopenOffline(consoles);
    for (const [task, status] of [
      ['one', 'DONE'],
      ['two', 'STARTED'],
      ['three', 'ASSIGNED'],
    ] as const) {
      await console.ui.shows(task, status, true);
    }
  }
  await stage.line.restore();
  await checkConsole(console);
  await checkServer(stage);
  await checkDeliveries(receiver, EVENTS);
});
