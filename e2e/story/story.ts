import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ApiClient } from '../fixtures/api-client.ts';
import { type BreakableProxy, startBreakableProxy } from '../fixtures/breakable-proxy.ts';
import { type LaunchedConsole, launchConsole } from '../fixtures/launch-console.ts';
import { BOOTSTRAP_KEY, type ServerProcess, startServerProcess } from '../fixtures/server-process.ts';
import { type ReceivedEvent, startWebhookReceiver, type WebhookReceiver } from '../fixtures/webhook-receiver.ts';
import { ConsolePage } from '../pages/console-page.ts';
import { assert, assertEqual, Narrator } from './narrator.ts';
import { sendRecorded, sendSample } from './send-sample.ts';

const SCREENS = resolve(import.meta.dirname, '../screens/story');
const HOOK = 'webhook_1234';
const PASSWORD = 'a good long password';
const ADA = { email: 'ada@example.com', name: 'Ada Lindqvist', role: 'operator', skills: [], password: PASSWORD };
const BO = { email: 'bo@example.com', name: 'Bo Larsen', role: 'operator', skills: [], password: PASSWORD };

/** Everything that runs. */
interface Stage {
  folder: string;
  server: ServerProcess;
  line: BreakableProxy;
  receiver: WebhookReceiver;
  integrator: ApiClient;
  ada: { id: string; console: LaunchedConsole; page: ConsolePage };
  bo: { id: string; console: LaunchedConsole; page: ConsolePage };
}

const narrator = new Narrator();
const ending: (() => Promise<unknown> | unknown)[] = [];

async function openConsole(folder: string, name: string): Promise<{ console: LaunchedConsole; page: ConsolePage }> {
  const console = await launchConsole({ userDataDir: join(folder, name), colorScheme: name === 'ada' ? 'dark' : 'light' });
  ending.push(() => console.close().catch(() => undefined));
  return { console, page: new ConsolePage(console.page) };
}

async function setTheStage(): Promise<Stage> {
  mkdirSync(SCREENS, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'docket-story-'));
  ending.push(() => rmSync(folder, { recursive: true, force: true }));
  const server = await narrator.step('a server starts on an empty data directory', () =>
    startServerProcess({ dataDir: join(folder, 'data') }),
  );
  ending.push(() => server.stop());
  const line = await startBreakableProxy({ host: '127.0.0.1', port: server.port });
  ending.push(() => line.close());
  const receiver = await startWebhookReceiver();
  ending.push(() => receiver.close());
  const integrator = new ApiClient(server.url, BOOTSTRAP_KEY);

  const people = await narrator.step('two operators, a queue and a webhook are made over the API', async () => {
    await integrator.json('POST', '/queues', { id: 'claims', name: 'Claims', condition: { combinator: 'and', rules: [] }, skills: [] });
    const hook = await integrator.json<{ secret: string }>('POST', '/hooks', { id: HOOK, url: receiver.url, scope: 'all' });
    receiver.expectSecret(hook.secret);
    const ada = await integrator.json<{ id: string }>('POST', '/users', ADA);
    const bo = await integrator.json<{ id: string }>('POST', '/users', BO);
    return { ada, bo };
  });

  const ada = await openConsole(folder, 'ada');
  const bo = await openConsole(folder, 'bo');
  await narrator.step('both sign in: Ada over a line that can break, Bo directly', async () => {
    await ada.page.signIn(`http://127.0.0.1:${line.port}`, ADA.email, PASSWORD);
    await bo.page.signIn(server.url, BO.email, PASSWORD);
    for (const { page } of [ada, bo]) {
      await page.ready();
      await page.sync('live');
      await page.go('all');
    }
  });
  return { folder, server, line, receiver, integrator, ada: { ...ada, id: people.ada.id }, bo: { ...bo, id: people.bo.id } };
}

/** 1 and 2: tasks arrive, and stand in the queue within a second. */
async function tasksArrive(stage: Stage): Promise<{ sample: string; second: string; third: string }> {
  const { server, integrator, ada, bo } = stage;
  const run = await narrator.step('the published Python sample sends a task: PATCH /api/v1/tasks/', () =>
    sendSample(server.url, BOOTSTRAP_KEY),
  );
  const answeredAtMs = performance.now();
  await narrator.step('it stands in both consoles’ queue', async () => {
    await ada.page.shows(run.taskUid, 'TODO', false);
    await bo.page.shows(run.taskUid, 'TODO', false);
    const tookMs = Math.round(performance.now() - answeredAtMs);
    narrator.tell(`sent by ${run.by}; seen ${tookMs} ms after the answer`);
    assert(tookMs <= 1_000, `the task took ${tookMs} ms to the list, not a second at most`);
  });
  await narrator.step('the sample with x-api-key, with and without the trailing slash: 200 each time, no redirect', async () => {
    for (const path of ['/api/v1/tasks/', '/api/v1/tasks']) {
      const answer = await sendRecorded(server.url, path, { name: 'x-api-key', value: BOOTSTRAP_KEY });
      assertEqual(answer.status, 200, `the answer to ${path}`);
      // They have done their work: out of the operators' way.
      await integrator.send('DELETE', `/api/v1/tasks/${(JSON.parse(answer.body) as { uid: string }).uid}`);
    }
  });
  const [second, third] = ['claim-2', 'claim-3'];
  await narrator.step('two more tasks, which carry what the webhook gives back', async () => {
    for (const uid of [second, third]) {
      const body = { uid, fields: { title: `Claim ${uid}` }, integrations: { [HOOK]: { externalId: `abc-${uid}` } } };
      await integrator.json('PATCH', '/tasks/', body);
      await ada.page.shows(uid, 'TODO', false);
    }
  });
  await ada.page.screenshot(join(SCREENS, '1-tasks-arrived.png'));
  return { sample: run.taskUid, second, third };
}

/** 3: the line breaks in the middle of a request; work goes on, over a SIGKILL. */
async function workOffline(stage: Stage, tasks: { sample: string; second: string; third: string }): Promise<void> {
  const { line } = stage;
  const { ada, bo } = stage;
  await narrator.step('Ada claims a task, and the line breaks before the answer is there', async () => {
    const broken = new Promise<void>((sprung) => {
      line.cutWhen({ requestContains: 'POST /api/v1/sync/operations', lose: 'answer', sprung });
    });
    await ada.page.moveTo(tasks.sample);
    await ada.page.act('a');
    await ada.page.shows(tasks.sample, 'ASSIGNED', true);
    await broken;
    await ada.page.sync('offline');
  });
  await narrator.step('Ada starts, pauses and starts it again, and completes it, offline', async () => {
    for (const [key, status] of [
      ['s', 'STARTED'],
      ['p', 'ASSIGNED'],
      ['s', 'STARTED'],
    ] as const) {
      await ada.page.act(key);
      await ada.page.shows(tasks.sample, status, true);
    }
    await ada.page.screenshot(join(SCREENS, '2-working-offline.png'));
    await ada.page.act('Control+Enter');
    await ada.page.go('pending');
    await ada.page.shows(tasks.sample, 'DONE', true);
    await ada.page.go('all');
  });
  await narrator.step('meanwhile Bo, online, claims one of the others', async () => {
    await bo.page.moveTo(tasks.third);
    await bo.page.act('a');
    await bo.page.shows(tasks.third, 'ASSIGNED', false);
  });
  await narrator.step('Ada works two others offline, Bo’s among them', async () => {
    await ada.page.moveTo(tasks.second);
    await ada.page.act('s');
    await ada.page.shows(tasks.second, 'STARTED', true);
    await ada.page.moveTo(tasks.third);
    await ada.page.act('a');
    await ada.page.shows(tasks.third, 'ASSIGNED', true);
    await ada.page.act('s');
    await ada.page.shows(tasks.third, 'STARTED', true);
  });
  await narrator.step('Ada’s console is killed (SIGKILL) and started again, still offline', async () => {
    await ada.console.kill();
    Object.assign(stage.ada, await openConsole(stage.folder, 'ada'));
    await stage.ada.page.ready();
    await stage.ada.page.sync('offline');
  });
  await narrator.step('every change is still there, shown as pending', async () => {
    await stage.ada.page.go('pending');
    await stage.ada.page.shows(tasks.sample, 'DONE', true);
    await stage.ada.page.shows(tasks.second, 'STARTED', true);
    await stage.ada.page.shows(tasks.third, 'STARTED', true);
    await stage.ada.page.screenshot(join(SCREENS, '3-killed-and-back-offline.png'));
  });
}

/** 4: the network returns; every transition is sent once, signed and in order. */
async function networkReturns(stage: Stage, tasks: { sample: string; second: string; third: string }): Promise<void> {
  const { line, receiver, ada, bo } = stage;
  await narrator.step('the network returns, and everything is sent', async () => {
    await line.restore();
    await ada.page.settled();
    await ada.page.sync('live');
  });
  const expected = {
    [tasks.sample]: ['task.assigned', 'task.started', 'task.paused', 'task.started', 'task.completed'],
    [tasks.second]: ['task.assigned', 'task.started'],
    [tasks.third]: ['task.assigned'],
  };
  const total = Object.values(expected).flat().length;
  await narrator.step(`the receiver gets ${total} signed events, each once, in order`, async () => {
    await receiver.waitFor((events) => events.length >= total, 20_000);
    const { events, faults } = receiver;
    assertEqual(faults, [], 'what the receiver refused');
    for (const [uid, types] of Object.entries(expected)) {
      assertEqual(
        eventsOf(events, uid).map(({ body }) => body.type),
        types,
        `the events of ${uid}`,
      );
      const holder = uid === tasks.third ? bo.id : ada.id;
      for (const { body } of eventsOf(events, uid)) assertEqual(body.data.task.status.userId, holder, `who holds ${uid}`);
    }
    assertEqual(new Set(events.map(({ headers }) => headers['webhook-id'])).size, events.length, 'different webhook-ids');
    for (const event of events)
      checkShape(event, event.body.data.task.id === tasks.sample ? {} : { externalId: `abc-${event.body.data.task.id}` });
  });
}

/** 5: what Bo holds is rejected with his name, emitted nothing, and is shown until it is dismissed. */
async function rejectionsAreShown(stage: Stage, tasks: { third: string }): Promise<void> {
  const { ada, receiver } = stage;
  await narrator.step('Ada’s inbox says who holds the task', async () => {
    await ada.page.go('inbox');
    await ada.page.page.getByText(BO.name).first().waitFor();
    await ada.page.screenshot(join(SCREENS, '4-not-applied.png'));
  });
  await narrator.step('it says so until it is dismissed, over a restart too', async () => {
    await ada.console.kill();
    Object.assign(stage.ada, await openConsole(stage.folder, 'ada'));
    const { page } = stage.ada;
    await page.ready();
    await page.go('inbox');
    await page.page.getByText(BO.name).first().waitFor();
    await page.page.keyboard.press('Shift+E');
    await page.page.getByText('Everything you did was applied').waitFor();
    await page.screenshot(join(SCREENS, '5-dismissed.png'));
  });
  await narrator.step('the task is Bo’s everywhere, and nothing was emitted for Ada', async () => {
    await stage.ada.page.go('all');
    await stage.ada.page.shows(tasks.third, 'ASSIGNED', false);
    assertEqual(eventsOf(receiver.events, tasks.third).length, 1, 'events of the task that Bo holds');
  });
}

function eventsOf(events: readonly ReceivedEvent[], taskUid: string): ReceivedEvent[] {
  return events.filter(({ body }) => body.data.task.id === taskUid);
}

/** The published body: these keys, in this order, and no others. */
function checkShape(event: ReceivedEvent, info: unknown): void {
  const { body, bytes } = event;
  const { task } = body.data;
  const shape = {
    type: body.type,
    data: { task: { id: task.id, status: { name: task.status.name, userId: task.status.userId, at: task.status.at } }, info },
    sentAt: body.sentAt,
  };
  assertEqual(JSON.parse(bytes), shape, 'the body');
  assert(bytes === JSON.stringify(shape), `the keys stand in another order: ${bytes}`);
  for (const moment of [task.status.at, body.sentAt]) {
    assert(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/.test(moment), `not the published form of a date: ${moment}`);
  }
}

async function tellStory(): Promise<void> {
  const stage = await setTheStage();
  const tasks = await tasksArrive(stage);
  await workOffline(stage, tasks);
  await networkReturns(stage, tasks);
  await rejectionsAreShown(stage, tasks);
  narrator.tell(`screenshots: ${SCREENS}`);
}

try {
  await tellStory();
} catch (error) {
  narrator.failed(error);
  process.exitCode = 1;
} finally {
  for (const end of ending.reverse()) await end();
}
