import { Client } from 'pg';
import { awakeMs } from '../fixtures/awake-clock.ts';
import type { EndpointReceiver } from './endpoint-receiver.ts';
import type { Figures } from './figures.ts';
import { findSocketOwner } from './find-socket-owner.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { ReroutingAmbush } from './rerouting-ambush.ts';
import type { Random } from './retrying-client.ts';
import type { ServerFleet, ServerPlace } from './server-fleet.ts';

export interface KillOptions {
  fleet: ServerFleet;
  balancer: LoadBalancer;
  receivers: readonly EndpointReceiver[];
  databaseUrl: string;
  figures: Figures;
  random: Random;
  /** A short run has no time to freeze processes, and to kill all of them more than once. */
  isShort: boolean;
  tell: (line: string) => void;
}

/** Between two kills, whatever is looked for in between; the promise is 5 s. */
const PAUSE_MS = { from: 2_200, to: 3_000 };
const SEARCH_MS = 500;
const DRAIN_MS = 2_000;
/** So many that listen are left, where there are more places than that: one by a kill that looks for its moment. */
const LISTENING_MINIMUM = 2;
/** What every write of every process waits for: see `open-postgres-database.ts`. */
const WRITE_LOCK = 726_874;

/**
 * Which process is to die: any; the one that has just acknowledged a write; the one in the middle of a delivery; the one in the
 * middle of a write; two at once.
 */
const VICTIMS = ['any', 'acknowledger', 'deliverer', 'writer', 'acknowledger', 'deliverer', 'writer', 'two'] as const;
type Victim = (typeof VICTIMS)[number];
/** After so many kills one process is replaced in order: drained, stopped, started. */
const KILLS_PER_REPLACEMENT = 4;
/** After so many kills one that writes is frozen, longer than its connection keeps the lock, and shorter than its leases. */
const KILLS_PER_FREEZE = 9;
const FREEZE_MS = 12_000;
/** A process that was stopped too late, its lock already given back, goes on, and the next one is tried. */
const FREEZE_TRIES = 60;
const HOLDING_MS = 25;
/** All processes die at once in the middle of a re-routing, not more often than this. */
const BETWEEN_AMBUSHES_MS = 15_000;
const LOOK_MS = 15;

/** What is happening: places that are being frozen or replaced are let be for that time. */
interface Course extends KillOptions {
  database: Client;
  spared: Set<ServerPlace>;
  ambush: ReroutingAmbush;
  /** When all may be killed at once again. */
  ambushFromMs: number;
}

/** Kills one process after the other until `signal`; each is started again at once. */
export async function killServers(options: KillOptions, signal: AbortSignal): Promise<void> {
  const { figures, random } = options;
  const database = new Client({ connectionString: options.databaseUrl });
  database.on('error', (error) => figures.fault('the database went away', error.message));
  await database.connect();
  const ambush = new ReroutingAmbush(database, options.fleet, figures);
  const course: Course = { ...options, database, spared: new Set(), ambush, ambushFromMs: 0 };
  let killedAt = awakeMs();
  // One after the other: while a frozen one has the lock, nobody can write what is left and stop in time.
  let upkeep: Promise<void> = Promise.resolve();
  for (let turn = 0; !signal.aborted; turn += 1) {
    const isRouting = await waitForRouting(course, random.integer(PAUSE_MS.from, PAUSE_MS.to), signal);
    if (signal.aborted) break;
    if (isRouting) await strikeAll(course);
    else await strike(VICTIMS[turn % VICTIMS.length] ?? 'any', course);
    figures.time('between two kills', awakeMs() - killedAt);
    killedAt = awakeMs();
    if (!options.isShort && turn % KILLS_PER_FREEZE === 3) upkeep = upkeep.then(() => freezeWriter(course));
    if (turn % KILLS_PER_REPLACEMENT === KILLS_PER_REPLACEMENT - 1) upkeep = upkeep.then(() => replaceOne(course));
  }
  await Promise.all([upkeep, ambush.end()]);
  await database.end();
}

/** Waits for the time, or until a re-routing is under way: gives back whether it is. */
async function waitForRouting({ ambush, spared, ambushFromMs }: Course, timeMs: number, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + timeMs;
  while (performance.now() < deadline && !signal.aborted) {
    if ((await ambush.look()) && spared.size === 0 && performance.now() > ambushFromMs) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return false;
}

/** Whoever is at the re-routing is among them. */
async function strikeAll(course: Course): Promise<void> {
  const { fleet, ambush, figures, tell } = course;
  course.ambushFromMs = performance.now() + BETWEEN_AMBUSHES_MS;
  for (const place of fleet.places) place.kill();
  figures.count('kills', fleet.places.length);
  figures.count('kill: all at once');
  await ambush.struck();
  tell(`killed ${fleet.places.map(({ port }) => port).join(', ')}: all at once, in the middle of a re-routing`);
}

async function strike(wanted: Victim, course: Course): Promise<void> {
  const { figures, random, tell } = course;
  const running = victimsAmong(wanted, course);
  if (running.length === 0) return;
  const kill = (place: ServerPlace | undefined, how: string): void => {
    if (!place) return;
    place.kill();
    figures.count('kills');
    figures.count(`kill: ${how}`);
    tell(`killed ${place.port}: ${how}`);
  };
  switch (wanted) {
    case 'any':
      return kill(random.pick(running), 'any');
    case 'two':
      for (const place of running.toSorted(() => random.next() - 0.5).slice(0, 2)) kill(place, 'two at once');
      return;
    case 'acknowledger': {
      const port = await course.balancer.nextAcknowledgement(SEARCH_MS);
      const place = running.find((each) => each.port === port);
      return kill(place ?? random.pick(running), place ? 'after an acknowledgement' : 'any');
    }
    case 'deliverer': {
      const held = await random.pick(course.receivers).holdNext(SEARCH_MS);
      const ports = course.receivers.map(({ port }) => port);
      const pid = held ? firstOwner(running, held.senderPort, ports) : null;
      const place = running.find((each) => each.pid === pid);
      kill(place ?? random.pick(running), place ? 'in the middle of a delivery' : 'any');
      held?.release();
      return;
    }
    case 'writer': {
      const pid = await findWriter(running, course);
      const place = running.find((each) => each.pid === pid);
      return kill(place ?? random.pick(running), place ? 'in the middle of a write' : 'any');
    }
  }
}

/**
 * On a machine that starts servers more slowly than they are killed, the last ones that listen are let live, and the one
 * that began to start last dies: else there would be nobody left to put load on.
 */
function victimsAmong(wanted: Victim, { fleet, spared }: Course): ServerPlace[] {
  const running = fleet.places.filter((place) => place.pid !== null && !spared.has(place));
  const starting = running.filter(({ isListening }) => !isListening).toSorted((a, b) => b.startedAtMs - a.startedAtMs);
  const minimum = wanted === 'any' || wanted === 'two' ? Math.min(LISTENING_MINIMUM, fleet.places.length - 1) : 1;
  return running.length - starting.length > minimum ? running : starting.slice(0, 1);
}

function firstOwner(places: readonly ServerPlace[], localPort: number, remotePorts: readonly number[]): number | null {
  const pids = places.flatMap(({ pid }) => pid ?? []);
  return remotePorts.map((remotePort) => findSocketOwner(pids, localPort, remotePort)).find((pid) => pid !== null) ?? null;
}

/** Whose connection holds the lock that writers wait for. */
async function findWriter(places: readonly ServerPlace[], course: Course): Promise<number | null> {
  const { database } = course;
  const deadline = performance.now() + SEARCH_MS;
  while (performance.now() < deadline) {
    const port = await readWriterPort(database);
    const pid = port === null ? null : firstOwner(places, port, [portOf(course)]);
    if (pid !== null) return pid;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return null;
}

/** The local port of the connection that holds the lock. */
async function readWriterPort(database: Client): Promise<number | null> {
  const { rows } = await database.query<{ client_port: number }>(
    `SELECT a.client_port FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.objid = $1 AND a.client_port IS NOT NULL`,
    [WRITE_LOCK],
  );
  return rows[0]?.client_port ?? null;
}

/** Everybody's writes wait for it, until the database ends its connection. It wakes up to find that out. */
async function freezeWriter(course: Course): Promise<void> {
  const { fleet, spared, database, figures, tell } = course;
  for (let attempt = 1; attempt <= FREEZE_TRIES; attempt += 1) {
    const pid = await findWriter(fleet.places, course);
    const place = fleet.places.find((each) => each.pid !== null && each.pid === pid);
    if (!place || spared.has(place)) continue;
    spared.add(place);
    place.freeze();
    const port = await readWriterPort(database);
    await new Promise((resolve) => setTimeout(resolve, HOLDING_MS));
    const isHolding =
      port !== null && (await readWriterPort(database)) === port && findSocketOwner([place.pid ?? 0], port, portOf(course)) !== null;
    if (isHolding || attempt === FREEZE_TRIES) {
      const how = isHolding ? 'with the write lock' : 'without the write lock';
      figures.count(`freeze: ${how}`);
      tell(`froze ${place.port} ${how}`);
      await new Promise((resolve) => setTimeout(resolve, FREEZE_MS));
    }
    place.thaw();
    spared.delete(place);
    if (isHolding) return;
  }
}

function portOf({ databaseUrl }: Course): number {
  return Number(new URL(databaseUrl).port);
}

/** As somebody does who brings a new version: nobody should notice. */
async function replaceOne({ fleet, balancer, spared, figures, random, tell }: Course): Promise<void> {
  const listening = fleet.places.filter((place) => place.isListening && !spared.has(place));
  if (listening.length < 2) return;
  const place = random.pick(listening);
  spared.add(place);
  await balancer.drain(place.port, DRAIN_MS);
  await place.stopAndStart();
  spared.delete(place);
  figures.count('replacements');
  tell(`replaced ${place.port}`);
}
