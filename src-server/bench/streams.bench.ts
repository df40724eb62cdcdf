import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import type { LiveMemory } from './event-loop-probe.ts';
import { fillOperators } from './fill-operators.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine, sayValue } from './report.ts';
import { sampleQueues } from './sample-tasks.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { type StreamClients, startStreamClients } from './start-stream-clients.ts';
import { markOf } from './stream-clients.ts';

/**
 * Streams of as many operators on one process, each with a session of their own: what each takes of memory, and how long
 * after a write began its event has reached every one of them.
 */
const SIZES = [100, 1_000, 5_000];
const RUNS = 5;
const CHANGES = 10;
const PAUSE_MS = 200;
/** Of processes that hold the streams. */
const CLIENTS = 2;
const STALL_MS = 30_000;
/** What a server takes once, however many listen, is taken before it is looked at. */
const WARM_UP = { streams: 100, changes: 400 };
/** The memory of fewer is lost in what else the server does. */
const WEIGHED_FROM = 1_000;
/** Of fewer most is the young space, which grows to its 32 MiB once, however many streams share it. */
const LIMITED_FROM = 5_000;
const LIMITS = { streamKb: 30, latencyMs: 1_000 };

const data = makeTemporaryFolder();
process.once('exit', data.remove);
await (await startServer({ folder: data.folder })).stop();
const tokens = fillOperators(data.folder, Math.max(...SIZES)).map(({ token }) => token);
const machine: MachineFigures[] = [];
for (const size of SIZES) {
  const server = await startServer({ folder: data.folder, nodeOptions: ['--expose-gc'] });
  if (size === SIZES[0]) for (const queue of sampleQueues()) await server.call('POST', '/queues', queue);
  const clients = Array.from({ length: CLIENTS }, startStreamClients);
  await measureSize(server, clients, size);
  for (const each of clients) each.stop();
  await server.stop();
}
sayMachine(machine);

async function measureSize(server: ServerProcess, clients: readonly StreamClients[], size: number): Promise<void> {
  await warmUp(server, clients);
  const before = await server.liveMemory();
  const startedAt = performance.now();
  await openStreams(server, clients, size);
  say(`${print(size)} streams opened in ${print(performance.now() - startedAt)} ms`);
  // Requests that opened them are collected, and what the first events leave behind.
  await sleep(1_000);
  const opened = await server.liveMemory();
  const runs: { p50: number; p99: number; longest: number }[] = [];
  let peakMb = 0;
  const sampling = setInterval(() => {
    peakMb = Math.max(peakMb, server.rssMb());
  }, 50);
  for (let run = 1; run <= RUNS; run += 1) {
    machine.push(measureMachine(data.folder));
    runs.push(await measureRun(server, clients, size, run));
  }
  clearInterval(sampling);
  const after = await server.liveMemory();
  report(size, { before, opened, after, peakMb }, runs);
}

async function warmUp(server: ServerProcess, clients: readonly StreamClients[]): Promise<void> {
  await openStreams(server, clients, WARM_UP.streams);
  for (let change = 0; change < WARM_UP.changes; change += 1) await write(server, `warm-up-${change}`);
  await receivedBy(clients, WARM_UP.streams * WARM_UP.changes);
  for (const each of clients) await each.closeStreams();
  await sleep(500);
}

async function openStreams(server: ServerProcess, clients: readonly StreamClients[], size: number): Promise<void> {
  await Promise.all(
    clients.map((each, index) =>
      each.open(
        server.port,
        tokens.slice(0, size).filter((_, place) => place % clients.length === index),
      ),
    ),
  );
}

async function measureRun(server: ServerProcess, clients: readonly StreamClients[], size: number, run: number) {
  for (let change = 0; change < CHANGES; change += 1) {
    const dueAt = performance.now() + PAUSE_MS;
    await write(server, `${size}-${run}-${change}`);
    await sleep(Math.max(0, dueAt - performance.now()));
  }
  const latencies = await receivedBy(clients, size * CHANGES);
  const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => percentile(latencies, share)) as [number, number, number];
  say(
    `${print(size)} streams, run ${run}: ${print(latencies.length)} events, p50 ${print(p50)} ms, p99 ${print(p99)} ms, longest ${print(longest)} ms`,
  );
  return { p50, p99, longest };
}

/** A task that every operator may see. */
async function write(server: ServerProcess, name: string): Promise<void> {
  const fields = { title: `Claim ${name}`, partner: 'VIP customer 00', integration: 'API', mark: markOf(systemClock.nowMicros()) };
  const { status } = await server.call('PATCH', '/tasks/', { uid: `task-${name}`, fields });
  if (status !== 200) throw new Error(`a write was answered with ${status}`);
}

/** Gives back the latencies of all events since the last time, once there are so many. */
async function receivedBy(clients: readonly StreamClients[], count: number): Promise<number[]> {
  const deadline = performance.now() + STALL_MS;
  for (;;) {
    const told = await Promise.all(clients.map((each) => each.tell()));
    const received = told.reduce((sum, each) => sum + each.received, 0);
    if (received >= count) break;
    if (performance.now() > deadline) throw new Error(`${received} of ${count} events came in ${STALL_MS} ms`);
    await sleep(20);
  }
  const told = await Promise.all(clients.map((each) => each.reset()));
  return told.flatMap(({ latenciesMs }) => [...latenciesMs]);
}

interface Memory {
  before: LiveMemory;
  opened: LiveMemory;
  after: LiveMemory;
  peakMb: number;
}

function report(
  size: number,
  { before, opened, after, peakMb }: Memory,
  runs: readonly { p50: number; p99: number; longest: number }[],
): void {
  const perStream = (now: LiveMemory, kind: keyof LiveMemory) => (now[kind] - before[kind]) / 1024 / size;
  const streams = `${print(size)} streams`;
  if (size >= WEIGHED_FROM) {
    const sayResident = (when: string, kb: number) =>
      size >= LIMITED_FROM
        ? sayFigure(`${streams}, resident memory of each, ${when}`, kb, { atMost: LIMITS.streamKb }, 'KB')
        : sayValue(`${streams}, resident memory of each, ${when}`, kb, 'KB');
    sayResident('just opened', perStream(opened, 'resident'));
    sayResident('after events', perStream(after, 'resident'));
  }
  sayValue(`${streams}, heap of each`, perStream(opened, 'heap'), 'KB');
  sayValue(`${streams}, memory outside of the heap of each`, perStream(opened, 'external'), 'KB');
  sayValue(`${streams}, resident memory of the server, highest`, peakMb, 'MB');
  const medians = (figure: (run: (typeof runs)[number]) => number) => ({ of: runs.map(figure) });
  const [p50, p99, longest] = [medians(({ p50 }) => p50), medians(({ p99 }) => p99), medians(({ longest }) => longest)];
  sayValue(`${streams}, from write to event, p50, median of ${RUNS}`, percentile(p50.of, 0.5), 'ms', p50.of);
  sayValue(`${streams}, from write to event, p99, median of ${RUNS}`, percentile(p99.of, 0.5), 'ms', p99.of);
  sayFigure(
    `${streams}, from write to the last event of all, longest`,
    percentile(longest.of, 1),
    { atMost: LIMITS.latencyMs },
    'ms',
    longest.of,
  );
}
