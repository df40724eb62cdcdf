import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';
import { Patience, withPatience } from '../fixtures/patience.ts';
import type { ConsoleOrders, ConsoleReport } from './console-report.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 60_000;

type Shown = Extract<ConsoleReport, { type: 'shows' }>;

/** A console in a process that is killed and started again; what its operator was told outlives it. */
export class ConsoleRunner {
  readonly orders: ConsoleOrders;
  readonly saved: string[] = [];
  readonly undone = new Set<string>();
  /** What it complained of last. */
  log = '';
  private readonly onAnswers: (results: readonly OperationResult[]) => void;
  private readonly onRefused: (text: string) => void;
  private child: ChildProcess | null = null;
  private starts = 0;
  private hears: (report: ConsoleReport) => void = () => undefined;

  constructor(orders: ConsoleOrders, onAnswers: (results: readonly OperationResult[]) => void, onRefused: (text: string) => void) {
    this.orders = orders;
    this.onAnswers = onAnswers;
    this.onRefused = onRefused;
  }

  /** Settles when its journal is open. */
  async start(): Promise<void> {
    this.starts += 1;
    // Another course of events each time.
    const orders = { ...this.orders, seed: this.orders.seed * 1_000 + this.starts };
    const child = spawn(process.execPath, [...process.execArgv, 'e2e/torture/console-process.ts', JSON.stringify(orders)], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.log = (this.log + chunk.toString()).slice(-4_000);
    });
    child.stdin.on('error', () => undefined);
    const started = this.hear('started', START_MS);
    createInterface({ input: child.stdout }).on('line', (line) => this.take(line));
    await Promise.race([started, once(child, 'exit').then(() => started)]);
  }

  /** SIGKILL, in the middle of whatever it is doing. What it had told before is heard. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  }

  /** No more acts; everything is sent and received. */
  rest(): void {
    this.child?.stdin?.write('rest\n');
  }

  async show(): Promise<Shown> {
    this.child?.stdin?.write('show\n');
    const report = await this.hear('shows', START_MS);
    if (report.type !== 'shows') throw new Error('a console told something else');
    return report;
  }

  private async hear(type: ConsoleReport['type'], withinMs: number): Promise<ConsoleReport> {
    const heard = new Promise<ConsoleReport>((resolve) => {
      this.hears = (report) => report.type === type && resolve(report);
    });
    return withPatience(heard, new Patience(withinMs), () => new Error(`a console tells nothing of ${type}\n${this.log}`));
  }

  private take(line: string): void {
    const report = JSON.parse(line) as ConsoleReport;
    if (report.type === 'saved') this.saved.push(...report.opIds);
    if (report.type === 'undone') for (const opId of report.opIds) this.undone.add(opId);
    if (report.type === 'answers') this.onAnswers(report.results);
    if (report.type === 'refused') this.onRefused(report.text);
    this.hears(report);
  }
}
