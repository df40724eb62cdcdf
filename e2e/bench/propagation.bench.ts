import { setTimeout as sleep } from 'node:timers/promises';
import { type MachineFigures, measureMachine, percentile } from '../../src-server/bench/measure-machine.ts';
import { print, say, sayComparison, sayFigure, sayMachine } from '../../src-server/bench/report.ts';
import { makeTemporaryFolder } from '../../src-server/store/temporary-folder.ts';
import { CONSOLES_IN_A_PROCESS } from './headless-console.ts';
import { type Contestant, startDocket, startRxdb, startTinybase } from './propagation/contestants.ts';
import { rowName, type Sighting } from './propagation/messages.ts';
import { type Consoles, startConsoles } from './propagation/start-consoles.ts';

/**
 * How long until a change stands in the live queries of other consoles: from its commit on the server, and from the act of
 * an operator on another console. Ours is durable on both sides (journal and database synced), the peers keep all in memory.
 * Consoles are processes of Node, five in each; a window would add its next frame to all.
 */
const CLIENTS = [1, 25];
const RUNS = 5;
const WRITES = 40;
const ROWS = (RUNS + 1) * WRITES * 2;
/** Between two writes; by chance longer or shorter, so that they meet no timer's rhythm. */
const PAUSE_MS = 20;
const STALL_MS = 10_000;
const LIMITS = { p50Ms: 10, p95Ms: 30 };

type Way = 'from the server’s commit' | 'from an act on another console';
const WAYS: readonly Way[] = ['from the server’s commit', 'from an act on another console'];

interface Figures {
  p50: number[];
  p95: number[];
}

const probe = makeTemporaryFolder();
const machine: MachineFigures[] = [];
for (const clients of CLIENTS) {
  const all: { name: string; figures: Record<Way, Figures> }[] = [];
  for (const start of [() => startDocket(ROWS, clients + 1), () => startRxdb(ROWS), () => startTinybase(ROWS)]) {
    const contestant = await start();
    all.push({ name: contestant.name, figures: await measure(contestant, clients) });
    await contestant.stop();
  }
  report(clients, all);
}
probe.remove();
sayMachine(machine);

async function measure(contestant: Contestant, clients: number): Promise<Record<Way, Figures>> {
  const { address, program, consoleOf } = contestant;
  const writer = startConsoles(program);
  await writer.open(address, ROWS, [consoleOf(clients)]);
  const readers: Consoles[] = [];
  for (let from = 0; from < clients; from += CONSOLES_IN_A_PROCESS) {
    const reader = startConsoles(program);
    const count = Math.min(CONSOLES_IN_A_PROCESS, clients - from);
    await reader.open(
      address,
      ROWS,
      Array.from({ length: count }, (_, index) => consoleOf(from + index)),
    );
    readers.push(reader);
  }
  const figures = { [WAYS[0] as Way]: { p50: [], p95: [] }, [WAYS[1] as Way]: { p50: [], p95: [] } } as unknown as Record<Way, Figures>;
  let row = 0;
  for (let run = 0; run <= RUNS; run += 1) {
    machine.push(measureMachine(probe.folder));
    for (const way of WAYS) {
      const rows = Array.from({ length: WRITES }, () => rowName(row++));
      const latencies = await measureRun(way === WAYS[0] ? contestant : writer, rows, readers, clients);
      // The first one is to warm up.
      if (run > 0) note(figures[way], latencies);
    }
  }
  for (const each of [writer, ...readers]) await each.stop();
  for (const way of WAYS)
    say(`${contestant.name}, ${clients} clients, ${way}: p50 ${medianOf(figures[way].p50)} ms, p95 ${medianOf(figures[way].p95)} ms`);
  return figures;
}

async function measureRun(
  by: { write(row: string): Promise<number> },
  rows: readonly string[],
  readers: readonly Consoles[],
  clients: number,
): Promise<number[]> {
  const began = new Map<string, number>();
  for (const row of rows) {
    began.set(row, await by.write(row));
    await sleep(PAUSE_MS * (0.5 + Math.random()));
  }
  const sightings: Sighting[] = [];
  for (const deadline = performance.now() + STALL_MS; sightings.length < rows.length * clients; ) {
    for (const reader of readers) sightings.push(...(await reader.tell()).filter(({ row }) => began.has(row)));
    if (performance.now() > deadline) throw new Error(`${sightings.length} of ${rows.length * clients} changes were seen`);
  }
  return sightings.map(({ row, atMicros }) => (atMicros - (began.get(row) ?? Number.NaN)) / 1_000);
}

function note({ p50, p95 }: Figures, latencies: readonly number[]): void {
  p50.push(percentile(latencies, 0.5));
  p95.push(percentile(latencies, 0.95));
}

function medianOf(values: readonly number[]): string {
  return print(percentile(values, 0.5));
}

function report(clients: number, [ours, ...peers]: readonly { name: string; figures: Record<Way, Figures> }[]): void {
  if (!ours) return;
  const to = `to ${clients} ${clients === 1 ? 'client' : 'clients'}`;
  for (const way of WAYS) {
    const { p50, p95 } = ours.figures[way];
    const limits = way === WAYS[0] ? LIMITS : null;
    if (limits) {
      sayFigure(`${way} ${to}, p50, median of ${RUNS}`, percentile(p50, 0.5), { atMost: limits.p50Ms }, 'ms', p50);
      sayFigure(`${way} ${to}, p95, median of ${RUNS}`, percentile(p95, 0.5), { atMost: limits.p95Ms }, 'ms', p95);
    }
    for (const { name, figures } of peers) {
      const theirs = figures[way];
      sayComparison({ name: `${way} ${to}, p50`, ours: p50, peer: name, theirs: theirs.p50, unit: 'ms' });
      sayComparison({ name: `${way} ${to}, p95`, ours: p95, peer: name, theirs: theirs.p95, unit: 'ms' });
    }
  }
}
