import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchOperator } from '../../src-server/bench/fill-operators.ts';
import { type MachineFigures, measureMachine, percentile } from '../../src-server/bench/measure-machine.ts';
import { print, say, sayFigure, sayMachine, sayValue } from '../../src-server/bench/report.ts';
import { systemClock } from '../../src-server/clock.ts';
import { makeTemporaryFolder } from '../../src-server/store/temporary-folder.ts';
import { CHANGED_LAST, type HeadlessConsole, openHeadlessConsole, untilLive } from './headless-console.ts';
import { startDocket } from './propagation/contestants.ts';
import { rowName } from './propagation/messages.ts';
import { type Consoles, startConsoles } from './propagation/start-consoles.ts';

/**
 * An operator makes 1,000 operations without a network: 250 tasks are claimed, started, paused and started again. From the
 * moment in which the network is back: until another console shows the last state of all of them, and until this one has
 * nothing left to send. Operations are synced to the journal, and committed one transition each, with its history.
 */
const RUNS = 5;
const TASKS = 250;
/** Claim, start, pause, start. */
const OPERATIONS_OF_A_TASK = 4;
const FIRST_VERSION = 1;
const STALL_MS = 30_000;
const LIMIT_MS = 2_000;

const { folder, remove } = makeTemporaryFolder();
process.once('exit', remove);
const docket = await startDocket(TASKS * (RUNS + 1), 2);
const operator = await openHeadlessConsole({ address: docket.address, operator: docket.consoleOf(0) as BenchOperator, folder });
await untilLive(operator, TASKS);
const elsewhere = startConsoles(docket.program);
await elsewhere.open(docket.address, TASKS, [docket.consoleOf(1)]);
const machine: MachineFigures[] = [];
const [recorded, shown, sent]: [number[], number[], number[]] = [[], [], []];
for (let run = 0; run <= RUNS; run += 1) {
  machine.push(measureMachine(folder));
  const rows = new Set(Array.from({ length: TASKS }, (_, index) => rowName(run * TASKS + index)));
  operator.setNetwork(false);
  const recordedMs = await workOffline(operator, rows);
  const startedAtMicros = systemClock.nowMicros();
  operator.setNetwork(true);
  const [shownMs, sentMs] = await Promise.all([untilShown(elsewhere, rows, startedAtMicros), untilSent(operator, startedAtMicros)]);
  const title = run === 0 ? 'warm-up' : `run ${run}`;
  say(
    `${title}: ${print(rows.size * OPERATIONS_OF_A_TASK)} operations recorded in ${print(recordedMs)} ms; shown elsewhere after ${print(shownMs)} ms, all answered after ${print(sentMs)} ms`,
  );
  if (run === 0) continue;
  recorded.push(recordedMs);
  shown.push(shownMs);
  sent.push(sentMs);
}
await operator.close();
await elsewhere.stop();
await docket.stop();
sayMachine(machine);
sayValue('1,000 operations recorded offline', percentile(recorded, 0.5), 'ms', recorded);
sayFigure(
  `1,000 offline operations until another console shows all, median of ${RUNS}`,
  percentile(shown, 0.5),
  { atMost: LIMIT_MS },
  'ms',
  shown,
);
sayValue(`1,000 offline operations until all are answered and shown here, median of ${RUNS}`, percentile(sent, 0.5), 'ms', sent);

async function workOffline({ data }: HeadlessConsole, rows: ReadonlySet<string>): Promise<number> {
  const startedAt = performance.now();
  for (const row of rows) {
    for (const act of ['claim', 'start', 'pause', 'start'] as const) {
      const outcome = await data.perform(row, act, {});
      if (!outcome.ok || outcome.opIds.length !== 1) throw new Error(`${act} was not one operation: ${JSON.stringify(outcome)}`);
    }
  }
  return performance.now() - startedAt;
}

async function untilShown(consoles: Consoles, rows: ReadonlySet<string>, sinceMicros: number): Promise<number> {
  const left = new Set(rows);
  let lastMicros = sinceMicros;
  for (const deadline = performance.now() + STALL_MS; left.size > 0; await sleep(20)) {
    for (const { row, version, atMicros } of await consoles.tell()) {
      if (version !== FIRST_VERSION + OPERATIONS_OF_A_TASK || !left.delete(row)) continue;
      lastMicros = Math.max(lastMicros, atMicros);
    }
    if (performance.now() > deadline) throw new Error(`${left.size} of ${rows.size} tasks are not shown elsewhere`);
  }
  return (lastMicros - sinceMicros) / 1_000;
}

/** Nothing is pending, and nothing is drawn over what the server said. */
async function untilSent({ data }: HeadlessConsole, sinceMicros: number): Promise<number> {
  const list = data.tasks.query(CHANGED_LAST);
  const isAtRest = () =>
    data.syncState.getSnapshot().pendingCount === 0 &&
    list.getSnapshot().every((uid) => data.tasks.entry(uid).getSnapshot()?.pending.length === 0);
  for (const deadline = performance.now() + STALL_MS; !isAtRest(); await sleep(5)) {
    if (performance.now() > deadline) throw new Error('the operations were not all answered');
  }
  return (systemClock.nowMicros() - sinceMicros) / 1_000;
}
