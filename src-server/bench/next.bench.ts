import { createTemporaryDatabase, startTemporaryPostgres } from '../store/postgres/temporary-postgres.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine } from './report.ts';
import { sendLoad } from './send-load.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/**
 * 200 callers at once ask for the next of 2,000 tasks, until each of them has got ten: of a server on SQLite, and of two
 * servers on one PostgreSQL. `npm run bench -- next sqlite`, or `next postgres`, for one of them.
 */
const RUNS = 5;
const CALLERS = 200;
const TASKS = 2_000;
const LIMIT_MS = 50;

const stores = ['sqlite', 'postgres'].filter((store) => process.argv.includes(store));
const probe = makeTemporaryFolder();
const machine: MachineFigures[] = [];
for (const store of stores.length > 0 ? stores : ['sqlite', 'postgres']) {
  if (store === 'sqlite') await measureSqlite();
  else await measurePostgres();
}
probe.remove();
sayMachine(machine);

async function measureSqlite(): Promise<void> {
  const server = await startServer();
  await measure('SQLite', [server]);
  await server.stop();
}

async function measurePostgres(): Promise<void> {
  const postgres = await startTemporaryPostgres({ durable: true });
  const { url } = await createTemporaryDatabase(postgres.url);
  // Servers on one database share the key that its secrets are sealed with.
  const environment = { DOCKET_DATABASE_URL: url, DOCKET_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
  const servers = [await startServer({ environment }), await startServer({ environment })];
  await measure('PostgreSQL through two processes', servers);
  for (const server of servers) await server.stop();
  await postgres.stop();
}

async function measure(name: string, servers: readonly ServerProcess[]): Promise<void> {
  const [first] = servers;
  if (!first) return;
  const people = await makePeople(first);
  const p99s: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    machine.push(measureMachine(probe.folder));
    await makeTasks(first, run);
    const p99 = await takeAll(name, servers, run, people);
    if (run > 0) p99s.push(p99);
  }
  sayFigure(`next with ${CALLERS} callers on ${name}, p99, median of ${RUNS}`, percentile(p99s, 0.5), { atMost: LIMIT_MS }, 'ms');
}

async function makePeople(server: ServerProcess): Promise<string[]> {
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
  return people;
}

async function makeTasks(server: ServerProcess, run: number): Promise<void> {
  const condition = { rules: [{ field: 'fields.run', operator: '=', value: run }] };
  await server.call('POST', '/queues', { id: `queue-${run}`, name: `Run ${run}`, condition });
  for (let from = 0; from < TASKS; from += 500) {
    const items = Array.from({ length: 500 }, (_, index) => ({ fields: { run, title: `Claim ${from + index}` }, status: 'TODO' }));
    await server.call('POST', '/tasks/batch', { items });
  }
}

/** The 99th percentile of all answers, in milliseconds. Throws where a task was given to nobody, or to two. */
async function takeAll(name: string, servers: readonly ServerProcess[], run: number, people: readonly string[]): Promise<number> {
  const { latenciesMs, statuses, bodies } = await sendLoad({
    ports: servers.map(({ port }) => port),
    sender: 'sockets',
    connections: CALLERS,
    requests: TASKS,
    run,
    kind: { name: 'next', queue: `queue-${run}`, people },
  });
  const taken = new Set(bodies.map((body) => (JSON.parse(body) as { uid: string }).uid));
  if (statuses[200] !== TASKS || taken.size !== TASKS) throw new Error(`${taken.size} distinct tasks; ${JSON.stringify(statuses)}`);
  const p99 = percentile(latenciesMs, 0.99);
  const title = run === 0 ? 'warm-up' : `run ${run}`;
  say(`${name}, ${title}: ${taken.size} distinct tasks, p50 ${print(percentile(latenciesMs, 0.5))} ms, p99 ${print(p99)} ms`);
  return p99;
}
