import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { openBenchStore } from './bench-store.ts';
import { type MachineFigures, measureMachine, percentile } from './measure-machine.ts';
import { print, say, sayFigure, sayMachine } from './report.ts';
import { startServer } from './server-process.ts';
import { startReceiver } from './start-receiver.ts';

/**
 * A server that starts with a million pending deliveries: how long until it listens, and how much memory it takes from
 * then on, while it delivers. `npm run bench -- webhook-backlog`, on PostgreSQL `npm run bench -- webhook-backlog postgres`.
 */
const DELIVERIES = 1_000_000;
/** The first of each task is ready, the others wait for it. */
const PER_TASK = 4;
const RUNS = 5;
const WATCHED_MS = 6_000;
const LIMITS = { startMs: 3_000, rssMb: 300 };

const store = await openBenchStore();
const { folder, remove } = makeTemporaryFolder();
const environment: Record<string, string> = { DOCKET_ALLOW_NETWORKS: '127.0.0.0/8', ...store.environment };
const receiver = await startReceiver();

const first = await startServer({ folder, environment });
await first.call('POST', '/hooks', { id: 'backlog', url: receiver.url, scope: 'all' });
await first.stop();
await fillWithDeliveries();
say(`${print(DELIVERIES)} deliveries of ${print(DELIVERIES / PER_TASK)} tasks are pending on ${store.name}`);

const machine: MachineFigures[] = [];
const starts: number[] = [];
const highest: number[] = [];
for (let run = 1; run <= RUNS; run += 1) {
  machine.push(measureMachine(folder));
  await receiver.reset();
  const startedAt = performance.now();
  const server = await startServer({ folder, environment });
  const startMs = performance.now() - startedAt;
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(server.rssMb()), 50);
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  clearInterval(sampling);
  const { received } = await receiver.reset();
  await server.stop();
  starts.push(startMs);
  highest.push(percentile(samples, 1));
  say(
    `run ${run}: listens after ${print(startMs)} ms; at most ${print(percentile(samples, 1))} MB while it delivers ${print((received / WATCHED_MS) * 1_000)} a second`,
  );
}
receiver.stop();
await store.stop();
remove();

sayMachine(machine);
sayFigure(
  `start with ${print(DELIVERIES)} pending deliveries, median of ${RUNS}`,
  percentile(starts, 0.5),
  { atMost: LIMITS.startMs },
  'ms',
);
sayFigure(`resident memory, highest of each run, median of ${RUNS}`, percentile(highest, 0.5), { atMost: LIMITS.rssMb }, 'MB');

/** Straight into the tables: through the product it would take minutes, and leave the same rows. */
async function fillWithDeliveries(): Promise<void> {
  const url = environment.DOCKET_DATABASE_URL;
  const at = (Date.now() - 3_600_000) * 1_000;
  const columns = 'id, hook_key, task_uid, version, type, state, due_at, data, attempts, tries, created_at';
  const data = `'{"task":{"id":"task-' || (n / ${PER_TASK}) || '","status":{"name":"STARTED","userId":"user_1","at":"2023-10-27T14:10:19.225944+00:00"}},"info":{}}'`;
  const select = `SELECT 'msg_' || n, (SELECT hook_key FROM hooks), 'task-' || (n / ${PER_TASK}), n % ${PER_TASK} + 2, 'task.started',
    CASE WHEN n % ${PER_TASK} = 0 THEN 'ready' ELSE 'waiting' END, ${at} + n, ${data}, 0, 0, ${at} + n FROM numbers`;
  if (url === undefined) {
    const connection = new DatabaseSync(join(folder, 'docket.db'));
    connection.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;');
    connection.exec(
      `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${DELIVERIES}) INSERT INTO deliveries (${columns}) ${select}`,
    );
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    connection.close();
    return;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`WITH numbers (n) AS (SELECT generate_series(0, ${DELIVERIES - 1})) INSERT INTO deliveries (${columns}) ${select}`);
  await client.query('VACUUM ANALYZE deliveries');
  await client.end();
}
