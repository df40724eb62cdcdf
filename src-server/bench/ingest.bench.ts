import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { openBenchStore } from './bench-store.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayComparison, sayMachine, sayValue } from './report.ts';
import { sampleQueues, sampleTask } from './sample-tasks.ts';
import { sendLoad } from './send-load.ts';
import { type ServerProcess, startEchoServer, startServer } from './server-process.ts';

/**
 * What comes in: single upserts beside a bare Fastify echo, by the same client (Node's own), and batches of 1,000; on
 * SQLite, and on PostgreSQL through 1, 2 and 4 processes. With 256 connections both servers are busy;
 * with fewer most of them wait for the disk, which the echo has not. `--short`: less of it.
 */
const RUNS = 5;
const CONNECTIONS = { sqlite: [16, 64, 256], postgres: [64] };
const CONNECTIONS_LIMITED: readonly number[] = [64, 256];
const IS_SHORT = process.argv.includes('--short');
const REQUESTS = IS_SHORT ? 3_000 : 24_000;
const BATCHES = IS_SHORT ? 4 : 10;
const ITEMS = 1_000;
const AT_ONCE = 4;
const LIMIT = 0.6;
const PROCESSES = [1, 2, 4];

const probe = makeTemporaryFolder();
process.once('exit', probe.remove);
const echo = await startEchoServer();
const machine: MachineFigures[] = [];
let runs = 0;
await measureStore('SQLite', [], [1]);
await measureStore('PostgreSQL', ['postgres'], PROCESSES);
await echo.stop();
sayMachine(machine);

async function measureStore(name: string, args: readonly string[], counts: readonly number[]): Promise<void> {
  const store = await openBenchStore(args);
  // Servers on one database share the key that its secrets are sealed with.
  const environment = { ...store.environment, DOCKET_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
  const servers: ServerProcess[] = [];
  for (const count of counts) {
    while (servers.length < count) servers.push(await startServer({ environment }));
    const [first] = servers;
    if (count === counts[0]) for (const queue of sampleQueues()) await first?.call('POST', '/queues', queue);
    await measureServers(`${name}, ${count} ${count === 1 ? 'process' : 'processes'}`, servers, name === 'SQLite');
  }
  for (const server of servers) await server.stop();
  await store.stop();
}

async function measureServers(title: string, servers: readonly ServerProcess[], isSqlite: boolean): Promise<void> {
  for (const connections of isSqlite ? CONNECTIONS.sqlite : CONNECTIONS.postgres) {
    await compare(title, servers, connections, isSqlite && CONNECTIONS_LIMITED.includes(connections));
  }
  const batched: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) batched.push(await batch(servers));
  sayValue(`${title}, in batches of ${print(ITEMS)}, median of ${RUNS}`, percentile(batched, 0.5), 'tasks/s', batched);
}

async function compare(title: string, servers: readonly ServerProcess[], connections: number, isLimited: boolean): Promise<void> {
  await upsert(servers, connections);
  const [ours, echoed]: [number[], number[]] = [[], []];
  for (let run = 1; run <= RUNS; run += 1) {
    machine.push(measureMachine(probe.folder));
    echoed.push(await upsert([echo], connections));
    ours.push(await upsert(servers, connections));
    const rates = `${print(ours.at(-1) ?? 0)} upserts/s, echo ${print(echoed.at(-1) ?? 0)}/s`;
    say(`${title}, ${connections} connections, run ${run}: ${rates}`);
  }
  sayComparison({
    name: `${title}, upserts, ${connections} connections`,
    ours,
    peer: 'bare echo',
    theirs: echoed,
    unit: '/s',
    ...(isLimited ? { limit: { atLeast: LIMIT } } : {}),
  });
}

/** Requests a second. */
async function upsert(servers: readonly ServerProcess[], connections: number): Promise<number> {
  runs += 1;
  const { statuses, perSecond } = await sendLoad({
    ports: servers.map(({ port }) => port),
    ...{ sender: 'http', connections, requests: REQUESTS, run: runs, kind: { name: 'upsert' } },
  });
  if (statuses[200] !== REQUESTS) throw new Error(`not all were answered with 200: ${JSON.stringify(statuses)}`);
  return perSecond;
}

/** Tasks a second. */
async function batch(servers: readonly ServerProcess[]): Promise<number> {
  runs += 1;
  const run = runs;
  let sent = 0;
  const startedAt = performance.now();
  async function sendOn(): Promise<void> {
    while (sent < BATCHES) {
      const from = sent * ITEMS;
      const server = servers[sent % servers.length];
      sent += 1;
      const items = Array.from({ length: ITEMS }, (_, index) => sampleTask(from + index, run));
      const answer = await server?.call('PATCH', '/tasks/batch', { items });
      if (answer?.status !== 200) throw new Error(`a batch was answered with ${answer?.status}`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendOn));
  return ((BATCHES * ITEMS) / (performance.now() - startedAt)) * 1_000;
}
