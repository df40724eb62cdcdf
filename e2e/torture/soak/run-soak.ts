import { createRandom } from '../../../resources/demo-data/random.ts';
import { startTemporaryPostgres } from '../../../src-server/store/postgres/temporary-postgres.ts';
import { createAction } from '../../../src-server/sync/engine-fixture.ts';
import { writeAsSource } from '../../../src-server/sync/model-source.ts';
import { addWatchedHook, BrokenPromise, SyncInvariants } from '../../../src-server/sync/sync-invariants.ts';
import { Patience, withPatience } from '../../fixtures/patience.ts';
import { SyncWorld } from '../../fixtures/sync-world.ts';
import { type Breaks, breakableDatabase, ProcessKilled } from '../breakable-database.ts';
import type { Findings } from '../findings.ts';
import { type Finding, findingOf } from '../run-schedule.ts';
import { EVERYTHING } from '../shown-tasks.ts';
import { type StoreName, setTrialStores } from '../trial-stores.ts';
import { type TrialDevice, verifyRest } from '../verify-rest.ts';
import { cutAtEveryByte } from './cut-at-every-byte.ts';
import { workAWeek } from './work-a-week.ts';

export interface SoakOptions {
  seed: number;
  operations: number;
  stores: readonly StoreName[];
  findings: Findings;
  tell: (line: string) => void;
}

const TASKS = 300;
const SHOWN_MS = 30_000;
/** On a machine with nothing else to do it takes 10 s. */
const SENT_MS = 300_000;
/** Answered requests after which something happens to the server. */
const INTERRUPTIONS = { loss: 4, kill: 10, restore: 20 } as const;

interface Soak {
  world: SyncWorld;
  away: TrialDevice;
  office: TrialDevice;
  invariants: SyncInvariants;
}

/** On each store in turn. Gives back whether nothing was lost or doubled. */
export async function runSoak(options: SoakOptions): Promise<boolean> {
  const { stores, findings, seed, tell } = options;
  const postgres = stores.includes('postgres') ? await startTemporaryPostgres({ durable: false }) : null;
  try {
    for (const store of stores) {
      tell(store);
      const breaks: Breaks = { killAt: null, lateMs: 0 };
      const end = await setTrialStores(store, postgres?.url ?? '', (database) => breakableDatabase(database, breaks));
      const finding = await soakOn(options, breaks);
      if (finding) findings.note({ layer: 'soak', store, seed }, finding);
      await end();
    }
  } finally {
    await postgres?.stop();
  }
  findings.tellAll();
  tell(findings.count === 0 ? '✓ nothing lost, nothing doubled' : '✗ not as promised');
  return findings.count === 0;
}

/**
 * A week of one operator without a network, in which clocks go wrong, a console crashes, disks are full, databases and
 * journals are lost; then all is sent, while answers are lost, the server is killed and a backup from before the week is
 * put back.
 */
async function soakOn({ seed, operations, tell }: SoakOptions, breaks: Breaks): Promise<Finding | null> {
  const world = await SyncWorld.open();
  try {
    const soak = await openSoak(world);
    const startedAt = performance.now();
    soak.away.device.cutNetwork('down');
    const { recorded, refused, noRoom, incidents } = await workAWeek(world, soak.away, createRandom(seed), operations);
    tell(
      `${recorded} operations recorded in a week offline; ${refused} refused as tasks were, ${noRoom} for want of room, ${since(startedAt)}`,
    );
    tell(incidents.join(', '));
    const sendingAt = performance.now();
    await withPatience(
      comeBack(soak, breaks, tell),
      new Patience(SENT_MS),
      () => new BrokenPromise('something hangs', 'what was done in the week is not all sent'),
    );
    tell(`all sent; consoles, server, histories, deliveries and the ledger agree, ${since(sendingAt)}`);
    const cutAt = performance.now();
    tell(`a journal cut at each of its ${await cutAtEveryByte()} bytes, with and without the page's copy, ${since(cutAt)}`);
    return null;
  } catch (error) {
    return findingOf(error);
  } finally {
    await world.close();
  }
}

async function openSoak(world: SyncWorld): Promise<Soak> {
  const { engine } = world;
  await engine.database.write(addWatchedHook);
  for (let index = 0; index < TASKS; index += 1) await engine.write(`task-${index}`, createAction(`task-${index}`));
  const away: TrialDevice = { device: await world.device('ann'), saved: [], dismissed: new Set() };
  const office: TrialDevice = { device: await world.device('bob'), saved: [], dismissed: new Set() };
  const invariants = new SyncInvariants();
  for (const { device } of [away, office]) {
    device.onAnswers = (results) => {
      for (const result of results) invariants.noteAnswer(result);
    };
    await device.start();
  }
  const isComplete = () => [away, office].every(({ device }) => device.data.tasks.query(EVERYTHING).getSnapshot().length === TASKS);
  const patience = new Patience(SHOWN_MS);
  while (!isComplete()) {
    if (patience.isOver) throw new BrokenPromise('something hangs', 'the consoles do not get all tasks');
    await pause(20);
  }
  await world.restartServer(() => engine.store.backUp());
  return { world, away, office, invariants };
}

/** The others have worked meanwhile: some of what was done offline is refused. */
async function comeBack({ world, away, office, invariants }: Soak, breaks: Breaks, tell: (line: string) => void): Promise<void> {
  const { engine } = world;
  for (let index = 0; index < TASKS; index += 10) {
    const outcome = await office.device.data.perform(`task-${index}`, 'claim', {});
    if (outcome.ok) office.saved.push(...outcome.opIds);
    await writeAsSource(engine, `task-${index + 1}`, 'field', 0, index);
  }
  const { pushes } = away.device;
  const begun = pushes.length;
  const sent = async (requests: number) => {
    while (pushes.length - begun < requests && away.device.data.syncState.getSnapshot().pendingCount > 0) await pause(2);
  };
  away.device.restoreNetwork();
  away.device.data.syncNow();
  await sent(INTERRUPTIONS.loss);
  away.device.cutNetwork('answers-lost');
  await sent(INTERRUPTIONS.loss + 2);
  away.device.restoreNetwork();
  await sent(INTERRUPTIONS.kill);
  breaks.killAt = 'after';
  await writeAsSource(engine, 'task-1', 'field', 0, 1).catch((error: unknown) => {
    if (!(error instanceof ProcessKilled)) throw error;
  });
  await world.restartServer();
  breaks.killAt = null;
  await engine.database.read((sql) => invariants.look(sql));
  await sent(INTERRUPTIONS.restore);
  const acceptedBefore = new Set(invariants.applied());
  tell(`${acceptedBefore.size} operations were accepted before the server was put back to the start of the week`);
  await world.restoreServer();
  invariants.forget();
  const rest = { engine, devices: [away, office], invariants, wasRestored: true, acceptedBefore };
  while (away.device.data.syncState.getSnapshot().pendingCount > 0) await pause(20);
  await verifyRest(rest);
}

function since(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
