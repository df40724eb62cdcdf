import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FigureRecord, type FiguresFile, readFigures } from './figures-file.ts';
import { print, say } from './report.ts';

const PAGE = 'resources/docs/benchmarks.md';

/** `npm run bench -- table`: puts the last run of each benchmark into the page of results; those that were not run here stay. */
export function writeTable(): void {
  const files = readFigures();
  const page = join(import.meta.dirname, '../..', PAGE);
  writeFileSync(page, pageOf(files, readFileSync(page, 'utf8')));
  say(`${PAGE}: ${files.length} runs`);
}

const SECTION = /^(?=## )/m;

/** Without runs of builds that lie elsewhere: they say nothing of this one. */
export function pageOf(files: readonly FiguresFile[], before = ''): string {
  const shown = files.filter(({ args }) => !args.some((argument) => argument.includes('/')));
  const sections = new Map([...before.split(SECTION).slice(1), ...shown.map(sectionOf)].map((section) => [headingOf(section), section]));
  const inOrder = [...sections].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, section]) => section.trim());
  return `# Benchmarks

Made by \`npm run bench -- table\` from the last run of each benchmark; \`npm run bench\` says what there is. Rates and times are
those of the machine above each table, whose calibration tells how it compares with another one; ratios travel better.

${inOrder.join('\n\n')}
`;
}

function headingOf(section: string): string {
  return section.trim().split('\n', 1)[0] ?? '';
}

function sectionOf({ benchmark, args, at, seconds, machine, figures }: FiguresFile): string {
  const calibration =
    machine.jsonPerSecond === undefined
      ? ''
      : ` Calibration: ${print(machine.loopsPerMicro ?? 0)} rounds of an empty loop/µs, ${print(machine.jsonPerSecond)} small JSON documents/s, ${print(machine.syncMs ?? 0)} ms a sync.`;
  const rows = figures.map(rowOf).join('\n');
  return `
## \`npm run bench -- ${[benchmark, ...args].join(' ')}\`

${at.slice(0, 10)}, ${machine.processors} processors, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node.slice(1)}, ${print(seconds)} s.${calibration}

| Figure | Docket | Peer | Ratio | Limit | |
| --- | ---: | --- | ---: | --- | --- |
${rows}
`;
}

function rowOf({ name, value, unit, peer, peerValue, ratio, limit = '', isKept }: FigureRecord): string {
  const verdict = isKept === undefined ? '' : isKept ? 'kept' : '**missed**';
  const other = peer === undefined || peerValue === undefined ? '' : `${peer}: ${print(peerValue)} ${unit}`;
  return `| ${[name, `${print(value)} ${unit}`, other, ratio === undefined ? '' : print(ratio), limit, verdict].join(' | ')} |`;
}
