import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const LOOP_ROUNDS = 50_000_000;
const ROUNDS = 20_000;
const SYNCS = 50;
const SAMPLE = JSON.stringify({ status: 'TODO', fields: { title: 'Claim ABC', partner: 'VIP customer XYZ', amounts: [1, 2, 3] } });

export interface MachineFigures {
  /** Rounds of an empty loop in a microsecond, on one core. */
  loopsPerMicro: number;
  /** Small JSON documents parsed and printed in a second, on one core. */
  jsonPerSecond: number;
  /** The median time in which the disk takes a block for good. */
  syncMs: number;
}

/** How fast this machine is right now, so that figures of different days and machines can be compared. */
export function measureMachine(folder: string): MachineFigures {
  const startedAt = performance.now();
  let characters = 0;
  for (let round = 0; round < ROUNDS; round += 1) characters += JSON.stringify(JSON.parse(SAMPLE)).length;
  const jsonPerSecond = (characters / SAMPLE.length / (performance.now() - startedAt)) * 1000;
  return { loopsPerMicro: measureLoop(), jsonPerSecond, syncMs: measureSync(join(folder, 'sync-probe')) };
}

function measureLoop(): number {
  const startedAt = performance.now();
  let rounds = 0;
  while (rounds < LOOP_ROUNDS) rounds += 1;
  return rounds / (performance.now() - startedAt) / 1_000;
}

function measureSync(file: string): number {
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(4_096, 1);
  const times: number[] = [];
  for (let round = 0; round < SYNCS; round += 1) {
    const startedAt = performance.now();
    writeSync(descriptor, block);
    fdatasyncSync(descriptor);
    times.push(performance.now() - startedAt);
  }
  closeSync(descriptor);
  return percentile(times, 0.5);
}

/** `share` 0 to 1; of an even number of values the lower middle one is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
