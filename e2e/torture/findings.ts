import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FOUND } from './found.ts';
import type { Finding } from './run-schedule.ts';

const FOLDER = resolve(import.meta.dirname, 'findings');
/** The rest stands in the file. */
const TOLD_CHARACTERS = 2_000;

export interface FoundIn {
  layer: string;
  store: string;
  /** Of its turn, not of the run. */
  seed: number;
}

/** What a run has found: told and kept in a file each at once, and told again in full when the run is over. */
export class Findings {
  private readonly command: string;
  private readonly tell: (line: string) => void;
  private readonly kept: { text: string; file: string }[] = [];

  /** `command` does the same again. */
  constructor(command: string, tell: (line: string) => void) {
    this.command = command;
    this.tell = tell;
  }

  get count(): number {
    return this.kept.length;
  }

  note(where: FoundIn, finding: Finding, steps?: readonly unknown[]): void {
    const text = `${describePlace(where)}: ${finding.detail}`;
    const file = this.keep(where, finding, text, steps);
    this.kept.push({ text, file });
    this.tell(`${FOUND}${text.slice(0, TOLD_CHARACTERS)}`);
    this.tell(`  kept in ${file}`);
  }

  /** What may be the machine's fault: kept all the same. */
  noteInconclusive(where: FoundIn, finding: Finding): void {
    const text = `${describePlace(where)}: ${finding.detail}`;
    const file = this.keep(where, finding, text);
    this.tell(`  inconclusive, for the machine is crowded: ${text.slice(0, TOLD_CHARACTERS)}`);
    this.tell(`  kept in ${file}`);
  }

  tellAll(): void {
    this.kept.forEach(({ text, file }, index) => {
      this.tell(`✗ ${index + 1} of ${this.kept.length}, found by ${this.command}, kept in ${file}\n${text}`);
    });
  }

  private keep(where: FoundIn, { kind }: Finding, text: string, steps?: readonly unknown[]): string {
    mkdirSync(FOLDER, { recursive: true });
    const at = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const name = [at, where.layer, where.store, where.seed, kind.replaceAll(/[^a-z]+/gi, '-').toLowerCase()].join('-');
    const file = resolve(FOLDER, `${name}.txt`);
    const schedule = steps ? `\n\nits steps:\n${steps.map((step) => JSON.stringify(step)).join('\n')}` : '';
    writeFileSync(file, `${this.command}\n\n${text}${schedule}\n`);
    return file;
  }
}

function describePlace({ layer, store, seed }: FoundIn): string {
  return `${layer} on ${store}, seed ${seed}`;
}
