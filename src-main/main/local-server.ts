import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { IpcResult, LocalServerState } from '../../src-shared/ipc/contract.ts';
import { CrashCount } from './crash-recovery.ts';
import { type Said, type ServerProcess, type ServerProgram, startServerProcess } from './server-process.ts';
import { writeFileDurably } from './write-file-durably.ts';

const START_MS = 30_000;
const RESUME_TRIES = 20;
const RESUME_PAUSE_MS = 500;
const SENTENCE_CHARACTERS = 1_000;

/** Where the server listened last: an account that signed in there finds it again. */
const Kept = Type.Object({ port: Type.Integer({ minimum: 1, maximum: 65_535 }) });

type StartOutcome = IpcResult<'server.startLocal'>;
type StartFailure = Extract<StartOutcome, { ok: false }>;

export interface LocalServerOptions {
  /** How long somebody waits for it to listen. */
  startMs?: number;
  /** Where it listens from now on: before anybody is told that it runs. */
  onAddress?: (address: string) => Promise<void>;
}

/** A server on this computer, with data of its own beside the console's, for as long as the console runs. */
export class LocalServer {
  private readonly program: ServerProgram | null;
  private readonly directory: string;
  private readonly startMs: number;
  private readonly onAddress: (address: string) => Promise<void>;
  private readonly listeners = new Set<(state: LocalServerState) => void>();
  /** Whatever answers there while it does not listen is somebody else. */
  private readonly ports = new Set<number>();
  private deaths = new CrashCount();
  private process: ServerProcess | null = null;
  /** Where its process says that it listens, for as long as that lives. */
  private address: string | null = null;
  private port: number | null = null;
  private starting: Promise<StartOutcome> | null = null;
  /** An account lives on it, or somebody started it; and nobody stopped it since. */
  private isWanted = false;
  private isStopped = false;
  /** A failed start is followed by another one. */
  private isRetrying = false;
  private told: Omit<LocalServerState, 'available' | 'address'> = { phase: 'off', reason: null };

  /** `directory` is this installation's user data. */
  constructor(program: ServerProgram | null, directory: string, { startMs = START_MS, onAddress }: LocalServerOptions = {}) {
    this.program = program;
    this.directory = directory;
    this.startMs = startMs;
    this.onAddress = onAddress ?? (() => Promise.resolve());
  }

  /** Takes up the port of the last run. */
  async load(): Promise<void> {
    const port = await this.keptPort();
    if (port !== null) this.know(port);
  }

  /** An account knows it at this address, whatever was kept beside it. */
  adopt(address: string): void {
    const port = loopbackPort(address);
    if (port !== null) this.know(port);
  }

  get isAvailable(): boolean {
    return this.program !== null;
  }

  get state(): LocalServerState {
    return { available: this.isAvailable, address: this.port === null ? null : addressOf(this.port), ...this.told };
  }

  onChange(listener: (state: LocalServerState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Whether an address was this server's, by any name of this computer. */
  owns(address: string): boolean {
    const port = loopbackPort(address);
    return port !== null && this.ports.has(port);
  }

  /** Whether its living process listens exactly there: nobody else can. */
  listensAt(address: string): boolean {
    return this.address !== null && new URL(address).origin === this.address;
  }

  /** Where to ask what was meant by an address: of its own it is where it runs, started if need be. */
  async locate(address: string): Promise<{ ok: true; value: string } | StartFailure> {
    if (!this.owns(address)) return { ok: true, value: address };
    const outcome = await this.start();
    return outcome.ok ? { ok: true, value: outcome.value.server } : outcome;
  }

  /** Once: who asks again while it runs gets the same answer. Where another program has its port it gets another one. */
  async start(): Promise<StartOutcome> {
    this.isStopped = false;
    if (this.told.phase === 'stopped') this.deaths = new CrashCount();
    const outcome = await this.withPatience(this.attempt());
    // A code lasts for some minutes: the server prints a new one when an old one is tried.
    return outcome.ok ? { ok: true, value: { ...outcome.value, code: this.process?.code() ?? outcome.value.code } } : outcome;
  }

  /** At the start of a console whose account lives on it. */
  async resume(): Promise<void> {
    this.isWanted = true;
    this.isRetrying = true;
    let outcome = await this.attempt();
    // The one of a console that was killed may still be finishing its work.
    for (let tries = 1; tries < RESUME_TRIES && !outcome.ok && this.isWanted; tries += 1) {
      await setTimeout(RESUME_PAUSE_MS);
      outcome = await this.attempt();
    }
    if (!outcome.ok) this.tellStopped(outcome.message);
    this.isRetrying = false;
  }

  /** It finishes what is under way, and ends. */
  stop(): void {
    this.isWanted = false;
    this.isStopped = true;
    this.process?.stop();
  }

  private attempt(): Promise<StartOutcome> {
    if (this.starting) return this.starting;
    const starting: Promise<StartOutcome> = this.run().then((outcome) => {
      if (outcome.ok) return outcome;
      if (this.starting === starting) this.starting = null;
      if (!this.isRetrying) this.tellStopped(outcome.message);
      return outcome;
    });
    this.starting = starting;
    return starting;
  }

  /** One that takes long, over the migration of much data say, goes on: whoever asks next waits for the same one. */
  private async withPatience(attempt: Promise<StartOutcome>): Promise<StartOutcome> {
    const patience = new AbortController();
    const seconds = Math.round(this.startMs / 1_000);
    const late = failure(`The server on this computer does not run yet. It said nothing for ${seconds} seconds.`);
    const waits = setTimeout(this.startMs, late, { signal: patience.signal }).catch(() => late);
    const outcome = await Promise.race([attempt, waits]);
    patience.abort();
    return outcome;
  }

  private async run(): Promise<StartOutcome> {
    const { program } = this;
    if (!program) return failure('No server came with this console. Start one elsewhere, and connect to it.');
    this.tell('starting', this.told.reason);
    if (this.port === null) await this.load();
    const { port } = this;
    let said = await this.launch(program, port ?? 0);
    if (!said.ok && port !== null && !this.isStopped && (await isTaken(port))) said = await this.launch(program, 0);
    if (!said.ok) return failure(stoppedSentence(said.text));
    const address = addressOf(said.port);
    this.know(said.port);
    await this.onAddress(address);
    if (said.port !== (await this.keptPort()) && !(await this.keepPort(said.port))) {
      this.address = null;
      this.process?.stop();
      this.process = null;
      return failure('The server was ended again: its address could not be written to the disk of this computer.');
    }
    if (this.address === null) return failure(stoppedSentence('…'));
    this.isWanted = !this.isStopped;
    this.tell('running');
    return { ok: true, value: { server: address, code: said.code } };
  }

  private async launch(program: ServerProgram, port: number): Promise<Said> {
    const launched = startServerProcess(program, join(this.directory, 'server'), port);
    this.process = launched;
    const said = await launched.said;
    if (!said.ok) return said;
    // Nobody else can listen there as long as it lives.
    this.address = addressOf(said.port);
    void launched.ended.then(() => {
      if (this.process === launched) this.address = null;
    });
    void launched.gone.then(({ how, words }) => {
      if (this.process !== launched) return;
      this.comeBack(stoppedSentence(words === '' ? how : `${words} (${how})`));
    });
    return said;
  }

  /** It died: whoever works on it gets it back where it was, unless it goes on dying. */
  private comeBack(reason: string): void {
    this.address = null;
    this.starting = null;
    if (this.isWanted) void this.revive(reason);
  }

  private async revive(reason: string): Promise<void> {
    const pauseMs = this.deaths.next(Date.now());
    this.isRetrying = pauseMs !== null;
    if (pauseMs === null) return this.tellStopped(reason);
    this.tell('starting');
    await setTimeout(pauseMs);
    if (!this.isWanted) return;
    const outcome = await this.attempt();
    this.isRetrying = false;
    if (!outcome.ok && this.isWanted) await this.revive(outcome.message);
  }

  private tellStopped(reason: string): void {
    if (this.isWanted) this.tell('stopped', reason.slice(0, SENTENCE_CHARACTERS));
    else this.tell('off');
  }

  private tell(phase: LocalServerState['phase'], reason: string | null = null): void {
    this.told = { phase, reason };
    for (const listener of this.listeners) listener(this.state);
  }

  private know(port: number): void {
    this.port = port;
    this.ports.add(port);
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

/** Null: no address of a server on this computer that speaks plain http. */
function loopbackPort(address: string): number | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, port } = new URL(address);
  const isHere =
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^(127\.|0\.0\.0\.0$)/.test(hostname);
  return protocol === 'http:' && isHere ? Number(port || 80) : null;
}

function stoppedSentence(words: string): string {
  return `The server on this computer does not run. Its last words: “${words}”.`;
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function failure(message: string): StartFailure {
  return { ok: false, code: 'not_started', message: message.slice(0, SENTENCE_CHARACTERS) };
}
