import { type FigureRecord, keepFigure, keepMachine } from './figures-file.ts';
import { type MachineFigures, percentile } from './measure-machine.ts';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export type Limit = { atLeast: number } | { atMost: number };

/** A figure with its limit beside it. `runs`: what it is the median of. */
export function sayFigure(name: string, value: number, limit: Limit, unit: string, runs?: readonly number[]): void {
  const isKept = keeps(value, limit);
  say(`${name}: ${print(value)} ${unit} (limit: ${boundOf(limit)} ${unit}) ${isKept ? 'kept' : 'MISSED'}`);
  keepFigure({ name, value, unit, limit: boundOf(limit), isKept, ...(runs ? { runs } : {}) });
}

/** A figure that nobody has set a limit for. */
export function sayValue(name: string, value: number, unit: string, runs?: readonly number[]): void {
  say(`${name}: ${print(value)} ${unit}`);
  keepFigure({ name, value, unit, ...(runs ? { runs } : {}) });
}

export interface Comparison {
  name: string;
  /** One value a run; medians are compared. */
  ours: readonly number[];
  peer: string;
  theirs: readonly number[];
  unit: string;
  /** Of the ratio, ours divided by the peer's. */
  limit?: Limit;
}

/** Ours, the peer's and the ratio of the two. */
export function sayComparison({ name, ours, peer, theirs, unit, limit }: Comparison): void {
  const [value, peerValue] = [percentile(ours, 0.5), percentile(theirs, 0.5)];
  const ratio = value / peerValue;
  const isKept = limit && keeps(ratio, limit);
  const verdict = limit ? ` (limit: ${boundOf(limit)}) ${isKept ? 'kept' : 'MISSED'}` : '';
  say(`${name}: Docket ${print(value)} ${unit}, ${peer} ${print(peerValue)} ${unit}, ratio ${print(ratio)}${verdict}`);
  const compared: FigureRecord = { name, value, unit, runs: ours, peer, peerValue, peerRuns: theirs, ratio };
  keepFigure(limit ? { ...compared, limit: `ratio ${boundOf(limit)}`, isKept: isKept === true } : compared);
}

export function sayMachine(figures: readonly MachineFigures[]): void {
  const median = (figure: (of: MachineFigures) => number) => percentile(figures.map(figure), 0.5);
  const machine = {
    loopsPerMicro: median(({ loopsPerMicro }) => loopsPerMicro),
    jsonPerSecond: median(({ jsonPerSecond }) => jsonPerSecond),
    syncMs: median(({ syncMs }) => syncMs),
  };
  say(
    `calibration: ${print(machine.loopsPerMicro)} rounds of an empty loop/µs, ${print(machine.jsonPerSecond)} small JSON documents/s on one core, ${print(machine.syncMs)} ms a sync of the disk (medians of ${figures.length})`,
  );
  keepMachine(machine);
}

export function print(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(2);
}

function keeps(value: number, limit: Limit): boolean {
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}

function boundOf(limit: Limit): string {
  return 'atLeast' in limit ? `at least ${print(limit.atLeast)}` : `at most ${print(limit.atMost)}`;
}
