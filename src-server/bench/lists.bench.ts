import { request } from 'node:http';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { ASSIGNEE_COUNT, fillDatabase, momentOf } from './fill-database.ts';
import { measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine } from './report.ts';
import { QUEUE_COUNT, sampleQueues } from './sample-tasks.ts';
import { BENCH_KEY, type ServerProcess, startServer } from './server-process.ts';

/**
 * A page of `GET /api/v1/tasks` by each of its filters, at three sizes; and, at the largest, how late the server's event
 * loop is while filters on fields, queries and previews look through everything.
 */
const SIZES = [10_000, 100_000, 1_000_000];
const WALKS = 60;
const PAGES = 4;
const LIMIT_MS = 20;
const LOOP_LIMIT_MS = 50;
const HEAVY_SECONDS = 20;

const FILTERS: Record<string, (random: (below: number) => number, size: number) => string> = {
  none: () => '',
  status: (random) => `status=${['TODO', 'ASSIGNED', 'STARTED', 'DONE'][random(4)]}`,
  'two statuses': () => 'status=ASSIGNED,STARTED',
  queue_uid: (random) => `queue_uid=queue-${String(random(QUEUE_COUNT)).padStart(2, '0')}`,
  'queue_uid and status': (random) => `queue_uid=queue-${String(random(QUEUE_COUNT)).padStart(2, '0')}&status=TODO`,
  assignee_uid: (random) => `assignee_uid=person-${random(ASSIGNEE_COUNT)}`,
  updated_since: (random, size) => `updated_since=${encodeURIComponent(formatTimestamp(momentOf(random(size))))}`,
};

const machine = [];
const table: Record<string, Record<string, number>> = {};
for (const size of SIZES) {
  const data = makeTemporaryFolder();
  await fillDatabase(data.folder, size);
  machine.push(measureMachine(data.folder));
  const server = await startServer({ folder: data.folder });
  for (const [name, filterOf] of Object.entries(FILTERS)) {
    const times = await walk(server, (round) => filterOf((below) => (round * 7_919 + 13) % below, size));
    table[name] = { ...table[name], [print(size)]: percentile(times, 0.95) };
  }
  if (size === SIZES.at(-1)) await measureLoop(server);
  await server.stop();
  data.remove();
}
sayMachine(machine);
say(`p95 in ms of a page of 50, ${WALKS} walks of ${PAGES} pages each, every tenth task open:`);
say(['', ...SIZES.map(print)].map((cell) => cell.padStart(22)).join(''));
for (const [name, row] of Object.entries(table)) {
  say([name, ...Object.values(row).map((value) => value.toFixed(1))].map((cell) => cell.padStart(22)).join(''));
}
const slowest = Math.max(...Object.values(table).flatMap((row) => Object.values(row)));
sayFigure('slowest p95', slowest, { atMost: LIMIT_MS }, 'ms');

async function walk(server: ServerProcess, filterOf: (round: number) => string): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WALKS; round += 1) {
    let cursor: string | null = '';
    for (let page = 0; page < PAGES && cursor !== null; page += 1) {
      const startedAt = performance.now();
      const text = await get(server.port, `/api/v1/tasks?limit=50&${filterOf(round)}&cursor=${cursor}`);
      times.push(performance.now() - startedAt);
      cursor = (JSON.parse(text) as { meta: { next_cursor: string | null } }).meta.next_cursor;
    }
  }
  return times;
}

async function measureLoop(server: ServerProcess): Promise<void> {
  for (const queue of sampleQueues()) await server.call('POST', '/queues', queue);
  await settleRouting(server);
  const condition = { rules: [{ field: 'fields.amount', operator: '>', value: 900 }] };
  const heavy = [
    () => server.call('GET', '/tasks?fields.amount=17&limit=1000'),
    () => server.call('POST', '/tasks/query', { condition, sorts: [{ field: 'fields.amount', order: 'desc' }], limit: 100 }),
    () => server.call('POST', '/queues/preview', { condition }),
  ];
  await server.loopDelay();
  const endsAt = performance.now() + HEAVY_SECONDS * 1000;
  const counts = heavy.map(() => ({ done: 0, late: 0 }));
  await Promise.all(
    heavy.map(async (ask, index) => {
      const count = counts[index] ?? { done: 0, late: 0 };
      while (performance.now() < endsAt) {
        const { status } = await ask();
        if (status === 200) count.done += 1;
        else count.late += 1;
      }
    }),
  );
  const { p99Ms, maxMs } = await server.loopDelay();
  const [filters, queries, previews] = counts.map(({ done, late }) => `${done}${late > 0 ? ` (and ${late} out of time)` : ''}`);
  say(
    `meanwhile in ${HEAVY_SECONDS} s: ${filters} filters, ${queries} queries, ${previews} previews; the loop was ${print(maxMs)} ms late at most`,
  );
  sayFigure('event-loop delay, p99', p99Ms, { atMost: LOOP_LIMIT_MS }, 'ms');
}

/** The new queues move no task here, and looking at all of them is the same work as ever. */
async function settleRouting(server: ServerProcess): Promise<void> {
  for (;;) {
    const { body } = await server.call('GET', '/queues/routing');
    if (!(body as { running: boolean }).running) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function get(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${BENCH_KEY}` } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(`${path}: ${answer.statusCode} ${text}`))));
    });
    sent.once('error', reject).end();
  });
}
