import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Happening } from '../../src-server/sync/model-world.ts';
import type { Schedule } from './schedule.ts';
import type { StoreName } from './trial-stores.ts';

const FOLDER = resolve(import.meta.dirname, 'corpus');

interface KeptFor {
  store: StoreName;
  /** What was seen, or what a planted fault did. */
  found: string;
  seed: number;
}

/** A schedule that once failed, as short as it could be made. */
export type KeptSchedule = KeptFor & ({ layer: 'consoles'; steps: Schedule } | { layer: 'engine'; steps: readonly Happening[] });

export function readCorpus(): { name: string; kept: KeptSchedule }[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => ({ name, kept: JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as KeptSchedule }));
}

/** Gives back the file. */
export function keepSchedule(kept: KeptSchedule): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${kept.layer}-${kept.found.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}-${kept.seed}.json`);
  const { steps, ...rest } = kept;
  const head = JSON.stringify(rest).slice(1, -1);
  writeFileSync(file, `{${head},"steps":[\n${steps.map((step) => `  ${JSON.stringify(step)}`).join(',\n')}\n]}\n`);
  return file;
}
