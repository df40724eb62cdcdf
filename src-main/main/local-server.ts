import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { IpcResult } from '../../src-shared/ipc/contract.ts';
import { CrashCount } from './crash-recovery.ts';
import { writeFileDurably } from './write-file-durably.ts';

const START_MS = 30_000;
const RESUME_TRIES = 20;
const RESUME_PAUSE_MS = 500;
/** As much of what it writes as is needed to say why it did not start. */
const KEPT_CHARACTERS = 4_000;

/** As `npm run server` has it: room for what a thousand waiting requests hold. */
const YOUNG_SPACE = '--max-semi-space-size=32';

const PACKAGED_NODE = process.platform === 'win32' ? 'node.exe' : 'node';

/** How to run the server that came with this console. */
export interface ServerProgram {
  command: string;
  arguments: readonly string[];
  directory: string;
}

/**
 * The server ends with its console, whatever ends that: standard input ends, too, when nobody holds its other side any
 * more. Its threads run this as well, and have a standard input that ends at once.
 */
const END_WITH_PARENT = [
  'data:text/javascript,import{isMainThread}from"node:worker_threads"',
  'if(isMainThread)process.stdin.on("end",()=>process.kill(process.pid,"SIGTERM")).resume()',
].join(';');

/** Null where none came with it, or the Node.js that it needs. Where the console is packaged, both lie beside it. */
export function findServerProgram(appDirectory: string, packagedResources: string | null): ServerProgram | null {
  const directory = packagedResources === null ? appDirectory : join(packagedResources, 'server');
  const command = packagedResources === null ? join(directory, 'node_modules/.bin/node') : join(directory, PACKAGED_NODE);
  const script = join(directory, packagedResources === null ? 'src-server/start.ts' : 'program/start.js');
  return existsSync(command) && existsSync(script)
    ? { command, arguments: [YOUNG_SPACE, '--import', END_WITH_PARENT, script], directory }
    : null;
}

/** Where the server listened last: an account that signed in there finds it again. */
const Kept = Type.Object({ port: Type.Integer({ minimum: 1, maximum: 65_535 }) });

type StartOutcome = IpcResult<'server.startLocal'>;

interface Launched {
  child: ChildProcess;
  /** Settles once it listens, or has ended. */
  said: Promise<Said>;
}

/** A server on this computer, with data of its own beside the console's, for as long as the console runs. */
export class LocalServer {
  private readonly program: ServerProgram | null;
  private readonly directory: string;
  private readonly startMs: number;
  private readonly deaths = new CrashCount();
  private launched: Launched | null = null;
  private code: string | null = null;
  private starting: Promise<StartOutcome> | null = null;
  /** It listened, and nobody stopped it since. */
  private isWanted = false;

  /** `directory` is this installation's user data; `startMs`, how long somebody waits for it to listen. */
  constructor(program: ServerProgram | null, directory: string, startMs = START_MS) {
    this.program = program;
    this.directory = directory;
    this.startMs = startMs;
  }

  get isAvailable(): boolean {
    return this.program !== null;
  }

  /** Once: who asks again while it runs gets the same answer. Where another program has its port it gets another one. */
  start(): Promise<StartOutcome> {
    return this.startAt('any');
  }

  /** At the start of a console whose account lives on it. */
  async resume(accountServer: string | undefined): Promise<void> {
    const port = await this.keptPort();
    if (port === null || accountServer !== addressOf(port)) return;
    // The one of a console that was killed may still be finishing its work.
    for (let tries = 1; tries <= RESUME_TRIES && !(await this.startAt('kept')).ok; tries += 1) await setTimeout(RESUME_PAUSE_MS);
  }

  /** It finishes what is under way, and ends. */
  stop(): void {
    this.isWanted = false;
    this.launched?.child.kill('SIGTERM');
  }

  private startAt(place: 'kept' | 'any'): Promise<StartOutcome> {
    this.starting ??= this.run(place).then((outcome) => {
      if (!outcome.ok) this.starting = null;
      return outcome;
    });
    // A code lasts for some minutes: the server prints a new one when an old one is tried.
    return this.starting.then((outcome) =>
      outcome.ok ? { ok: true, value: { ...outcome.value, code: this.code ?? outcome.value.code } } : outcome,
    );
  }

  private async run(place: 'kept' | 'any'): Promise<StartOutcome> {
    const { program } = this;
    if (!program) return failure('No server came with this console. Start one elsewhere, and connect to it.');
    const kept = await this.keptPort();
    let said = await this.listenAt(program, kept ?? 0);
    if (!said.ok && place === 'any' && kept !== null && (await isTaken(kept))) said = await this.listenAt(program, 0);
    if (!said.ok) return failure(`The server did not start. ${said.text}`);
    if (said.port !== kept && !(await this.keepPort(said.port))) {
      this.stop();
      this.launched = null;
      return failure('The server was ended again: its address could not be written to the disk of this computer.');
    }
    this.isWanted = true;
    return { ok: true, value: { server: addressOf(said.port), code: said.code } };
  }

  /** One that takes long, over the migration of much data say, is waited for by whoever asks next: a second one would fail. */
  private async listenAt(program: ServerProgram, port: number): Promise<Said> {
    this.launched ??= this.launch(program, port);
    const patience = new AbortController();
    const waits = setTimeout(this.startMs, null, { signal: patience.signal }).then(
      (): Said => ({ ok: false, text: `It said nothing for ${Math.round(this.startMs / 1_000)} seconds.` }),
      (): Said => ({ ok: false, text: '' }),
    );
    const said = await Promise.race([this.launched.said, waits]);
    patience.abort();
    return said;
  }

  private launch(program: ServerProgram, port: number): Launched {
    const child = spawn(program.command, program.arguments, {
      cwd: program.directory,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        MALLOC_ARENA_MAX: '1',
        DOCKET_DATA_DIR: join(this.directory, 'server'),
        DOCKET_PORT: String(port),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.code = null;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.code = codeIn(chunk.toString()) ?? this.code;
    });
    const isGone = () => {
      if (this.launched?.child !== child) return;
      this.launched = null;
      this.starting = null;
      if (this.isWanted) void this.revive();
    };
    child.once('exit', isGone);
    child.once('error', isGone);
    return { child, said: listenTo(child) };
  }

  /** It died: whoever works on it gets it back where it was, unless it goes on dying. */
  private async revive(): Promise<void> {
    const pauseMs = this.deaths.next(Date.now());
    if (pauseMs === null) return;
    await setTimeout(pauseMs);
    if (this.isWanted && !(await this.startAt('kept')).ok) await this.revive();
  }

  private async keepPort(port: number): Promise<boolean> {
    const kept = JSON.stringify({ port } satisfies Static<typeof Kept>);
    return writeFileDurably(join(this.directory, 'local-server.json'), kept).then(
      () => true,
      // Nobody would find it again after the next start.
      () => false,
    );
  }

  private async keptPort(): Promise<number | null> {
    const text = await readFile(join(this.directory, 'local-server.json'), 'utf8').catch(() => 'null');
    try {
      const kept: unknown = JSON.parse(text);
      return Check(Kept, kept) ? kept.port : null;
    } catch {
      // Half a file is no port: the system picks one.
      return null;
    }
  }
}

type Said = { ok: true; port: number; code: string | null } | { ok: false; text: string };

/** Until it says that it listens, or ends. */
async function listenTo(child: ChildProcess): Promise<Said> {
  let out = '';
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-KEPT_CHARACTERS);
  });
  const listens = new Promise<Said>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      out = (out + chunk.toString()).slice(-KEPT_CHARACTERS);
      const port = Number(/listening on \S+:(\d+)/.exec(out)?.[1]);
      const code = codeIn(log);
      if (Number.isInteger(port)) resolve({ ok: true, port, code });
    });
  });
  const ends = once(child, 'exit').then(
    (): Said => ({ ok: false, text: lastLine(log) }),
    (error: unknown): Said => ({ ok: false, text: error instanceof Error ? error.message : String(error) }),
  );
  return Promise.race([listens, ends]);
}

async function isTaken(port: number): Promise<boolean> {
  const trial = createServer();
  try {
    await once(trial.listen(port, '127.0.0.1'), 'listening');
    return false;
  } catch {
    return true;
  } finally {
    trial.close();
  }
}

function codeIn(text: string): string | null {
  return /First-run code[^:]*: (\S+)/.exec(text)?.[1] ?? null;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function failure(message: string): StartOutcome {
  return { ok: false, code: 'not_started', message: message.slice(0, 1_000) };
}
