import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { openBenchStore } from './bench-store.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine } from './report.ts';
import { startServer } from './server-process.ts';
import { type ReceiverProcess, startReceiver } from './start-receiver.ts';

/**
 * Webhooks of one server process to a receiver on loopback: how long from a commit to the request on the wire at a
 * steady 200 events a second, and how many deliveries a second a backlog makes; each with and without an endpoint
 * that hangs. `npm run bench -- webhooks`, on PostgreSQL `npm run bench -- webhooks postgres`.
 */
const RUNS = 5;
const EVENTS_PER_SECOND = 200;
const SECONDS = 6;
const BACKLOG = 12_000;
const BATCH = 500;
/** Something is wrong when a round takes longer. */
const STALL_MS = 60_000;
const LIMITS = { p50Ms: 15, p99Ms: 100, perSecond: 1_500 };

const store = await openBenchStore();
const server = await startServer({ environment: { DOCKET_ALLOW_NETWORKS: '127.0.0.0/8', ...store.environment } });
const receiver = await startReceiver();
const probe = makeTemporaryFolder();
let tasks = 0;

async function call(method: string, path: string, body: object): Promise<void> {
  const { status } = await server.call(method, path, body);
  if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}`);
}

/** One event every 5 ms, whatever becomes of those before. */
async function measureLatency(endpoint: ReceiverProcess): Promise<number[]> {
  await endpoint.reset();
  const startedAt = performance.now();
  const count = EVENTS_PER_SECOND * SECONDS;
  const writes: Promise<void>[] = [];
  while (writes.length < count) {
    const due = ((performance.now() - startedAt) / 1_000) * EVENTS_PER_SECOND;
    while (writes.length < Math.min(due, count)) writes.push(createTask());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(writes);
  await receivedBy(endpoint, count);
  return (await endpoint.reset()).latenciesMs;
}

function createTask(): Promise<void> {
  tasks += 1;
  return call('PATCH', '/tasks/', { uid: `task-${tasks}`, fields: { title: `Claim ${tasks}`, integration: 'API' } });
}

/** What was held while the endpoint was paused goes at once: the rate from the first to the last. */
async function measureBacklog(endpoint: ReceiverProcess): Promise<number> {
  await call('PATCH', '/hooks/fine', { enabled: false });
  for (let from = 0; from < BACKLOG; from += BATCH) {
    const items = Array.from({ length: BATCH }, () => {
      tasks += 1;
      return { uid: `task-${tasks}`, fields: { title: `Claim ${tasks}` } };
    });
    await call('POST', '/tasks/batch', { items });
  }
  const { nowMs } = await endpoint.reset();
  await call('PATCH', '/hooks/fine', { enabled: true });
  await receivedBy(endpoint, BACKLOG);
  const { received, lastAtMs } = await endpoint.reset();
  return (received / (lastAtMs - nowMs)) * 1_000;
}

async function receivedBy(endpoint: ReceiverProcess, count: number): Promise<void> {
  const deadline = performance.now() + STALL_MS;
  while ((await endpoint.tell()).received < count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (performance.now() < deadline) continue;
    const { received } = await endpoint.tell();
    const { body } = await server.call('GET', '/hooks/fine/deliveries?status=failed&limit=3');
    throw new Error(`only ${received} of ${count} came in ${STALL_MS} ms; failed: ${JSON.stringify(body)}`);
  }
}

interface Figures {
  p50: number[];
  p99: number[];
  perSecond: number[];
}

async function measureRound(figures: Figures, name: string): Promise<void> {
  const latencies = await measureLatency(receiver);
  const rate = await measureBacklog(receiver);
  figures.p50.push(percentile(latencies, 0.5));
  figures.p99.push(percentile(latencies, 0.99));
  figures.perSecond.push(rate);
  const [p50, p99, worst] = [0.5, 0.99, 1].map((share) => print(percentile(latencies, share)));
  say(`${name}: p50 ${p50} ms, p99 ${p99} ms, longest ${worst} ms; backlog ${print(rate)} deliveries/s`);
}

const hook = { scope: 'all', event: 'task.created' };
await call('POST', '/hooks', { id: 'fine', url: receiver.url, ...hook });
await measureRound({ p50: [], p99: [], perSecond: [] }, 'to warm up');
const machine: MachineFigures[] = [];
const alone: Figures = { p50: [], p99: [], perSecond: [] };
const beside: Figures = { p50: [], p99: [], perSecond: [] };
for (let run = 1; run <= RUNS; run += 1) {
  machine.push(measureMachine(probe.folder));
  await measureRound(alone, `run ${run}, alone`);
  await call('POST', '/hooks', { id: `hanging-${run}`, url: `${receiver.url}/hang`, ...hook });
  await measureRound(beside, `run ${run}, beside an endpoint that hangs`);
  await call('DELETE', `/hooks/hanging-${run}`, {});
}
await server.stop();
receiver.stop();
await store.stop();
probe.remove();

sayMachine(machine);
say(`${store.name}, one server process, receiver on loopback; medians of ${RUNS}; times include the commit itself`);
for (const [name, figures] of [
  ['alone', alone],
  ['beside an endpoint that hangs', beside],
] as const) {
  const at = `at ${EVENTS_PER_SECOND} events/s, ${name}`;
  sayFigure(`commit to wire ${at}, p50`, percentile(figures.p50, 0.5), { atMost: LIMITS.p50Ms }, 'ms');
  sayFigure(`commit to wire ${at}, p99`, percentile(figures.p99, 0.5), { atMost: LIMITS.p99Ms }, 'ms');
  sayFigure(`deliveries from a backlog, ${name}`, percentile(figures.perSecond, 0.5), { atLeast: LIMITS.perSecond }, 'a second');
}
