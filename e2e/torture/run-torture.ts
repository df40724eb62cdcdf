import fc from 'fast-check';
import { createRandom } from '../../resources/demo-data/random.ts';
import { startTemporaryPostgres } from '../../src-server/store/postgres/temporary-postgres.ts';
import { happening } from '../../src-server/sync/model-happenings.ts';
import { awakeMs } from '../fixtures/awake-clock.ts';
import { readProcessorTime, slowdownBetween } from '../fixtures/patience.ts';
import { readEdits } from '../scale/faults/source-edit.ts';
import { type Breaks, breakableDatabase } from './breakable-database.ts';
import { type KeptSchedule, keepSchedule } from './corpus.ts';
import type { Findings } from './findings.ts';
import { inMemory } from './in-memory.ts';
import { runProcessTrial } from './process-trial.ts';
import { runHappenings } from './run-happenings.ts';
import { BROKE_OFF, type Finding, runSchedule } from './run-schedule.ts';
import { schedule } from './schedule.ts';
import { shrinkList } from './shrink-list.ts';
import type { TortureOptions } from './torture-options.ts';
import { type StoreName, setTrialStores } from './trial-stores.ts';

export interface TortureFigures {
  engineSchedules: number;
  consoleSchedules: number;
  processTrials: number;
  steps: number;
  operations: number;
  serverKills: number;
  consoleKills: number;
  inconclusive: number;
  findings: number;
}

/** How long each layer has its turn, in seconds; a trial of processes ends with what it began. */
const TURN_S = { engine: 12, consoles: 24, processes: 15 } as const;
const BATCH = 25;
/** Work takes so many times as long as it would alone: processes that get no processor answer nobody in time. */
const CROWDED = 3;
const SHRINK_MS = 60_000;

interface Torture {
  options: TortureOptions;
  signal: AbortSignal;
  tell: (line: string) => void;
  breaks: Breaks;
  /** Addresses; empty where PostgreSQL takes no part. */
  postgres: { quick: string; durable: string };
  counts: { steps: number; operations: number; kills: number; restarts: number };
  processes: { serverKills: number; consoleKills: number; operations: number };
  done: { engine: number; consoles: number; processes: number };
  findings: Findings;
  inconclusive: number;
}

/** All layers in turn on each store until the time is over, the signal comes or too much was found. Gives back whether nothing was. */
export async function runTorture(
  options: TortureOptions,
  findings: Findings,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<boolean> {
  const torture: Torture = {
    ...{ options, findings, signal, tell },
    breaks: { killAt: null, lateMs: 0 },
    postgres: { quick: '', durable: '' },
    counts: { steps: 0, operations: 0, kills: 0, restarts: 0 },
    processes: { serverKills: 0, consoleKills: 0, operations: 0 },
    done: { engine: 0, consoles: 0, processes: 0 },
    inconclusive: 0,
  };
  const progress = setInterval(() => tell(progressOf(torture)), 10_000);
  const servers = await startPostgres(options);
  torture.postgres = servers;
  const random = createRandom(options.seed);
  const deadline = awakeMs() + options.minutes * 60_000;
  try {
    for (let turn = 0; awakeMs() < deadline && isGoingOn(torture); turn += 1) {
      const store = options.stores[turn % options.stores.length] ?? 'sqlite';
      const seed = random.integer(0, 2 ** 31 - 1);
      tell(`${store}, seed ${seed}`);
      await inMemory(() => playLists(torture, store, seed, deadline));
      if (options.layers.includes('processes') && awakeMs() < deadline && isGoingOn(torture)) await playProcesses(torture, store, seed);
    }
  } finally {
    clearInterval(progress);
    await servers.stop();
  }
  for (const [name, value] of Object.entries(figuresOf(torture))) tell(`${name.padEnd(18)} ${value}`);
  findings.tellAll();
  tell(findings.count === 0 ? '✓ nothing lost, doubled or shown wrong' : `✗ ${findings.count} findings`);
  return findings.count === 0;
}

/** One in memory for what happens in one process, and one that syncs. */
async function startPostgres({ stores }: TortureOptions): Promise<{ quick: string; durable: string; stop: () => Promise<void> }> {
  if (!stores.includes('postgres')) return { quick: '', durable: '', stop: async () => undefined };
  const quick = await inMemory(() => startTemporaryPostgres({ durable: false }));
  const durable = await startTemporaryPostgres({ durable: true });
  return { quick: quick.url, durable: durable.url, stop: async () => void (await Promise.all([quick.stop(), durable.stop()])) };
}

function isGoingOn({ signal, findings, options }: Torture): boolean {
  return !signal.aborted && findings.count < options.findingsMaximum;
}

/** Both layers that have one process. */
async function playLists(torture: Torture, store: StoreName, seed: number, deadline: number): Promise<void> {
  const { breaks, counts, done } = torture;
  const end = await setTrialStores(store, torture.postgres.quick, (database) => breakableDatabase(database, breaks));
  const runSteps = (steps: Parameters<typeof runSchedule>[0]) => runSchedule(steps, { breaks, figures: counts, prepare: () => undefined });
  const turn = { torture, store, seed, deadline };
  try {
    await playTurn(
      {
        ...turn,
        layer: 'engine',
        items: fc.array(happening, { minLength: 10, maxLength: 60, size: 'max' }),
        run: runHappenings,
        seconds: TURN_S.engine,
      },
      (items) => {
        done.engine += 1;
        counts.steps += items.length;
      },
    );
    await playTurn({ ...turn, layer: 'consoles', items: schedule, run: runSteps, seconds: TURN_S.consoles }, () => {
      done.consoles += 1;
    });
  } finally {
    await end();
  }
}

interface Turn<Item> {
  torture: Torture;
  store: StoreName;
  seed: number;
  deadline: number;
  layer: KeptSchedule['layer'];
  items: fc.Arbitrary<readonly Item[]>;
  run: (items: readonly Item[]) => Promise<Finding | null>;
  seconds: number;
}

async function playTurn<Item>(
  { torture, store, seed, deadline, layer, items, run, seconds }: Turn<Item>,
  onDone: (items: readonly Item[]) => void,
): Promise<void> {
  if (!torture.options.layers.includes(layer)) return;
  const until = Math.min(deadline, awakeMs() + seconds * 1_000);
  for (let batch = 0; awakeMs() < until && isGoingOn(torture); batch += 1) {
    for (const list of fc.sample(items, { seed: seed + batch, numRuns: BATCH })) {
      const finding = await run(list);
      onDone(list);
      if (finding) await keepFinding({ torture, store, seed: seed + batch, layer, run }, list, finding);
      if (awakeMs() > until || !isGoingOn(torture)) return;
    }
  }
}

/** Told at once, then made as short as it can be. */
async function keepFinding<Item>(
  { torture, store, seed, layer, run }: Pick<Turn<Item>, 'torture' | 'store' | 'seed' | 'layer' | 'run'>,
  list: readonly Item[],
  finding: Finding,
): Promise<void> {
  const { tell, options, findings } = torture;
  findings.note({ layer, store, seed }, finding, list);
  if (options.keepAs === undefined) return;
  const fails = async (candidate: readonly Item[]) => (await run(candidate))?.kind === finding.kind;
  const steps = await shrinkList(list, fails, { triesEach: 3, deadlineMs: performance.now() + SHRINK_MS });
  const file = keepSchedule({ layer, store, found: options.keepAs ?? finding.kind, seed, steps } as unknown as KeptSchedule);
  tell(`  ${steps.length} of ${list.length} steps are kept in ${file}`);
}

async function playProcesses(torture: Torture, store: StoreName, seed: number): Promise<void> {
  const { done, processes, signal, findings } = torture;
  const before = readProcessorTime();
  const finding = await runProcessTrial(
    { store, postgresUrl: torture.postgres.durable, seed, seconds: TURN_S.processes, edits: readEdits(), signal },
    processes,
  );
  done.processes += 1;
  if (!finding) return;
  const where = { layer: 'processes', store, seed };
  if (finding.kind === BROKE_OFF && slowdownBetween(before, readProcessorTime()) > CROWDED) {
    torture.inconclusive += 1;
    findings.noteInconclusive(where, finding);
  } else findings.note(where, finding);
}

function progressOf(torture: Torture): string {
  const figures = figuresOf(torture);
  return [
    `schedules ${figures.engineSchedules} of the engine, ${figures.consoleSchedules} of consoles, ${figures.processTrials} of processes`,
    `steps ${figures.steps}`,
    `operations ${figures.operations}`,
    `kills ${figures.serverKills} of servers, ${figures.consoleKills} of consoles`,
    `findings ${figures.findings}`,
  ].join('; ');
}

function figuresOf({ done, counts, processes, findings, inconclusive }: Torture): TortureFigures {
  return {
    engineSchedules: done.engine,
    consoleSchedules: done.consoles,
    processTrials: done.processes,
    steps: counts.steps,
    operations: counts.operations + processes.operations,
    serverKills: counts.kills + processes.serverKills,
    consoleKills: counts.restarts + processes.consoleKills,
    inconclusive,
    findings: findings.count,
  };
}
