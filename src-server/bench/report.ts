import { type MachineFigures, percentile } from './measure-machine.ts';

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A figure with its limit beside it. */
export function sayFigure(name: string, value: number, limit: { atLeast: number } | { atMost: number }, unit: string): void {
  const isKept = 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
  const bound = 'atLeast' in limit ? `at least ${print(limit.atLeast)}` : `at most ${print(limit.atMost)}`;
  say(`${name}: ${print(value)} ${unit} (limit: ${bound} ${unit}) ${isKept ? 'kept' : 'MISSED'}`);
}

export function sayMachine(figures: readonly MachineFigures[]): void {
  const json = percentile(
    figures.map(({ jsonPerSecond }) => jsonPerSecond),
    0.5,
  );
  const sync = percentile(
    figures.map(({ syncMs }) => syncMs),
    0.5,
  );
  say(
    `calibration: ${print(json)} small JSON documents/s on one core, ${print(sync)} ms a sync of the disk (medians of ${figures.length})`,
  );
}

export function print(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(2);
}
