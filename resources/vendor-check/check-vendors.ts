import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulatorExchange } from '../../src-server/connectors/simulator/simulator.ts';
import { type OpenApiCheck, openApiCheck } from './openapi-check.ts';

/** Where tests with DOCKET_RECORD_VENDORS=1 leave what they sent. */
const FOLDER = fileURLToPath(new URL('../../.cache/vendor-traffic/', import.meta.url));
const SAMPLES = 20;

interface Tally {
  calls: number;
  violations: Map<string, number>;
  answers: Map<string, number>;
  undescribed: Map<string, number>;
}

/** `npm run check:vendors -- PATH…`: recorded traffic against descriptions of the vendors. Fails when a request is not as described. */
function run(paths: readonly string[]): number {
  if (paths.length === 0) {
    tell('npm run check:vendors -- PATH…   OpenAPI files, one for each vendor (3.0 or 3.1, JSON or YAML)\n');
    tell('Record first: DOCKET_RECORD_VENDORS=1 npx vitest run --project parts src-server/connectors');
    return 2;
  }
  const recorded = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl')) : [];
  if (recorded.length === 0) {
    tell('There is no traffic: DOCKET_RECORD_VENDORS=1 npx vitest run --project parts src-server/connectors records some.');
    return 2;
  }
  let violations = 0;
  for (const path of paths) {
    const check = openApiCheck(path);
    const name = recorded.find((file) => isAbout(check, file.replace(/\.jsonl$/, '')));
    if (name === undefined) tell(`${path}: no traffic of this vendor was recorded (there is ${recorded.join(', ')})`);
    else violations += report(path, check, readLines(join(FOLDER, name)));
  }
  return violations === 0 ? 0 : 1;
}

function report(path: string, check: OpenApiCheck, exchanges: readonly SimulatorExchange[]): number {
  const tallies = new Map<string, Tally>();
  const undescribed = new Map<string, number>();
  for (const exchange of exchanges) {
    const operation = check.operationOf(exchange);
    if (operation === null) {
      count(undescribed, `${exchange.method} ${(exchange.url.split('?')[0] ?? '').replaceAll(/\/[\w-]*\d[\w-]*(?=\/|$)/g, '/…')}`);
      continue;
    }
    const tally = tallies.get(operation) ?? { calls: 0, violations: new Map(), answers: new Map(), undescribed: new Map() };
    tallies.set(operation, tally);
    tally.calls += 1;
    // What a simulator refuses or breaks off was meant to be wrong, or is not whole.
    if (exchange.status >= 400) continue;
    const tallyOf = { request: tally.violations, answer: tally.answers, undescribed: tally.undescribed };
    for (const { where, problem } of check.findProblems(exchange)) count(tallyOf[where], problem);
  }
  const violations = [...tallies.values()].reduce((sum, tally) => sum + total(tally.violations), 0);
  const differing = [...tallies.values()].reduce((sum, tally) => sum + total(tally.answers), 0);
  tell(`\n${path}`);
  tell(
    `  ${tallies.size} operations, ${exchanges.length} calls, ${violations} violations in requests, ${differing} differences in the simulator's answers`,
  );
  for (const [operation, tally] of [...tallies].sort(([a], [b]) => a.localeCompare(b))) {
    tell(`  ${String(tally.calls).padStart(6)}  ${operation}`);
    tellProblems('violation', tally.violations);
    tellProblems('answer', tally.answers);
    tellProblems('not in the description', tally.undescribed);
  }
  for (const [operation, calls] of undescribed) tell(`  ${String(calls).padStart(6)}  ${operation} (not in the description)`);
  return violations;
}

function tellProblems(label: string, problems: ReadonlyMap<string, number>): void {
  for (const [problem, times] of [...problems].slice(0, SAMPLES)) tell(`          ${label}: ${problem} (${times} times)`);
}

function isAbout({ names }: OpenApiCheck, kind: string): boolean {
  return names.some((name) => plain(name).includes(plain(kind)));
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '');
}

function readLines(path: string): SimulatorExchange[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SimulatorExchange);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, many) => sum + many, 0);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = run(process.argv.slice(2));
