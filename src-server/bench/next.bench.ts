import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine } from './report.ts';
import { sendLoad } from './send-load.ts';
import { startServer } from './server-process.ts';

/** 200 callers at once ask for the next of 2,000 tasks, until each of them has got ten. */
const RUNS = 5;
const CALLERS = 200;
const TASKS = 2_000;
const LIMIT_MS = 50;

const server = await startServer();
const probe = makeTemporaryFolder();
const people: string[] = [];
for (let index = 0; index < CALLERS; index += 1) {
  const { body } = await server.call('POST', '/users', {
    email: `p${index}@example.com`,
    name: `P ${index}`,
    role: 'operator',
    skills: [],
  });
  people.push((body as { id: string }).id);
}

const machine: MachineFigures[] = [];
const p99s: number[] = [];
for (let run = 0; run <= RUNS; run += 1) {
  machine.push(measureMachine(probe.folder));
  const condition = { rules: [{ field: 'fields.run', operator: '=', value: run }] };
  await server.call('POST', '/queues', { id: `queue-${run}`, name: `Run ${run}`, condition });
  for (let from = 0; from < TASKS; from += 500) {
    const items = Array.from({ length: 500 }, (_, index) => ({ fields: { run, title: `Claim ${from + index}` }, status: 'TODO' }));
    await server.call('POST', '/tasks/batch', { items });
  }
  const { latenciesMs, statuses, bodies } = await sendLoad({
    port: server.port,
    connections: CALLERS,
    requests: TASKS,
    run,
    kind: { name: 'next', queue: `queue-${run}`, people },
  });
  const taken = new Set(bodies.map((body) => (JSON.parse(body) as { uid: string }).uid));
  if (statuses[200] !== TASKS || taken.size !== TASKS) throw new Error(`${taken.size} distinct tasks; ${JSON.stringify(statuses)}`);
  const p99 = percentile(latenciesMs, 0.99);
  say(
    `${run === 0 ? 'warm-up' : `run ${run}`}: ${taken.size} distinct tasks, p50 ${print(percentile(latenciesMs, 0.5))} ms, p99 ${print(p99)} ms`,
  );
  if (run > 0) p99s.push(p99);
}
await server.stop();
probe.remove();
sayMachine(machine);
sayFigure(`next with ${CALLERS} callers, p99, median of ${RUNS}`, percentile(p99s, 0.5), { atMost: LIMIT_MS }, 'ms');
