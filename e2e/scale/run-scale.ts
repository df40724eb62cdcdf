import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../resources/demo-data/random.ts';
import type { Database } from '../../src-server/store/database.ts';
import { openPostgresDatabase } from '../../src-server/store/postgres/open-postgres-database.ts';
import { createTemporaryDatabase } from '../../src-server/store/postgres/temporary-postgres.ts';
import { Patience } from '../fixtures/patience.ts';
import { type Cast, setCast } from './cast.ts';
import { type EndpointReceiver, startEndpointReceiver } from './endpoint-receiver.ts';
import { type PlantedFault, SHORT_WAITS } from './faults/planted-faults.ts';
import { Figures } from './figures.ts';
import { killServers } from './kill-schedule.ts';
import { type LoadBalancer, startLoadBalancer } from './load-balancer.ts';
import { noPromises, type Promises } from './promises.ts';
import { readOutcome } from './read-outcome.ts';
import { report } from './report.ts';
import { type Audience, runLoad } from './run-load.ts';
import type { ScaleOptions } from './scale-options.ts';
import { startServerFleet } from './server-fleet.ts';
import { verifyAuditLog } from './verify-audit-log.ts';
import { type Evidence, verifyEvidence } from './verify-evidence.ts';
import { verifyFeed, verifyReplicas } from './verify-replicas.ts';
import { waitForQuiet } from './wait-for-quiet.ts';
import { watchTakeovers } from './watch-takeovers.ts';

export interface ScaleRun {
  figures: Figures;
  /** What was promised and what is there; null when the run broke off before. */
  evidence: Evidence | null;
}

interface Scene {
  options: ScaleOptions;
  databaseUrl: string;
  database: Database;
  fleet: Awaited<ReturnType<typeof startServerFleet>>;
  balancer: LoadBalancer;
  receivers: { all: EndpointReceiver; tagged: EndpointReceiver };
  cast: Cast;
  figures: Figures;
  /** It ends after its time, however little was done. */
  isBrief: boolean;
  /** Whether the run has what it was made for, and may end. */
  isEnough: () => boolean;
  tell: (line: string) => void;
}

/** For each second: on a machine that does less the load goes on, for so many times as long at most. */
const REQUESTS_A_SECOND = 35;
const LONGER_MAXIMUM = 5;
const LOOK_MS = 100;
/** Few requests have to find a planted fault. */
const PLANTED_LOSSES = 5;
/** The look at the end reads all there is. */
const NO_HURRY = { statementMs: 120_000, lockMs: 120_000, idleMs: 120_000, transactionMs: 300_000 };
const DESK_PAUSE_MS = { full: 6_000, short: 2_000 };
/** Longer than the lease that a short run has, and than what a delivery may be with one process. */
const SHORT_QUIET_MS = 40_000;

/**
 * Load on several server processes while they are killed, and a look at whether anything was lost, doubled or out of order.
 * With a planted fault it ends as soon as that is found.
 */
export async function runScale(
  postgresUrl: string,
  options: ScaleOptions,
  { fault = null, tell }: { fault?: PlantedFault | null; tell: (line: string) => void },
): Promise<ScaleRun> {
  const figures = new Figures();
  const isEnough = () => fault !== null && figures.faults.some(({ kind }) => fault.foundAs.includes(kind));
  /** What is to be ended, the last one first. */
  const ends: (() => Promise<void> | void)[] = [];
  let evidence: Evidence | null = null;
  try {
    const { url: databaseUrl, remove } = await createTemporaryDatabase(postgresUrl);
    ends.push(remove);
    const dataDir = mkdtempSync(join(tmpdir(), 'docket-scale-'));
    ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const edits = [...(options.isShort ? SHORT_WAITS : []), ...(fault?.edits ?? [])];
    const fleet = await startServerFleet({ databaseUrl, dataDir, count: options.servers, edits, figures });
    ends.push(() => fleet.end());
    await fleet.allListen();
    const balancer = await startLoadBalancer(fleet.places.map(({ port }) => port));
    ends.push(() => balancer.close());
    const random = createRandom(options.seed);
    const all = await startEndpointReceiver({ name: 'all', figures, random });
    ends.push(() => all.close());
    const tagged = await startEndpointReceiver({ name: 'tagged', figures, random });
    ends.push(() => tagged.close());
    const receivers = { all, tagged };
    const cast = await setCast({ port: balancer.port, seed: options.seed, figures, receivers, lossFactor: fault ? PLANTED_LOSSES : 1 });
    ends.push(() => cast.end());
    const database = openPostgresDatabase({ url: databaseUrl, readersMaximum: 2, limits: NO_HURRY });
    ends.push(() => database.close());
    evidence = await play({
      options,
      databaseUrl,
      database,
      fleet,
      balancer,
      receivers,
      cast,
      figures,
      isBrief: options.isShort && fault === null,
      isEnough,
      tell,
    });
  } catch (error) {
    figures.fault('the run broke off', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  for (const end of ends.toReversed()) await end();
  return { figures, evidence };
}

async function play(scene: Scene): Promise<Evidence | null> {
  const { options, fleet, balancer, cast, figures, isEnough, database, databaseUrl, tell } = scene;
  const receivers = Object.values(scene.receivers);
  const promises = noPromises();
  const killing = new AbortController();
  const watching = new AbortController();
  tell(`load for ${options.seconds} s`);
  const deskPauseMs = options.isShort ? DESK_PAUSE_MS.short : DESK_PAUSE_MS.full;
  const load = runLoad({ cast, port: balancer.port, promises, figures, deskPauseMs });
  const takeovers = watchTakeovers({ database, fleet, figures }, watching.signal);
  const random = createRandom(options.seed);
  const kills = killServers({ fleet, balancer, receivers, databaseUrl, figures, random, isShort: options.isShort, tell }, killing.signal);
  try {
    const loadSeconds = await waitForLoad(scene);
    killing.abort();
    if (isEnough()) return null;
    await kills;
    figures.count(
      'deliveries under load',
      receivers.map(({ receipts }) => receipts.length).reduce((sum, each) => sum + each),
    );
    figures.count('requests under load', figures.of('requests'));
    tell('no more kills; the load ends with what it has begun');
    await fleet.allListen();
    const audience = await load.stop();
    await waitForQuiet(database, figures, options.isShort ? new Patience(SHORT_QUIET_MS) : undefined, isEnough);
    if (isEnough()) return null;
    tell('quiet; looking at what is there');
    const evidence = await gather(scene, promises, audience);
    verifyEvidence(evidence, figures);
    await load.end();
    await fleet.end();
    await verifyAuditLog(database, figures);
    report({ loadSeconds, evidence, figures, balancer, tell });
    return evidence;
  } finally {
    killing.abort();
    watching.abort();
    await Promise.allSettled([kills, takeovers, load.end()]);
  }
}

/** Gives back for how long there was load, in seconds. */
async function waitForLoad({ options: { seconds }, figures, isBrief, isEnough }: Scene): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const elapsed = (performance.now() - startedAt) / 1_000;
    const hasLittle = !isBrief && figures.of('requests') < seconds * REQUESTS_A_SECOND;
    if (isEnough() || elapsed > (hasLittle ? seconds * LONGER_MAXIMUM : seconds)) return elapsed;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** What the servers have to say at the end, beside what is in the database. */
async function gather({ database, cast, receivers, figures }: Scene, promises: Promises, { viewers, poller }: Audience): Promise<Evidence> {
  await poller.poll();
  const outcome = await readOutcome(database);
  await verifyFeed(outcome, cast.admin, figures);
  await verifyReplicas(outcome, viewers, figures);
  return {
    outcome,
    promises,
    receivers: Object.values(receivers).map(({ name, url, receipts }) => ({ name, url, receipts })),
    readers: viewers.map(({ name, person, isMoving, follower }) => ({ name, person, isMoving, log: follower.log })),
    polled: poller.versions,
  };
}
