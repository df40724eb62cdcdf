/** What `npm run bench -- NAME` can run. */
export interface Benchmark {
  name: string;
  /** Where `NAME.bench.ts` is, from the project's folder. */
  folder: 'src-server/bench' | 'e2e/bench';
  prints: string;
  /** What is kept to, in words; null where nothing is. */
  limit: string | null;
  /** The arguments of each run of it, where there is more than one. */
  variants?: readonly (readonly string[])[];
}

const SERVER = { folder: 'src-server/bench' } as const;
const CONSOLE = { folder: 'e2e/bench' } as const;

export const BENCHMARKS: readonly Benchmark[] = [
  {
    ...SERVER,
    name: 'upsert',
    prints: 'requests/s of PATCH /api/v1/tasks/ beside a bare Fastify echo, by three clients, with processor times',
    limit: 'at least 0.6 of the echo with Node’s own client',
  },
  { ...SERVER, name: 'batch', prints: 'tasks/s through PATCH /api/v1/tasks/batch', limit: 'at least 15,000' },
  {
    ...SERVER,
    name: 'ingest',
    prints:
      'upserts beside a bare Fastify echo, and batches, on SQLite, and on PostgreSQL through 1, 2 and 4 processes; --short: less of it',
    limit: 'on SQLite at least 0.6 of the echo',
  },
  {
    ...SERVER,
    name: 'next',
    prints: '200 callers who share 2,000 tasks: tasks given twice, latencies; on SQLite, and on PostgreSQL through two processes',
    limit: 'p99 at most 50 ms, no duplicate',
    variants: [['sqlite'], ['postgres']],
  },
  {
    ...SERVER,
    name: 'next-thousand',
    prints: '1,000 callers who share 10,000 tasks, each asking again as soon as it was answered: the same, once nothing is routed again',
    limit: 'p99 at most 100 ms, no duplicate',
    variants: [['sqlite'], ['postgres']],
  },
  {
    ...SERVER,
    name: 'lists',
    prints: 'a page of GET /api/v1/tasks by each filter at 10,000 to a million tasks, and how late the event loop is beside heavy queries',
    limit: 'p95 at most 20 ms; event loop p99 at most 50 ms',
  },
  {
    ...SERVER,
    name: 'memory',
    prints: 'resident memory with 100,000 open tasks and 500 streams, at rest and while tasks change',
    limit: 'at most 250 MB',
  },
  {
    ...SERVER,
    name: 'streams',
    prints: 'memory of each of 100, 1,000 and 5,000 operators’ streams on one process, and how long after a write all have its event',
    limit: 'at most 30 KB each, every event within 1 s',
  },
  {
    ...SERVER,
    name: 'webhooks',
    prints: 'from commit to wire at 200 events/s, and deliveries/s from a backlog, alone and beside an endpoint that hangs',
    limit: 'p50 at most 15 ms, p99 at most 100 ms, at least 1,500 deliveries/s',
    variants: [[], ['postgres']],
  },
  {
    ...SERVER,
    name: 'webhook-backlog',
    prints: 'start and memory with a million pending deliveries',
    limit: 'starts in 3 s, at most 300 MB',
    variants: [[], ['postgres']],
  },
  {
    ...SERVER,
    name: 'kill-dispatch',
    prints: 'servers killed while they deliver: losses, second rows, order, time until another takes over',
    limit: 'no fault, taken over within 30 s',
    variants: [[], ['postgres']],
  },
  {
    ...SERVER,
    name: 'import',
    prints: 'the first import of 50,000 items from a vendor with limits, killed half-way',
    limit: 'at most 1.2 of the budget’s least time',
  },
  { ...SERVER, name: 'fuzz', prints: 'answers to random requests, by status', limit: 'no 5xx, no secret in an answer' },
  {
    ...CONSOLE,
    name: 'propagation',
    prints: 'how long until a change stands in the live queries of 1 and 25 other consoles, beside RxDB’s websocket server and TinyBase',
    limit: 'from the commit p50 at most 10 ms, p95 at most 30 ms',
  },
  {
    ...CONSOLE,
    name: 'offline-thousand',
    prints: '1,000 operations made offline: until another console shows them all, and until all are answered',
    limit: 'shown within 2 s',
  },
  {
    ...CONSOLE,
    name: 'console',
    prints:
      'the console with 1,000, 10,000 and 100,000 tasks: cold start, key to paint, filter, sort, scrolling, heap; --short: the largest alone',
    limit: 'list within 1 s; keys, filter and sort p95 50 ms; frames p95 32 ms; heap 250 MB',
  },
  {
    ...CONSOLE,
    name: 'first-sync',
    prints:
      'documents/s of a first sync of 100,000 tasks beside plain Dexie, RxDB’s replication and PouchDB; longest task of the main thread; time to the first 200 rows; --short: 20,000 tasks; --ours: no peers; --rounds N instead of five',
    limit: '0.85 of plain Dexie, 1.3 times RxDB’s pull, 1.5 times its push and pull; no task over 100 ms; 200 rows within 1 s',
  },
  {
    ...CONSOLE,
    name: 'first-rows',
    prints:
      'from the sign-in to the first 200 rows with 100,000 and 1,000,000 open tasks on the server, all of them the operator’s or the last 1,000; --short: 100,000',
    limit: 'within 1 s',
  },
];
