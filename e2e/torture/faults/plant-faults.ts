import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { awakeMs } from '../../fixtures/awake-clock.ts';
import { EDITS_VARIABLE } from '../../scale/faults/source-edit.ts';
import { FOUND } from '../found.ts';
import type { TortureFault } from './torture-faults.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** A fault has to be found by then. */
const MINUTES_MAXIMUM = 2;

interface Outcome {
  fault: TortureFault;
  /** Null: it was not found. */
  seconds: number | null;
  found: string;
}

export interface PlantOptions {
  faults: readonly TortureFault[];
  seed: number;
  /** Keeps the schedules that find them. */
  keep: boolean;
  signal: AbortSignal;
  tell: (line: string) => void;
}

/** A trial with each fault, one after the other. Gives back whether all were found. */
export async function plantFaults({ faults, seed, keep, signal, tell }: PlantOptions): Promise<boolean> {
  const outcomes: Outcome[] = [];
  for (const fault of faults) {
    if (signal.aborted) break;
    tell(`${fault.name}: ${fault.means}`);
    const outcome = await plant(fault, seed, keep, signal);
    outcomes.push(outcome);
    tell(`  ${outcome.found}`);
  }
  for (const { fault, seconds } of outcomes)
    tell(`${seconds === null ? '✗' : '✓'} ${fault.name.padEnd(24)} ${seconds === null ? 'not found' : `${seconds.toFixed(1)} s`}`);
  const found = outcomes.filter(({ seconds }) => seconds !== null).length;
  tell(`${found === faults.length ? '✓' : '✗'} ${found} of ${faults.length} planted faults were found`);
  return found === faults.length;
}

async function plant(fault: TortureFault, seed: number, keep: boolean, signal: AbortSignal): Promise<Outcome> {
  const { name, edits, store, layers } = fault;
  const options = [
    '--minutes',
    String(MINUTES_MAXIMUM),
    '--seed',
    String(seed),
    '--store',
    store,
    '--layers',
    layers.join(','),
    '--until-found',
  ];
  const startedAt = awakeMs();
  const child = spawn(
    process.execPath,
    [
      '--import',
      './e2e/scale/faults/edit-sources.ts',
      'e2e/torture/torture.ts',
      ...options,
      ...(keep ? ['--keep-as', `planted-${name}`] : []),
    ],
    { cwd: ROOT, env: { ...process.env, [EDITS_VARIABLE]: JSON.stringify(edits) }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  const lines: string[] = [];
  let seconds: number | null = null;
  const take = (line: string): void => {
    lines.push(line);
    if (line.includes(FOUND)) seconds ??= (awakeMs() - startedAt) / 1_000;
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', take);
  await once(child, 'close');
  signal.removeEventListener('abort', stop);
  const found = lines.find((line) => line.includes(FOUND)) ?? lines.slice(-5).join('\n    ');
  return { fault, seconds, found: found.slice(0, 300) };
}
