// `npm run scale`: four server processes on one PostgreSQL behind a load balancer, load through them while they are
// killed, and then a look at whether anything was lost, doubled or out of order.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../resources/demo-data/random.ts';
import { verifyAudit } from '../../src-server/audit/verify-audit.ts';
import type { Database } from '../../src-server/store/database.ts';
import { openPostgresDatabase } from '../../src-server/store/postgres/open-postgres-database.ts';
import { createTemporaryDatabase, startTemporaryPostgres } from '../../src-server/store/postgres/temporary-postgres.ts';
import { BOOTSTRAP_KEY } from '../fixtures/server-process.ts';
import { type Cast, setCast } from './cast.ts';
import { type EndpointReceiver, startEndpointReceiver } from './endpoint-receiver.ts';
import { Figures } from './figures.ts';
import { killServers } from './kill-schedule.ts';
import { type LoadBalancer, startLoadBalancer } from './load-balancer.ts';
import { noPromises, type Promises } from './promises.ts';
import { type Outcome, readOutcome } from './read-outcome.ts';
import { report, tell } from './report.ts';
import { runLoad } from './run-load.ts';
import { parseScaleOptions, type ScaleOptions } from './scale-options.ts';
import { startServerFleet } from './server-fleet.ts';
import { verifyDeliveries } from './verify-deliveries.ts';
import { verifyHistories, verifyRouting } from './verify-histories.ts';
import { verifyClaims, verifyOperations, verifyWrites } from './verify-promises.ts';
import { type Viewer, verifyFeed, verifyReplicas } from './verify-replicas.ts';
import { waitForQuiet } from './wait-for-quiet.ts';
import { watchTakeovers } from './watch-takeovers.ts';

interface Scene {
  options: ScaleOptions;
  databaseUrl: string;
  database: Database;
  fleet: Awaited<ReturnType<typeof startServerFleet>>;
  balancer: LoadBalancer;
  receivers: { all: EndpointReceiver; tagged: EndpointReceiver };
  cast: Cast;
  figures: Figures;
}

async function play(scene: Scene): Promise<void> {
  const { options, fleet, balancer, cast, figures, database, databaseUrl } = scene;
  const receivers = Object.values(scene.receivers);
  const promises = noPromises();
  const killing = new AbortController();
  const watching = new AbortController();
  tell(`load for ${options.seconds} s`);
  const load = runLoad({ cast, port: balancer.port, promises, figures });
  const takeovers = watchTakeovers({ database, fleet, figures }, watching.signal);
  const kills = killServers({ fleet, balancer, receivers, databaseUrl, figures, random: createRandom(options.seed), tell }, killing.signal);
  try {
    await new Promise((resolve) => setTimeout(resolve, options.seconds * 1_000));
    killing.abort();
    await kills;
    figures.count(
      'deliveries under load',
      receivers.map(({ receipts }) => receipts.length).reduce((sum, each) => sum + each),
    );
    figures.count('requests under load', figures.of('requests'));
    tell('no more kills; the load ends with what it has begun');
    await fleet.allListen();
    const viewers = await load.stop();
    await waitForQuiet(database, figures);
    tell('quiet; looking at what is there');
    const outcome = await verify(scene, promises, viewers);
    report({ options, outcome, promises, figures, balancer });
  } finally {
    killing.abort();
    watching.abort();
    await Promise.allSettled([kills, takeovers, load.end()]);
  }
}

async function verify({ database, cast, receivers, figures }: Scene, promises: Promises, viewers: readonly Viewer[]): Promise<Outcome> {
  const outcome = await readOutcome(database);
  verifyHistories(outcome, figures);
  verifyRouting(outcome, figures);
  verifyWrites(outcome, promises, figures);
  verifyClaims(outcome, promises, figures);
  verifyOperations(outcome, promises, figures);
  verifyDeliveries(outcome, Object.values(receivers), figures);
  await verifyFeed(outcome, cast.client(BOOTSTRAP_KEY, 0), figures);
  await verifyReplicas(outcome, viewers, figures);
  const audit = await verifyAudit(database);
  if (!audit.ok) figures.fault('the audit log does not hold', `seal ${audit.seal}: ${audit.problem}`);
  return outcome;
}

async function run(options: ScaleOptions): Promise<boolean> {
  tell(`seed ${options.seed}: npm run scale -- --seconds ${options.seconds} --seed ${options.seed}`);
  const figures = new Figures();
  /** What is to be ended, the last one first. */
  const ends: (() => Promise<void> | void)[] = [];
  try {
    const postgres = await startTemporaryPostgres({ durable: true });
    ends.push(() => postgres.stop());
    const { url: databaseUrl } = await createTemporaryDatabase(postgres.url);
    const dataDir = mkdtempSync(join(tmpdir(), 'docket-scale-'));
    process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    const fleet = await startServerFleet({ databaseUrl, dataDir, count: options.servers, figures });
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
    const cast = await setCast({ port: balancer.port, seed: options.seed, figures, receivers });
    ends.push(() => cast.end());
    const database = openPostgresDatabase({ url: databaseUrl, readersMaximum: 2, limits: NO_HURRY });
    ends.push(() => database.close());
    await play({ options, databaseUrl, database, fleet, balancer, receivers, cast, figures });
  } catch (error) {
    figures.fault('the run broke off', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  for (const end of ends.toReversed()) await end();
  for (const { kind, count, examples } of figures.faults) tell(`✗ ${kind} (${count}):\n    ${examples.join('\n    ')}`);
  tell(figures.faults.length === 0 ? '✓ nothing lost, doubled or out of order' : `✗ not as promised; seed ${options.seed}`);
  return figures.faults.length === 0;
}

/** The look at the end reads all there is. */
const NO_HURRY = { statementMs: 120_000, lockMs: 120_000, idleMs: 120_000, transactionMs: 300_000 };

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    tell(`✗ ended by ${signal} before it was through`);
    process.exit(1);
  });
}
// After a run that broke off, somebody may still wait for an answer.
process.exit((await run(parseScaleOptions(process.argv.slice(2)))) ? 0 : 1);
