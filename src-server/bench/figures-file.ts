import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { MachineFigures } from './measure-machine.ts';

/** Ignored by git. One file for each benchmark and its arguments: the last run. */
const FOLDER = join(import.meta.dirname, '../../.cache/bench');

export interface FigureRecord {
  name: string;
  value: number;
  unit: string;
  /** As it was printed. */
  limit?: string;
  isKept?: boolean;
  runs?: readonly number[];
  peer?: string;
  peerValue?: number;
  peerRuns?: readonly number[];
  ratio?: number;
}

export interface FiguresFile {
  benchmark: string;
  args: readonly string[];
  /** When it ended. */
  at: string;
  seconds: number;
  /** What kind of machine it was; no names. */
  machine: { processors: number; memoryGb: number; system: string; node: string } & Partial<MachineFigures>;
  figures: FigureRecord[];
}

const figures: FigureRecord[] = [];
let calibration: MachineFigures | null = null;

export function keepFigure(figure: FigureRecord): void {
  figures.push(figure);
}

export function keepMachine(machine: MachineFigures): void {
  calibration = machine;
}

/** Writes what was said into the folder of figures. Gives back the file's path from the project's folder. */
export function writeFigures(benchmark: string, args: readonly string[], seconds: number): string {
  const file: FiguresFile = {
    ...{ benchmark, args, at: new Date().toISOString(), seconds: Math.round(seconds) },
    machine: {
      processors: availableParallelism(),
      memoryGb: Math.round(totalmem() / 1024 ** 3),
      system: `${process.platform} ${process.arch}`,
      node: process.version,
      ...calibration,
    },
    figures,
  };
  mkdirSync(FOLDER, { recursive: true });
  const name = `${[benchmark, ...args].join('-').replaceAll(/[^\w-]/g, '')}.json`;
  writeFileSync(join(FOLDER, name), `${JSON.stringify(file, null, 2)}\n`);
  return `.cache/bench/${name}`;
}

export function readFigures(): FiguresFile[] {
  mkdirSync(FOLDER, { recursive: true });
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as FiguresFile);
}
