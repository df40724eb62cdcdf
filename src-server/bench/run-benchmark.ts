import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { BENCHMARKS, type Benchmark } from './catalogue.ts';
import { writeFigures } from './figures-file.ts';
import { say } from './report.ts';
import { writeTable } from './write-table.ts';

/** `npm run bench -- NAME [ARGUMENTS]`: runs a benchmark of the catalogue, or `all`; `table` makes the page of results; without a name, says which there are. */
const [, , wanted = '', ...args] = process.argv;
// An exit ends what a benchmark has started; a signal alone would not.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const benchmark = BENCHMARKS.find(({ name }) => name === wanted);
if (benchmark) await run(benchmark);
else if (wanted === 'all') runAll();
else if (wanted === 'table') writeTable();
else {
  say('npm run bench -- NAME; all; table; NAME is one of:');
  for (const each of BENCHMARKS) tell(each);
  process.exitCode = wanted === '' ? 0 : 1;
}

async function run({ name, folder }: Benchmark): Promise<void> {
  const startedAt = performance.now();
  await import(join(import.meta.dirname, '../..', folder, `${name}.bench.ts`));
  say(`figures: ${writeFigures(name, args, (performance.now() - startedAt) / 1_000)}`);
}

/** Each in a process of its own, as if it were run alone. */
function runAll(): void {
  for (const { name, variants = [] } of BENCHMARKS) {
    for (const variant of variants.length > 0 ? variants : [[]]) {
      say(`\n${[name, ...variant].join(' ')}`);
      const { status } = spawnSync(process.execPath, [import.meta.filename, name, ...variant], { stdio: 'inherit' });
      if (status !== 0) process.exitCode = 1;
    }
  }
}

function tell({ name, prints, limit, variants = [] }: Benchmark): void {
  const others = variants.map((variant) => [name, ...variant].join(' '));
  say(`\n${(others.length > 0 ? others : [name]).join(', or ')}\n  prints ${prints}`);
  if (limit !== null) say(`  limit: ${limit}`);
}
