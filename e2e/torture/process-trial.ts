import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { createRandom } from '../../resources/demo-data/random.ts';
import type { Database } from '../../src-server/store/database.ts';
import { openPostgresDatabase } from '../../src-server/store/postgres/open-postgres-database.ts';
import { createTemporaryDatabase } from '../../src-server/store/postgres/temporary-postgres.ts';
import { openSqliteDatabase } from '../../src-server/store/sqlite/open-sqlite-database.ts';
import { BrokenPromise, SyncInvariants } from '../../src-server/sync/sync-invariants.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from '../../src-server/tasks/task-row.ts';
import { TASK_EVENTS } from '../../src-shared/schema/event.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { awakeMs } from '../fixtures/awake-clock.ts';
import { Patience } from '../fixtures/patience.ts';
import { BOOTSTRAP_KEY } from '../fixtures/server-process.ts';
import { type EndpointReceiver, startEndpointReceiver } from '../scale/endpoint-receiver.ts';
import type { SourceEdit } from '../scale/faults/source-edit.ts';
import { Figures } from '../scale/figures.ts';
import { startLoadBalancer } from '../scale/load-balancer.ts';
import { readOutcome } from '../scale/read-outcome.ts';
import { type Random, RetryingClient } from '../scale/retrying-client.ts';
import { type ServerFleet, startServerFleet } from '../scale/server-fleet.ts';
import { verifyDeliveries } from '../scale/verify-deliveries.ts';
import { waitForQuiet } from '../scale/wait-for-quiet.ts';
import { watchTakeovers } from '../scale/watch-takeovers.ts';
import { ConsoleRunner } from './console-runner.ts';
import { BROKE_OFF, type Finding, findingOf } from './run-schedule.ts';
import { EVERYTHING, shownPart } from './shown-tasks.ts';
import type { StoreName } from './trial-stores.ts';

export interface ProcessTrialOptions {
  store: StoreName;
  /** Where PostgreSQL is; unused on SQLite. */
  postgresUrl: string;
  seed: number;
  seconds: number;
  edits?: readonly SourceEdit[];
  /** Ends the load early. */
  signal: AbortSignal;
}

export interface ProcessFigures {
  serverKills: number;
  consoleKills: number;
  operations: number;
}

const TASKS = 10;
/** All but the one that time alone brings about. */
const EVENTS = TASK_EVENTS.filter((event) => event !== 'task.due');
const SERVERS = { sqlite: 1, postgres: 2 } as const;
const PASSWORD = 'a long password for trials';
const REST_MS = 90_000;
/** A lease (20 s) and a look at what others left (5 s) go by the clock. */
const QUIET = { limitMs: 20_000, fixedMs: 25_000 } as const;
const LOOK_MS = 400;
const HOLD_MS = 500;

/** Everything that one trial has, to be ended the last one first. */
interface Stage {
  database: Database;
  fleet: ServerFleet;
  admin: RetryingClient;
  receiver: EndpointReceiver;
  consoles: readonly ConsoleRunner[];
  invariants: SyncInvariants;
  figures: Figures;
  random: Random;
}

/** Real servers, consoles and sockets, each of which is killed again and again: what must not have been seen, or null. */
export async function runProcessTrial(options: ProcessTrialOptions, counts: ProcessFigures): Promise<Finding | null> {
  const ends: (() => Promise<void> | void)[] = [];
  let stage: Stage | null = null;
  try {
    stage = await setStage(options, ends);
    const { figures } = stage;
    const watching = new AbortController();
    const watch = watchTakeovers(stage, watching.signal).catch((error: unknown) => figures.fault(BROKE_OFF, inspect(error)));
    ends.push(() => {
      watching.abort();
      return watch;
    });
    await play(stage, options, counts);
    await comeToRest(stage);
    const [first] = figures.faults;
    return first ? { kind: first.kind, detail: `${figures.faults.map(describeFault).join('\n')}\n${logsOf(stage)}` } : null;
  } catch (error) {
    const finding = findingOf(error);
    return finding && stage ? { ...finding, detail: `${finding.detail}\n${logsOf(stage)}` } : finding;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

function describeFault({ kind, count, examples }: Figures['faults'][number]): string {
  return `${kind} (${count}): ${examples.join('\n    ')}`;
}

/** What servers and consoles said last. */
function logsOf({ fleet, consoles }: Stage): string {
  const said = [
    ...fleet.places.map(({ port, log }) => `server ${port}: ${log}`),
    ...consoles.map(({ log }, index) => `console ${index}: ${log}`),
  ];
  return said.map((text) => text.slice(0, 6_000)).join('\n');
}

async function setStage(
  { store, postgresUrl, seed, edits = [] }: ProcessTrialOptions,
  ends: (() => Promise<void> | void)[],
): Promise<Stage> {
  const figures = new Figures();
  const random = createRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'docket-torture-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const temporary = store === 'postgres' ? await createTemporaryDatabase(postgresUrl) : null;
  if (temporary) ends.push(() => temporary.remove());
  const fleet = await startServerFleet({ databaseUrl: temporary?.url ?? '', dataDir: folder, count: SERVERS[store], edits, figures });
  ends.push(() => fleet.end());
  await fleet.allListen();
  const balancer = await startLoadBalancer(fleet.places.map(({ port }) => port));
  ends.push(() => balancer.close());
  const receiver = await startEndpointReceiver({ name: 'all', figures, random: createRandom(seed + 1) });
  ends.push(() => receiver.close());
  const database = temporary
    ? openPostgresDatabase({ url: temporary.url })
    : openSqliteDatabase({ file: join(folder, 'docket.db'), copiesLog: false });
  ends.push(() => database.close());
  const admin = new RetryingClient({ port: balancer.port, token: BOOTSTRAP_KEY, figures, random: createRandom(seed + 2), losesAnswers: 0 });
  ends.push(() => void admin.close());
  const people = await setPeople(admin, receiver);
  const hook = await database.read((sql) => sql.get<{ hook_key: string }>('SELECT hook_key FROM hooks'));
  const invariants = new SyncInvariants(hook?.hook_key);
  const consoles = people.map(({ user, token }, index) => {
    const directory = join(folder, `console-${index}`);
    const orders = { address: `http://127.0.0.1:${balancer.port}`, token, user, directory, seed: seed * 10 + index, query: EVERYTHING };
    return new ConsoleRunner(
      orders,
      (results) =>
        noteAll(() => {
          for (const result of results) invariants.noteAnswer(result);
        }, figures),
      (text) => figures.fault('a console was refused', text),
    );
  });
  for (const each of consoles) ends.push(() => each.kill());
  await Promise.all(consoles.map((each) => each.start()));
  return { database, fleet, admin, receiver, consoles, invariants, figures, random };
}

/** Two people, one of them at two consoles; a queue for everything, tasks, and an endpoint that wants to hear of all. */
async function setPeople(admin: RetryingClient, receiver: EndpointReceiver): Promise<{ user: User; token: string }[]> {
  const done = async <Body>(path: string, body: object): Promise<Body> => {
    const answer = await admin.send({
      method: 'POST',
      path,
      body,
      kind: 'set-up',
      ...(path === '/hooks' || path === '/auth/login' ? {} : { idempotencyKey: JSON.stringify(body).slice(0, 60) }),
    });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  };
  await done('/queues', { id: 'rest', name: 'rest', priority: 1, condition: { combinator: 'and', rules: [] }, skills: [] });
  const { secret } = await done<{ secret: string }>('/hooks', { id: 'hook', url: receiver.url, scope: 'all', events: EVENTS });
  receiver.expectSecret(secret);
  const uids = Array.from({ length: TASKS }, (_, index) => `t${index}`);
  await done('/tasks/batch', { items: uids.map((uid) => ({ uid, fields: { title: uid } })) });
  const people: { user: User; token: string }[] = [];
  for (const name of ['ann', 'bob']) {
    const email = `${name}@example.com`;
    const user = await done<User>('/users', { email, name, role: 'operator', skills: [], password: PASSWORD });
    for (let console = name === 'ann' ? 2 : 1; console > 0; console -= 1) {
      people.push({ user, token: (await done<{ token: string }>('/auth/login', { email, password: PASSWORD })).token });
    }
  }
  return people;
}

async function play(stage: Stage, { seconds, signal }: ProcessTrialOptions, counts: ProcessFigures): Promise<void> {
  const { random, fleet, consoles, database, invariants, admin, receiver } = stage;
  const deadline = awakeMs() + seconds * 1_000;
  let consoleAt = awakeMs() + random.integer(500, 2_000);
  let serverAt = awakeMs() + random.integer(1_000, 4_000);
  let counter = 0;
  while (awakeMs() < deadline && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    await database.read((sql) => invariants.look(sql));
    counter += 1;
    await admin.send({
      method: 'PATCH',
      path: '/tasks',
      body: { uid: `t${random.integer(0, TASKS - 1)}`, fields: { counter } },
      kind: 'source',
    });
    if (awakeMs() > serverAt) {
      const listening = fleet.places.filter(({ isListening }) => isListening);
      if (listening.length > 0) {
        // In the middle of a delivery, so that somebody has to take that over.
        const held = await receiver.holdNext(HOLD_MS);
        random.pick(listening).kill();
        held?.release();
        counts.serverKills += 1;
      }
      serverAt = awakeMs() + random.integer(2_500, 6_000);
    }
    if (awakeMs() > consoleAt) {
      const victim = random.pick(consoles);
      await victim.kill();
      await victim.start();
      counts.consoleKills += 1;
      consoleAt = awakeMs() + random.integer(1_000, 3_500);
    }
  }
  counts.operations += consoles.reduce((sum, { saved }) => sum + saved.length, 0);
}

async function comeToRest(stage: Stage): Promise<void> {
  const { fleet, consoles, database, invariants, receiver, figures } = stage;
  await fleet.allListen();
  for (const each of consoles) each.rest();
  const inboxes = await waitUntilNothingDiffers(stage);
  await database.read((sql) => invariants.lookAtAll(sql));
  const outcome = await readOutcome(database);
  const ledger = new Map(outcome.ledger.map(({ op_id, result }) => [op_id, JSON.parse(result) as { result: string; reason?: string }]));
  for (const [index, { saved, undone }] of consoles.entries()) {
    for (const opId of saved) {
      const decided = ledger.get(opId);
      const isShown = inboxes[index]?.has(opId) || undone.has(opId);
      if (!decided && !isShown) throw new BrokenPromise('a saved operation is lost', `console ${index} ${opId}`);
      if (decided?.result === 'rejected' && !isShown) throw new BrokenPromise('a rejection is lost', `${opId} ${decided.reason}`);
    }
  }
  const patience = new Patience(QUIET.limitMs, QUIET);
  await waitForQuiet(database, figures, {
    get isOver() {
      // Where something was seen already there is nothing to wait for.
      return patience.isOver || figures.faults.length > 0;
    },
  });
  verifyDeliveries(await readOutcome(database), [receiver], figures);
  await fleet.end();
}

/** Gives back what each console has in its inbox then. */
async function waitUntilNothingDiffers({ consoles, database }: Stage): Promise<Set<string>[]> {
  const patience = new Patience(REST_MS);
  for (;;) {
    const shown = await Promise.all(consoles.map((each) => each.show()));
    const rows = await database.read((sql) => sql.all<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks ORDER BY uid`));
    const tasks = rows.map(storedTaskOf).flatMap(({ task, deleted }) => (deleted ? [] : [task]));
    const differing = shown.findIndex(({ tasks: held, isAtRest }, index) => {
      const uid = consoles[index]?.orders.user.id;
      const expected = tasks.filter(({ status, assignee_uid }) => status !== 'DONE' || assignee_uid === uid).map(shownPart);
      return !isAtRest || !isDeepStrictEqual(held, expected);
    });
    if (differing === -1) return shown.map(({ inbox }) => new Set(inbox));
    if (patience.isOver) {
      throw new BrokenPromise(
        'a console differs from the server',
        `${JSON.stringify(shown[differing])} ${JSON.stringify(tasks.map(shownPart))}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function noteAll(note: () => void, figures: Figures): void {
  try {
    note();
  } catch (error) {
    figures.fault(error instanceof BrokenPromise ? error.kind : BROKE_OFF, inspect(error));
  }
}
