import { parseArgs } from 'node:util';
import { PLANTED_FAULTS, type PlantedFault } from './faults/planted-faults.ts';

export interface ScaleOptions {
  /** How long the load runs. */
  seconds: number;
  /** Chooses what happens; how fast it happens is the machine's affair. */
  seed: number;
  servers: number;
  /** Shortens leases and waits of the servers, so that a short run comes to its end soon. */
  isShort: boolean;
}

export interface ScaleCommand extends ScaleOptions {
  /** Each gets a run that must find it. None: one run that must find nothing. */
  planted: readonly PlantedFault[];
}

const NAMES = PLANTED_FAULTS.map(({ name, means }) => `  ${name.padEnd(24)} ${means}`).join('\n');
const USAGE = `npm run scale -- [--seconds N] [--seed N] [--servers N] [--short]
npm run scale -- --plant all | NAME[,NAME…]   must find what is wrong with servers that have this fault:
${NAMES}`;
const SECONDS_MAXIMUM = 600;
const SERVERS_MAXIMUM = 8;
const PLANTED_SECONDS = '15';

/** Throws with the usage where an option is unknown or out of its range. */
export function parseScaleCommand(args: readonly string[]): ScaleCommand {
  const text = { type: 'string' } as const;
  const options = { seconds: text, seed: text, servers: text, plant: text, short: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const isPlanted = values.plant !== undefined;
  return {
    seconds: whole('seconds', values.seconds ?? (isPlanted ? PLANTED_SECONDS : '60'), 5, SECONDS_MAXIMUM),
    seed: whole('seed', values.seed ?? String(Date.now() % 1_000_000), 0, 2 ** 31),
    servers: whole('servers', values.servers ?? '4', 2, SERVERS_MAXIMUM),
    isShort: isPlanted || (values.short ?? false),
    planted: values.plant === undefined ? [] : faultsNamed(values.plant),
  };
}

/** The command that does the same again. */
export function commandOf({ seconds, seed, servers, isShort }: ScaleOptions, fault: PlantedFault | null): string {
  const mode = fault ? ` --plant ${fault.name}` : isShort ? ' --short' : '';
  return `npm run scale -- --seconds ${seconds} --seed ${seed} --servers ${servers}${mode}`;
}

function faultsNamed(names: string): readonly PlantedFault[] {
  if (names === 'all') return PLANTED_FAULTS;
  return names.split(',').map((name) => {
    const fault = PLANTED_FAULTS.find((known) => known.name === name);
    if (!fault) throw new Error(`There is no fault ${name} to plant.\n${USAGE}`);
    return fault;
  });
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to) throw new Error(`--${name} is a whole number from ${from} to ${to}.\n${USAGE}`);
  return value;
}
