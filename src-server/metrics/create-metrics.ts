import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RunFigures } from '../../src-shared/schema/connector.ts';
import type { Clock } from '../clock.ts';
import type { WorkCounts } from './count-work.ts';

/** What parts of the server tell about themselves, in the text format of Prometheus. */
export interface Metrics {
  observeRequest(request: { method: string; route: string; status: number; durationMs: number }): void;
  observeCommit(group: { commands: number; durationMs: number }): void;
  countAttempt(outcome: 'delivered' | 'failed'): void;
  observeConnectorRun(run: { status: string; figures: RunFigures }, kind: string): void;
  readonly contentType: string;
  render(): Promise<string>;
  /** Ends the watch over the event loop. */
  close(): void;
}

export interface MetricsDependencies {
  clock: Clock;
  feedClients: () => number;
  countWork: () => Promise<WorkCounts>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const COMMANDS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const LOOP_RESOLUTION_MS = 10;
/** However often somebody scrapes: the counts of a minute ago are good enough. */
const COUNTS_KEPT_MICROS = 60_000_000;

export function createMetrics(dependencies: MetricsDependencies): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'docket_http_request_duration_seconds',
    help: 'Answered requests by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const commitCommands = new Histogram({
    name: 'docket_group_commit_commands',
    help: 'Commands that shared a transaction.',
    buckets: COMMANDS,
    registers,
  });
  const commitDuration = new Histogram({
    name: 'docket_group_commit_duration_seconds',
    help: 'From the begin of a shared transaction until it was durable.',
    buckets: SECONDS,
    registers,
  });
  const attempts = new Counter({
    name: 'docket_webhook_attempts_total',
    help: 'Attempts to deliver, by what came of them.',
    labelNames: ['outcome'],
    registers,
  });
  const connectorRuns = new Counter({
    name: 'docket_connector_runs_total',
    help: 'Runs of connectors, by kind and by what came of them.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const connectorWork = new Counter({
    name: 'docket_connector_work_total',
    help: 'What runs of connectors did: requests, and items by what became of them.',
    labelNames: ['kind', 'work'],
    registers,
  });
  watchState(registry, dependencies);
  const stopWatch = watchProcess(registry);

  return {
    observeRequest: ({ method, route, status, durationMs }) => requests.observe({ method, route, status }, durationMs / 1_000),
    observeCommit({ commands, durationMs }) {
      commitCommands.observe(commands);
      commitDuration.observe(durationMs / 1_000);
    },
    countAttempt: (outcome) => attempts.inc({ outcome }),
    observeConnectorRun({ status, figures }, kind) {
      connectorRuns.inc({ kind, status });
      const { total: _, ...counts } = figures;
      for (const [work, count] of Object.entries(counts)) connectorWork.inc({ kind, work }, count);
    },
    contentType: registry.contentType,
    render: () => registry.metrics(),
    close: stopWatch,
  };
}

/** What is asked when somebody scrapes. */
function watchState(registry: Registry, { clock, feedClients, countWork }: MetricsDependencies): void {
  const registers = [registry];
  let counted: { work: Promise<WorkCounts>; atMicros: number } | null = null;
  const recentWork = (): Promise<WorkCounts> => {
    const nowMicros = clock.nowMicros();
    if (!counted || nowMicros - counted.atMicros > COUNTS_KEPT_MICROS || nowMicros < counted.atMicros) {
      counted = { work: countWork(), atMicros: nowMicros };
      counted.work.catch(() => {
        counted = null;
      });
    }
    return counted.work;
  };
  new Gauge({
    name: 'docket_feed_clients',
    help: 'Streams that are open.',
    registers,
    collect() {
      this.set(feedClients());
    },
  });
  new Gauge({
    name: 'docket_tasks',
    help: 'Tasks by status, counted at most once a minute.',
    labelNames: ['status'],
    registers,
    async collect() {
      for (const { status, many } of (await recentWork()).tasks) this.set({ status }, many);
    },
  });
  new Gauge({
    name: 'docket_webhook_backlog',
    help: 'Deliveries that are still to be made. Ready: of each task and endpoint the first one.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const { state, many } of (await recentWork()).deliveries) this.set({ state }, many);
    },
  });
}

/** Gives back the end of it. */
function watchProcess(registry: Registry): () => void {
  const registers = [registry];
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  delay.enable();
  new Gauge({
    name: 'docket_event_loop_delay_seconds',
    help: 'How late the event loop was, since the last scrape.',
    labelNames: ['quantile'],
    registers,
    collect() {
      // What is measured is the time between two looks.
      for (const quantile of [0.5, 0.99, 1]) {
        this.set({ quantile }, Math.max(0, delay.percentile(quantile * 100) / 1e9 - LOOP_RESOLUTION_MS / 1_000));
      }
      delay.reset();
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.set((user + system) / 1e6);
    },
  });
  return () => delay.disable();
}
