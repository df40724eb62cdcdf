import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine } from './report.ts';
import { sampleQueues, sampleTask } from './sample-tasks.ts';
import { startServer } from './server-process.ts';

/** Tasks a second through `PATCH /api/v1/tasks/batch`, half of them new, half of them changed, routed into one of 20 queues. */
const RUNS = 5;
const TASKS = 30_000;
const ITEMS = 1_000;
const AT_ONCE = 4;
const LIMIT = 15_000;

const server = await startServer();
const probe = makeTemporaryFolder();
for (const queue of sampleQueues()) await server.call('POST', '/queues', queue);

async function measure(run: number, tasks = TASKS): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  async function sendOn(): Promise<void> {
    while (next < tasks) {
      const items = Array.from({ length: ITEMS }, () => sampleTask(next++, run));
      const { status } = await server.call('PATCH', '/tasks/batch', { items });
      if (status !== 200) throw new Error(`a batch was answered with ${status}`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendOn));
  return (tasks / (performance.now() - startedAt)) * 1000;
}

await measure(0, 5_000);
const machine: MachineFigures[] = [];
const rates: number[] = [];
for (let run = 1; run <= RUNS; run += 1) {
  machine.push(measureMachine(probe.folder));
  const rate = await measure(run);
  rates.push(rate);
  say(`run ${run}: ${print(rate)} tasks/s`);
}
await server.stop();
probe.remove();
sayMachine(machine);
sayFigure(`batch upsert, median of ${RUNS}`, percentile(rates, 0.5), { atLeast: LIMIT }, 'tasks/s');
