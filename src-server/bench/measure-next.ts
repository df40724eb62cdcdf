import { setTimeout } from 'node:timers/promises';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { startBenchPostgres } from './bench-store.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine, sayValue } from './report.ts';
import { sendLoad } from './send-load.ts';
import { type ServerProcess, startServer } from './server-process.ts';

export interface NextLoad {
  callers: number;
  /** In each run; the callers ask until there is none left. */
  tasks: number;
  /** Of the 99th percentile. */
  limitMs: number;
}

const RUNS = 5;
const ROUTING_LOOK_MS = 50;

/**
 * Callers who ask for the next task at once, each again as soon as it was answered: of a server on SQLite, and of two
 * servers on one PostgreSQL. `sqlite` or `postgres` among the arguments: only one of them.
 */
export async function measureNext(load: NextLoad): Promise<void> {
  const stores = ['sqlite', 'postgres'].filter((store) => process.argv.includes(store));
  const machine: MachineFigures[] = [];
  for (const store of stores.length > 0 ? stores : ['sqlite', 'postgres']) {
    if (store === 'sqlite') await measureSqlite(load, machine);
    else await measurePostgres(load, machine);
  }
  sayMachine(machine);
}

async function measureSqlite(load: NextLoad, machine: MachineFigures[]): Promise<void> {
  const server = await startServer();
  await measure('SQLite', [server], load, machine);
  await server.stop();
}

async function measurePostgres(load: NextLoad, machine: MachineFigures[]): Promise<void> {
  const { url, stop } = await startBenchPostgres();
  // Servers on one database share the key that its secrets are sealed with.
  const environment = { DOCKET_DATABASE_URL: url, DOCKET_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
  const servers = [await startServer({ environment }), await startServer({ environment })];
  await measure('PostgreSQL through two processes', servers, load, machine);
  for (const server of servers) await server.stop();
  await stop();
}

async function measure(name: string, servers: readonly ServerProcess[], load: NextLoad, machine: MachineFigures[]): Promise<void> {
  const [first] = servers;
  if (!first) return;
  const probe = makeTemporaryFolder();
  const people = await makePeople(first, load.callers);
  const p99s: number[] = [];
  const rates: number[] = [];
  const usedMicros: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    machine.push(measureMachine(probe.folder));
    await makeTasks(first, run, load.tasks);
    const before = allMicros(servers);
    const { p99, perSecond } = await takeAll(name, servers, { ...load, run, people });
    if (run === 0) continue;
    usedMicros.push((allMicros(servers) - before) / load.tasks);
    p99s.push(p99);
    rates.push(perSecond);
  }
  probe.remove();
  const title = `next with ${print(load.callers)} callers on ${name}`;
  sayValue(`${title}, median of ${RUNS}`, percentile(rates, 0.5), 'tasks/s', rates);
  sayValue(`${title}, processor time of the servers for each, median of ${RUNS}`, percentile(usedMicros, 0.5), 'µs', usedMicros);
  sayFigure(`${title}, p99, median of ${RUNS}`, percentile(p99s, 0.5), { atMost: load.limitMs }, 'ms', p99s);
}

function allMicros(servers: readonly ServerProcess[]): number {
  return servers.reduce((sum, server) => sum + server.usedMicros().all, 0);
}

async function makePeople(server: ServerProcess, count: number): Promise<string[]> {
  const people: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { body } = await server.call('POST', '/users', {
      email: `p${index}@example.com`,
      name: `P ${index}`,
      role: 'operator',
      skills: [],
    });
    people.push((body as { id: string }).id);
  }
  return people;
}

async function makeTasks(server: ServerProcess, run: number, count: number): Promise<void> {
  const condition = { rules: [{ field: 'fields.run', operator: '=', value: run }] };
  await server.call('POST', '/queues', { id: `queue-${run}`, name: `Run ${run}`, condition });
  for (let from = 0; from < count; from += 500) {
    const items = Array.from({ length: 500 }, (_, index) => ({ fields: { run, title: `Claim ${from + index}` }, status: 'TODO' }));
    await server.call('POST', '/tasks/batch', { items });
  }
  // A new queue has all open tasks looked at again, in the background: that is not what is measured.
  while (await isRouting(server)) await setTimeout(ROUTING_LOOK_MS);
}

async function isRouting(server: ServerProcess): Promise<boolean> {
  const { body } = await server.call('GET', '/queues/routing');
  return (body as { running: boolean }).running;
}

interface NextRun extends NextLoad {
  run: number;
  people: readonly string[];
}

/** Throws where a task was given to nobody, or to two. */
async function takeAll(name: string, servers: readonly ServerProcess[], { callers, tasks, run, people }: NextRun) {
  const { latenciesMs, statuses, bodies, perSecond } = await sendLoad({
    ports: servers.map(({ port }) => port),
    sender: 'sockets',
    connections: callers,
    requests: tasks,
    run,
    kind: { name: 'next', queue: `queue-${run}`, people },
  });
  const taken = new Set(bodies.map((body) => (JSON.parse(body) as { uid: string }).uid));
  if (statuses[200] !== tasks || taken.size !== tasks) throw new Error(`${taken.size} distinct tasks; ${JSON.stringify(statuses)}`);
  const p99 = percentile(latenciesMs, 0.99);
  const title = run === 0 ? 'warm-up' : `run ${run}`;
  const latencies = `p50 ${print(percentile(latenciesMs, 0.5))} ms, p99 ${print(p99)} ms`;
  say(`${name}, ${title}: ${print(taken.size)} distinct tasks, ${print(perSecond)}/s, ${latencies}`);
  return { p99, perSecond };
}
