import { setTimeout as sleep } from 'node:timers/promises';
import { createHubspotSimulator } from '../connectors/hubspot/create-hubspot-simulator.ts';
import { HUBSPOT } from '../connectors/hubspot/hubspot-kind.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { say, sayFigure } from './report.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/**
 * `npm run bench -- import`: the first import of 50,000 items from a HubSpot with its published limits into the product,
 * killed half-way. The least time is what the budget alone takes.
 */
const ITEMS = 50_000;
const PAGE = 200;
/** Its own process takes some seconds to start again, and HubSpot wants to be asked a little besides. */
const ALLOWANCE = 1.2;

interface Run {
  id: string;
  status: string;
  created: number;
  total: number | null;
  requests: number;
  errors: unknown[];
}

const { folder, remove } = makeTemporaryFolder();
process.once('exit', remove);
const vendor = await createHubspotSimulator({ items: ITEMS });
const environment = { DOCKET_ALLOW_NETWORKS: '127.0.0.0/8' };
let server = await startServer({ folder, environment });
await server.call('POST', '/connectors', {
  ...{ id: 'import', kind: vendor.kind, enabled: true, config: vendor.config, credentials: vendor.credentials },
});
const startedAt = performance.now();

const half = await runUntil(server, ({ created }) => created >= ITEMS / 2);
await server.kill();
const restartedAt = performance.now();
server = await startServer({ folder, environment });
const ended = await runUntil(server, ({ status }) => status !== 'running');
const seconds = (performance.now() - startedAt) / 1_000;
const cpuSeconds = server.usedMicros().all / 1e6;
await server.stop();
await vendor.stop();

const { search } = HUBSPOT.limits;
const share = search ? (1_000 * search.requests) / search.perMs : 0;
const pages = Math.ceil(ITEMS / PAGE);
say(
  `${ended.created.toLocaleString('en-US')} of ${ITEMS.toLocaleString('en-US')} items in ${seconds.toFixed(1)} s, ${ended.requests} requests, ${ended.status}`,
);
say(
  `killed at ${half.created.toLocaleString('en-US')} items; the same run went on ${((performance.now() - restartedAt) / 1_000).toFixed(1)} s: ${ended.id === half.id}`,
);
say(`processor time of the second server: ${cpuSeconds.toFixed(1)} s; refused requests: ${vendor.violations().length}`);
say(
  `least time by the published budget (5 searches a second, shared by all apps): ${(pages / 5).toFixed(1)} s; by the half of it that is ours: ${(pages / share).toFixed(1)} s`,
);
sayFigure('first import', seconds, { atMost: (pages / share) * ALLOWANCE }, 's');
if (ended.created !== ITEMS || ended.id !== half.id) process.exitCode = 1;

async function runUntil(of: ServerProcess, isReached: (run: Run) => boolean): Promise<Run> {
  for (;;) {
    const { body } = await of.call('GET', '/connectors/import/runs?limit=1');
    const [run] = (body as { items: Run[] }).items;
    if (run && run.status !== 'running' && run.status !== 'succeeded')
      throw new Error(`the run ${run.status}: ${JSON.stringify(run.errors)}`);
    if (run && isReached(run)) return run;
    await sleep(200);
  }
}
