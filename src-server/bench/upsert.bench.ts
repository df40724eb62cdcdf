import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine } from './report.ts';
import { sampleQueues } from './sample-tasks.ts';
import { sendLoad } from './send-load.ts';
import { type ServerProcess, startEchoServer, startServer } from './server-process.ts';

/**
 * Requests a second of `PATCH /api/v1/tasks/` (authenticated, validated, routed into one of 20 queues, durable) beside a
 * bare Fastify that answers the same bodies: the same client, turn by turn.
 */
const RUNS = 5;
const REQUESTS = 20_000;
const CONNECTIONS = 64;
const LIMIT = 0.6;

const docket = await startServer();
const echo = await startEchoServer();
const probe = makeTemporaryFolder();
for (const queue of sampleQueues()) await docket.call('POST', '/queues', queue);

async function measure(server: ServerProcess, run: number, requests = REQUESTS): Promise<number> {
  const { perSecond, statuses } = await sendLoad({ port: server.port, connections: CONNECTIONS, requests, run, kind: { name: 'upsert' } });
  if (statuses[200] !== requests) throw new Error(`not all were answered with 200: ${JSON.stringify(statuses)}`);
  return perSecond;
}

await measure(echo, 0, 5_000);
await measure(docket, 0, 5_000);
const machine: MachineFigures[] = [];
const rates = { echo: [] as number[], docket: [] as number[] };
for (let run = 1; run <= RUNS; run += 1) {
  machine.push(measureMachine(probe.folder));
  const echoRate = await measure(echo, run);
  const docketRate = await measure(docket, run);
  rates.echo.push(echoRate);
  rates.docket.push(docketRate);
  say(`run ${run}: Docket ${print(docketRate)}/s, echo ${print(echoRate)}/s, ratio ${print(docketRate / echoRate)}`);
}
await docket.stop();
await echo.stop();
probe.remove();

const ratios = rates.docket.map((rate, index) => rate / (rates.echo[index] ?? Number.NaN));
sayMachine(machine);
say(
  `PATCH /api/v1/tasks/: ${print(percentile(rates.docket, 0.5))} requests/s; bare echo: ${print(percentile(rates.echo, 0.5))} requests/s`,
);
sayFigure(`ratio, median of ${RUNS}`, percentile(ratios, 0.5), { atLeast: LIMIT }, 'of the echo');
