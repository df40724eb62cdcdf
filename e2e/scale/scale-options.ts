import { parseArgs } from 'node:util';

export interface ScaleOptions {
  /** How long the load runs. */
  seconds: number;
  /** Chooses what happens; how fast it happens is the machine's affair. */
  seed: number;
  servers: number;
}

const USAGE = 'npm run scale -- [--seconds N] [--seed N] [--servers N]';
const SECONDS_MAXIMUM = 600;
const SERVERS_MAXIMUM = 8;

/** Throws with the usage where an option is unknown or out of its range. */
export function parseScaleOptions(args: readonly string[]): ScaleOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { seconds: text, seed: text, servers: text } });
  return {
    seconds: whole('seconds', values.seconds ?? '60', 5, SECONDS_MAXIMUM),
    seed: whole('seed', values.seed ?? String(Date.now() % 1_000_000), 0, 2 ** 31),
    servers: whole('servers', values.servers ?? '4', 2, SERVERS_MAXIMUM),
  };
}

function whole(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to) throw new Error(`--${name} is a whole number from ${from} to ${to}.\n${USAGE}`);
  return value;
}
