import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import type { SenderName } from './load-senders.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine, sayValue } from './report.ts';
import { sampleQueues } from './sample-tasks.ts';
import { sendLoad } from './send-load.ts';
import { type ServerProcess, startEchoServer, startServer } from './server-process.ts';

/**
 * Requests a second of `PATCH /api/v1/tasks/` (authenticated, validated, routed into one of 20 queues, durable) beside a
 * bare Fastify that answers the same bodies: the same client, turn by turn. Clients take their part of the processors: with
 * one that costs nothing the echo shows what the framework can, with the usual ones what an integration can get from it. The
 * limit is for Node's own client: with 256 connections both servers are busy, with fewer most of them wait for the disk,
 * which the echo has not; the framework's own benchmarks take 100. The others are printed beside it, and so is what each server
 * itself used, which other work on the machine does not change much.
 */
const RUNS = 5;
const CONNECTIONS = { sockets: [64], fetch: [64], http: [16, 64, 100, 256] } as const satisfies Record<SenderName, readonly number[]>;
const CONNECTIONS_LIMITED: readonly number[] = [64, 100, 256];
const LIMIT = 0.6;
/** With the requests of a run. */
const SENDERS = { sockets: 20_000, fetch: 8_000, http: 20_000 } as const satisfies Record<SenderName, number>;

const docket = await startServer();
const echo = await startEchoServer();
const probe = makeTemporaryFolder();
for (const queue of sampleQueues()) await docket.call('POST', '/queues', queue);
const machine: MachineFigures[] = [];
let runs = 0;

interface Measured {
  perSecond: number;
  p99Ms: number;
  clientMicros: number;
  mainMicros: number;
  allMicros: number;
}

async function measure(server: ServerProcess, sender: SenderName, connections = 64): Promise<Measured> {
  runs += 1;
  const requests = SENDERS[sender];
  const before = server.usedMicros();
  const load = { ports: [server.port], sender, connections, requests, run: runs, kind: { name: 'upsert' } } as const;
  const { statuses, perSecond, clientMicros, latenciesMs } = await sendLoad(load);
  const after = server.usedMicros();
  if (statuses[200] !== requests) throw new Error(`not all were answered with 200: ${JSON.stringify(statuses)}`);
  const [mainMicros, allMicros] = [(after.main - before.main) / requests, (after.all - before.all) / requests];
  return { perSecond, p99Ms: percentile(latenciesMs, 0.99), clientMicros, mainMicros, allMicros };
}

/** Gives back the median of the ratios. */
async function compare(sender: SenderName, connections: number): Promise<number> {
  const title = `${sender}, ${connections} connections`;
  const pairs: { written: Measured; echoed: Measured }[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    machine.push(measureMachine(probe.folder));
    const echoed = await measure(echo, sender, connections);
    const written = await measure(docket, sender, connections);
    pairs.push({ written, echoed });
    say(`${title}, ${run}: Docket ${print(written.perSecond)}/s, echo ${print(echoed.perSecond)}/s`);
  }
  const median = (figure: (pair: { written: Measured; echoed: Measured }) => number) => percentile(pairs.map(figure), 0.5);
  const ratio = median(({ written, echoed }) => written.perSecond / echoed.perSecond);
  const docketRate = `Docket ${print(median(({ written }) => written.perSecond))} requests/s (p99 ${print(median(({ written }) => written.p99Ms))} ms)`;
  const echoRate = `bare echo ${print(median(({ echoed }) => echoed.perSecond))} requests/s`;
  say(`${title}: ${docketRate}, ${echoRate}, ratio ${print(ratio)}`);
  const docketMicros = `Docket's main thread ${print(median(({ written }) => written.mainMicros))}, all its threads ${print(median(({ written }) => written.allMicros))}`;
  const otherMicros = `the echo's main thread ${print(median(({ echoed }) => echoed.mainMicros))}, the client ${print(median(({ echoed }) => echoed.clientMicros))}`;
  const servingRatio = median(({ written, echoed }) => echoed.mainMicros / written.mainMicros);
  say(`${title}: processor time of a request, µs: ${docketMicros}, ${otherMicros}; the two main threads: ${print(servingRatio)}`);
  return ratio;
}

await measure(echo, 'sockets');
await measure(docket, 'sockets');
const ratios = new Map<number, number>();
for (const sender of ['sockets', 'fetch', 'http'] as const) {
  for (const connections of CONNECTIONS[sender]) ratios.set(connections, await compare(sender, connections));
}
await docket.stop();
await echo.stop();
probe.remove();
sayMachine(machine);
for (const connections of CONNECTIONS.http) {
  const name = `ratio with Node's own client, ${connections} connections, median of ${RUNS}`;
  const ratio = ratios.get(connections) ?? 0;
  if (CONNECTIONS_LIMITED.includes(connections)) sayFigure(name, ratio, { atLeast: LIMIT }, 'of the echo');
  else sayValue(name, ratio, 'of the echo');
}
