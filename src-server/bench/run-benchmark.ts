import { readdirSync } from 'node:fs';

/** `npm run bench -- NAME`: runs one of the benchmarks of this folder; without a name, says which there are. */
const ENDING = '.bench.ts';
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));
const [, , wanted = ''] = process.argv;
// An exit ends what a benchmark has started; a signal alone would not.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (names.includes(wanted)) await import(`./${wanted}${ENDING}`);
else {
  process.stderr.write(`npm run bench -- NAME, one of: ${names.join(', ')}\n`);
  process.exitCode = 1;
}
