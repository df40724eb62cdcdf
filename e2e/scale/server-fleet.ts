import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { Patience } from '../fixtures/patience.ts';
import { ADMIN, BOOTSTRAP_KEY } from '../fixtures/server-process.ts';
import { EDITS_VARIABLE, type SourceEdit } from './faults/source-edit.ts';
import type { Figures } from './figures.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 120_000;

/** A place that a server process runs at, one after the other, always on the same port. */
export interface ServerPlace {
  readonly port: number;
  readonly pid: number | null;
  readonly isListening: boolean;
  readonly isFrozen: boolean;
  readonly startedAtMs: number;
  /** What was written to standard error last. */
  readonly log: string;
  /** SIGKILL; it is started again at once. */
  kill(): void;
  /** SIGSTOP: a process that hangs, until it is thawed (SIGCONT) or killed. */
  freeze(): void;
  thaw(): void;
  /** SIGTERM; it is started again when it has ended. A fault where it does not end in order. */
  stopAndStart(): Promise<void>;
}

export interface ServerFleet {
  readonly places: readonly ServerPlace[];
  /** Somebody takes requests, and nobody holds the others up. */
  readonly isServing: boolean;
  /** Settles when all of them listen. */
  allListen(): Promise<void>;
  /** Ends all in order, and starts none again. */
  end(): Promise<void>;
}

export interface FleetOptions {
  databaseUrl: string;
  dataDir: string;
  count: number;
  /** What is different in the servers' source. */
  edits: readonly SourceEdit[];
  figures: Figures;
}

/** Starts all at the same time, on an empty database: one of them migrates, and the others wait for it. */
export async function startServerFleet(options: FleetOptions): Promise<ServerFleet> {
  const ports = await findFreePorts(options.count);
  const places = ports.map((port) => new Place(port, options));
  for (const place of places) place.start();
  // However this process ends, none is left behind.
  const killAll = (): void => {
    for (const place of places) place.kill();
  };
  process.once('exit', killAll);
  return {
    places,
    get isServing() {
      return places.some(({ isListening }) => isListening) && places.every(({ isFrozen }) => !isFrozen);
    },
    async allListen() {
      const patience = new Patience(START_MS);
      while (places.some(({ isListening }) => !isListening)) {
        if (patience.isOver) throw new Error(`a server does not listen after ${START_MS} ms\n${places.map(tailOf).join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async end() {
      await Promise.all(places.map((place) => place.end()));
      process.off('exit', killAll);
    },
  };
}

function tailOf({ port, log }: Place): string {
  return `${port}: ${log.slice(-1_000)}`;
}

class Place implements ServerPlace {
  readonly port: number;
  isListening = false;
  startedAtMs = 0;
  log = '';
  private readonly options: FleetOptions;
  private child: ChildProcess | null = null;
  private frozen: ChildProcess | null = null;
  private isExpectedToEnd = false;
  private isOver = false;

  constructor(port: number, options: FleetOptions) {
    this.port = port;
    this.options = options;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  start(): void {
    const { databaseUrl, dataDir, edits, figures } = this.options;
    this.startedAtMs = performance.now();
    this.isExpectedToEnd = false;
    const withEdits = edits.length === 0 ? [] : ['--import', './e2e/scale/faults/edit-sources.ts'];
    const child = spawn(process.execPath, [...withEdits, 'src-server/start.ts'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        // Servers are started all the time: what was compiled before leaves more of the machine to those that serve.
        ...(process.env.NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
        [EDITS_VARIABLE]: JSON.stringify(edits),
        ...environmentOf(this.port, databaseUrl, dataDir),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('listening on')) return;
      this.isListening = true;
      figures.time('a server’s start', performance.now() - this.startedAtMs);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.log = (this.log + chunk.toString()).slice(-20_000);
      noteLog(chunk.toString(), figures);
    });
    child.once('exit', (code, signal) => {
      this.isListening = false;
      this.child = null;
      if (!this.isExpectedToEnd) figures.fault('a server ended by itself', `${this.port}: ${code ?? signal}\n${this.log.slice(-600)}`);
      if (!this.isOver) this.start();
    });
  }

  kill(): void {
    this.isExpectedToEnd = true;
    this.isListening = false;
    this.child?.kill('SIGKILL');
  }

  freeze(): void {
    this.frozen = this.child;
    this.frozen?.kill('SIGSTOP');
  }

  thaw(): void {
    this.frozen?.kill('SIGCONT');
    this.frozen = null;
  }

  get isFrozen(): boolean {
    return this.frozen !== null && this.frozen === this.child;
  }

  async stopAndStart(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const wasListening = this.isListening;
    this.isExpectedToEnd = true;
    child.kill('SIGTERM');
    await once(child, 'exit');
    const { exitCode, signalCode } = child;
    if (!wasListening || exitCode === 0) return;
    const ending = `${this.port}: ${exitCode ?? signalCode}\n${this.log.slice(-2_000)}`;
    this.options.figures.fault('a server that was stopped in order failed', ending);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.stopAndStart();
  }
}

function environmentOf(port: number, databaseUrl: string, dataDir: string): Record<string, string> {
  return {
    DOCKET_DATABASE_URL: databaseUrl,
    DOCKET_DATA_DIR: dataDir,
    DOCKET_PORT: String(port),
    DOCKET_BOOTSTRAP_API_KEY: BOOTSTRAP_KEY,
    DOCKET_BOOTSTRAP_ADMIN_EMAIL: ADMIN.email,
    DOCKET_BOOTSTRAP_ADMIN_PASSWORD: ADMIN.password,
    DOCKET_ALLOW_NETWORKS: '127.0.0.0/8',
    DOCKET_RATE_LIMIT_PER_MINUTE: '0',
    DOCKET_LOG_LEVEL: 'warn',
  };
}

/** What servers complain about, by kind: for information. */
function noteLog(text: string, figures: Figures): void {
  for (const line of text.split('\n')) {
    const message = /"msg":"([^"]*)"/.exec(line)?.[1];
    if (message === undefined) continue;
    const cause = /"err":\{(.*?),"stack"/.exec(line)?.[1] ?? line;
    figures.count(`log: ${message}: ${cause.slice(0, 200)}`);
  }
}

async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return address && typeof address === 'object' ? address.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
