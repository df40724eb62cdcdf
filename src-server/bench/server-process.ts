import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import type { LiveMemory, LoopDelay } from './event-loop-probe.ts';

export const BENCH_KEY = 'dk_live_key_of_the_benchmarks_0123456789';
export const BENCH_ADMIN = { email: 'bench@example.com', password: 'correct horse battery' };

export interface ServerProcess {
  port: number;
  /** What the system says that the process holds in memory now. */
  rssMb(): number;
  /** Processor time that the system says it has used so far, microseconds: of the thread that serves requests, and of all. */
  usedMicros(): { main: number; all: number };
  /** How late the event loop was since this was asked last. */
  loopDelay(): Promise<LoopDelay>;
  /** After a collection, where the server was started with `--expose-gc`. */
  liveMemory(): Promise<LiveMemory>;
  call(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
  /** SIGKILL. What it had in its folder stays. */
  kill(): Promise<void>;
}

export interface ServerProcessOptions {
  /** The data folder; without it one is made, and removed at the end. */
  folder?: string;
  nodeOptions?: readonly string[];
  /** More settings, `DOCKET_…`. */
  environment?: Readonly<Record<string, string>>;
}

const PROBE = ['--import', join(import.meta.dirname, 'event-loop-probe.ts')];

/** Starts the product as `npm run server` does. */
export async function startServer({ folder, nodeOptions = [], environment = {} }: ServerProcessOptions = {}): Promise<ServerProcess> {
  const temporary = folder === undefined ? makeTemporaryFolder() : null;
  const options = [...PROBE, '--max-semi-space-size=32', '--v8-pool-size=1', ...nodeOptions];
  const child = spawn(process.execPath, [...options, join(import.meta.dirname, '../start.ts')], {
    env: {
      PATH: process.env.PATH ?? '',
      MALLOC_ARENA_MAX: '1',
      ...(process.env.NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
      DOCKET_LOG_LEVEL: 'warn',
      DOCKET_DATA_DIR: folder ?? temporary?.folder ?? '',
      DOCKET_PORT: '0',
      DOCKET_RATE_LIMIT_PER_MINUTE: '0',
      DOCKET_BOOTSTRAP_API_KEY: BENCH_KEY,
      DOCKET_BOOTSTRAP_ADMIN_EMAIL: BENCH_ADMIN.email,
      DOCKET_BOOTSTRAP_ADMIN_PASSWORD: BENCH_ADMIN.password,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  // However the benchmark ends, no server stays behind.
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return serverOf(child, await portOf(child), () => temporary?.remove());
}

/** Starts the peer: Fastify as it comes, which parses a JSON body and answers it. */
export async function startEchoServer(): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'echo-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  return serverOf(child, await portOf(child), () => undefined);
}

function serverOf(child: ChildProcess, port: number, cleanUp: () => void): ServerProcess {
  return {
    port,
    rssMb: () => rssMbOf(child.pid ?? 0),
    usedMicros: () => usedMicrosOf(child.pid ?? 0),
    loopDelay: () => ask<LoopDelay>(child, 'delay'),
    liveMemory: () => ask<LiveMemory>(child, 'memory'),
    async call(method, path, body, token = BENCH_KEY) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      cleanUp();
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Of the probe that was loaded with it. */
async function ask<Answer>(child: ChildProcess, question: 'delay' | 'memory'): Promise<Answer> {
  const answered = once(child, 'message');
  child.send(question);
  const [answer] = await answered;
  return answer as Answer;
}

/** Both servers say `listening on http://HOST:PORT`. */
async function portOf(child: ChildProcess): Promise<number> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const port = /listening on http:\/\/[^\n]*:(\d+)\n/.exec(said)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('the server ended before it listened');
}

function usedMicrosOf(pid: number): { main: number; all: number } {
  const used = (thread: string) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  const all = readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + used(thread), 0);
  return { main: used(String(pid)), all };
}

function rssMbOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
