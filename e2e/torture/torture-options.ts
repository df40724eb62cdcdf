import { parseArgs } from 'node:util';
import { TORTURE_FAULTS, type TortureFault } from './faults/torture-faults.ts';
import type { StoreName } from './trial-stores.ts';

export const LAYERS = ['engine', 'consoles', 'processes'] as const;
export type LayerName = (typeof LAYERS)[number];

export interface TortureOptions {
  minutes: number;
  seed: number;
  stores: readonly StoreName[];
  layers: readonly LayerName[];
  /** Findings after which it ends. */
  findingsMaximum: number;
  /** What a kept schedule is called; null: what it found. Absent where none is to be kept. */
  keepAs: string | null | undefined;
}

export interface TortureCommand extends TortureOptions {
  /** Each gets a trial that must find it. None: one trial that must find nothing. */
  planted: readonly TortureFault[];
  /** A week offline instead, with so many operations; null: not. */
  soakOperations: number | null;
}

const NAMES = TORTURE_FAULTS.map(({ name, means }) => `  ${name.padEnd(24)} ${means}`).join('\n');
const USAGE = `npm run torture -- [--minutes N] [--seed S] [--store sqlite|postgres] [--layers ${LAYERS.join(',')}]
  Schedules of what can happen to consoles and servers, in one process and with real ones that are killed, on both
  databases or one. Ends with 1 where something was lost, doubled or shown wrong; the schedule is kept in e2e/torture/corpus.
npm run torture -- --plant all | NAME[,NAME…]   must find what is wrong with this fault, within 2 minutes each:
${NAMES}
npm run torture -- --soak [--operations N]      a week of one operator offline, and all that can go wrong in it`;
const MINUTES_MAXIMUM = 24 * 60;
const SOAK_OPERATIONS = { initial: '10000', maximum: 100_000 } as const;
const FINDINGS_MAXIMUM = 5;

/** Throws with the usage where an option is unknown or out of its range. */
export function parseTortureCommand(args: readonly string[]): TortureCommand {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    minutes: text,
    seed: text,
    store: text,
    layers: text,
    plant: text,
    'until-found': flag,
    'keep-as': text,
    keep: flag,
    soak: flag,
    operations: text,
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const isUntilFound = values['until-found'] ?? false;
  const keepAs = values['keep-as'] ?? (isUntilFound ? undefined : null);
  return {
    minutes: numberOf('minutes', values.minutes ?? '10', 0.1, MINUTES_MAXIMUM),
    seed: numberOf('seed', values.seed ?? String(Date.now() % 1_000_000), 0, 2 ** 31),
    stores: storesNamed(values.store),
    layers: values.layers === undefined ? LAYERS : layersNamed(values.layers),
    findingsMaximum: isUntilFound ? 1 : FINDINGS_MAXIMUM,
    keepAs: values.plant !== undefined && !values.keep ? undefined : keepAs,
    soakOperations: values.soak ? numberOf('operations', values.operations ?? SOAK_OPERATIONS.initial, 100, SOAK_OPERATIONS.maximum) : null,
    planted: values.plant === undefined ? [] : faultsNamed(values.plant),
  };
}

function storesNamed(name: string | undefined): readonly StoreName[] {
  switch (name) {
    case undefined:
      return ['sqlite', 'postgres'];
    case 'sqlite':
    case 'postgres':
      return [name];
    default:
      throw new Error(`There is no store ${name}.\n${USAGE}`);
  }
}

function layersNamed(names: string): readonly LayerName[] {
  return names.split(',').map((name) => {
    const layer = LAYERS.find((known) => known === name);
    if (!layer) throw new Error(`There is no layer ${name}.\n${USAGE}`);
    return layer;
  });
}

function faultsNamed(names: string): readonly TortureFault[] {
  if (names === 'all') return TORTURE_FAULTS;
  return names.split(',').map((name) => {
    const fault = TORTURE_FAULTS.find((known) => known.name === name);
    if (!fault) throw new Error(`There is no fault ${name} to plant.\n${USAGE}`);
    return fault;
  });
}

function numberOf(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < from || value > to) throw new Error(`--${name} is a number from ${from} to ${to}.\n${USAGE}`);
  return value;
}
