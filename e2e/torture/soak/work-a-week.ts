import type { createRandom } from '../../../resources/demo-data/random.ts';
import { Patience } from '../../fixtures/patience.ts';
import type { SyncWorld } from '../../fixtures/sync-world.ts';
import { EVERYTHING } from '../shown-tasks.ts';
import { cutJournal, tearJournal } from '../spoil-journal.ts';
import type { TrialDevice } from '../verify-rest.ts';
import { payloadOf, WORKING_ACTS } from '../working-acts.ts';

export interface WeekFigures {
  recorded: number;
  /** Refused as the task is, and for want of room. */
  refused: number;
  noRoom: number;
  incidents: string[];
}

const DAYS = 7;
const WEEK_MICROS = DAYS * 86_400_000_000;
/** So many acts find the disk full, each time. */
const FULL_DISK_ACTS = 20;
const SHOWN_MS = 30_000;
const HOUR_MS = 3_600_000;

interface Incident {
  name: string;
  happen(one: TrialDevice): Promise<void> | void;
}

/** Each happens in turn, all of them twice in a week. */
const INCIDENTS: readonly Incident[] = [
  { name: 'a crash', happen: ({ device }) => device.crash().then(() => restart(device)) },
  { name: 'the clock goes back two hours', happen: ({ device }) => setClock(device, -2) },
  { name: 'the local database is lost', happen: ({ device }) => loseDatabase(device) },
  { name: 'the disk is full', happen: ({ device }) => fillDisk(device) },
  { name: 'the clock is a day ahead', happen: ({ device }) => setClock(device, 24) },
  { name: 'the journal is lost', happen: ({ device }) => device.restart({ wipeJournal: true }).then(() => undefined) },
  { name: 'the end of the journal is torn', happen: ({ device }) => spoil(device, () => tearJournal(device.directory)) },
  { name: 'half of the journal is lost', happen: ({ device, saved }) => spoil(device, () => cutJournal(device.directory, saved.length)) },
  { name: 'the clock is right again', happen: ({ device }) => setClock(device, 0) },
];

/** An operator who works without a network until so many operations wait. */
export async function workAWeek(
  world: SyncWorld,
  one: TrialDevice,
  random: ReturnType<typeof createRandom>,
  operations: number,
): Promise<WeekFigures> {
  const figures: WeekFigures = { recorded: 0, refused: 0, noRoom: 0, incidents: [] };
  const every = Math.floor(operations / (2 * INCIDENTS.length + 1));
  let nextIncident = every;
  while (one.saved.length < operations) {
    await act(world, one, random, figures);
    world.engine.clock.micros += WEEK_MICROS / operations;
    if (one.saved.length < nextIncident) continue;
    nextIncident += every;
    const incident = INCIDENTS[figures.incidents.length % INCIDENTS.length];
    if (!incident) continue;
    figures.incidents.push(incident.name);
    const before = shownCount(one.device);
    await incident.happen(one);
    await showAgain(one.device, before);
    if (one.device.isDiskFull) await findNoRoom(world, one, random, figures);
  }
  figures.recorded = one.saved.length;
  return figures;
}

async function act(
  world: SyncWorld,
  { device, saved }: TrialDevice,
  random: ReturnType<typeof createRandom>,
  figures: WeekFigures,
): Promise<void> {
  const uid = `task-${random.integer(0, world.engine.users.length * 100 - 1)}`;
  const status = device.data.tasks.entry(uid).getSnapshot()?.task.status;
  if (status === undefined) throw new Error(`${uid} is not shown`);
  const chosen = random.pick(WORKING_ACTS[status]);
  const outcome = await device.data.perform(uid, chosen, payloadOf(chosen, device.userId, saved.length));
  if (outcome.ok) saved.push(...outcome.opIds);
  else if (device.isDiskFull) figures.noRoom += 1;
  else figures.refused += 1;
}

/** Whoever is told that there is no room has recorded nothing. */
async function findNoRoom(
  world: SyncWorld,
  one: TrialDevice,
  random: ReturnType<typeof createRandom>,
  figures: WeekFigures,
): Promise<void> {
  const before = one.saved.length;
  for (let tries = 0; tries < FULL_DISK_ACTS; tries += 1) await act(world, one, random, figures);
  one.device.isDiskFull = false;
  if (one.saved.length !== before) throw new Error('something was saved on a disk that is full');
}

async function spoil(device: TrialDevice['device'], work: () => void): Promise<void> {
  await device.stop();
  work();
  await restart(device);
}

/** What waits is still there; tasks come with the next connection, over which nothing is sent yet. */
async function loseDatabase(device: TrialDevice['device']): Promise<void> {
  const before = shownCount(device);
  await device.restart({ wipeDatabase: true });
  device.blocksPushes = true;
  device.restoreNetwork();
  device.data.syncNow();
  await showAgain(device, before);
  device.cutNetwork('down');
  device.blocksPushes = false;
}

/** A start shows the beginning of its list before it has read the rest. */
async function showAgain(device: TrialDevice['device'], count: number): Promise<void> {
  const patience = new Patience(SHOWN_MS);
  while (shownCount(device) < count) {
    if (patience.isOver) throw new Error(`${shownCount(device)} of ${count} tasks are shown`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function shownCount(device: TrialDevice['device']): number {
  return device.data.tasks.query(EVERYTHING).getSnapshot().length;
}

function setClock(device: TrialDevice['device'], aheadHours: number): void {
  device.clockMs = aheadHours * HOUR_MS;
}

function fillDisk(device: TrialDevice['device']): void {
  device.isDiskFull = true;
}

async function restart(device: TrialDevice['device']): Promise<void> {
  await device.restart();
}
