import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Check } from 'typebox/value';

const LogEntry = Type.Object({ level: Type.Number(), msg: Type.String(), err: Type.Optional(Type.Object({ message: Type.String() })) });

/** As much of what it writes as is needed to say why it did not start, or ended. */
const KEPT_CHARACTERS = 4_000;
const TOLD_CHARACTERS = 400;
/** Of the server's log: a warning, and what is worse. */
const WARNING = 40;

/** As `npm run server` has it: room for what a thousand waiting requests hold. */
const YOUNG_SPACE = '--max-semi-space-size=32';
const COLLECTORS = '--v8-pool-size=1';

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
    ? { command, arguments: [YOUNG_SPACE, COLLECTORS, '--import', END_WITH_PARENT, script], directory }
    : null;
}

/** Where it listens, with the code for its first admin; or what it said last. */
export type Said = { ok: true; port: number; code: string | null } | { ok: false; text: string };

export interface ServerProcess {
  /** Settles once it says that it listens, or has ended. */
  said: Promise<Said>;
  /** Settles at once when it has ended. */
  ended: Promise<void>;
  /** Settles when its last words are there too, with how it ended and what they were, if any. */
  gone: Promise<{ how: string; words: string }>;
  /** The newest code for a first admin. */
  code: () => string | null;
  stop: () => void;
}

export function startServerProcess(program: ServerProgram, dataDirectory: string, port: number): ServerProcess {
  const child = spawn(program.command, program.arguments, {
    cwd: program.directory,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      MALLOC_ARENA_MAX: '1',
      DOCKET_DATA_DIR: dataDirectory,
      DOCKET_PORT: String(port),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let log = '';
  let code: string | null = null;
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-KEPT_CHARACTERS);
    code = codeIn(chunk.toString()) ?? code;
  });
  const listens = new Promise<Said>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out = (out + chunk.toString()).slice(-KEPT_CHARACTERS);
      const listening = Number(/listening on \S+:(\d+)/.exec(out)?.[1]);
      if (Number.isInteger(listening)) resolve({ ok: true, port: listening, code: codeIn(log) });
    });
  });
  const ended = once(child, 'exit').then(
    () => undefined,
    // It could not even be started.
    () => undefined,
  );
  const gone = once(child, 'close').then(
    ([status, signal]: unknown[]) => ({ how: typeof signal === 'string' ? signal : `code ${String(status)}`, words: lastWordsIn(log) }),
    (error: unknown) => ({ how: '', words: error instanceof Error ? error.message : String(error) }),
  );
  const ends = gone.then(({ how, words }): Said => ({ ok: false, text: words || how }));
  return {
    said: Promise.race([listens, ends]),
    ended,
    gone,
    code: () => code,
    stop: () => child.kill('SIGTERM'),
  };
}

/** What a person can make something of: no stack, and of the log nothing that says that all is well. */
export function lastWordsIn(log: string): string {
  const words = log.split('\n').map((line) => (line.startsWith('{') ? wordsOfEntry(line) : line.trim()));
  const last = words.findLast((line) => line !== '' && !/^(at |Node\.js v|[{}]|First-run code|No admin yet)/.test(line)) ?? '';
  return last.slice(0, TOLD_CHARACTERS);
}

function wordsOfEntry(line: string): string {
  try {
    const entry: unknown = JSON.parse(line);
    if (!Check(LogEntry, entry) || entry.level < WARNING) return '';
    return entry.err ? `${entry.msg}: ${entry.err.message}` : entry.msg;
  } catch {
    // Its beginning was cut off, or its end was never written.
    return '';
  }
}

function codeIn(text: string): string | null {
  return /First-run code[^:]*: (\S+)/.exec(text)?.[1] ?? null;
}
