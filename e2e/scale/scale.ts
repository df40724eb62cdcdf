// `npm run scale`: four server processes on one PostgreSQL behind a load balancer, load through them while they are
// killed, and then a look at whether anything was lost, doubled or out of order.
import { startTemporaryPostgres } from '../../src-server/store/postgres/temporary-postgres.ts';
import type { PlantedFault } from './faults/planted-faults.ts';
import type { Figures } from './figures.ts';
import { runScale } from './run-scale.ts';
import { commandOf, parseScaleCommand, type ScaleCommand } from './scale-options.ts';

const startedAt = performance.now();

function tell(line: string): void {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

function tellFaults({ faults }: Figures): void {
  for (const { kind, count, examples } of faults) tell(`✗ ${kind} (${count}):\n    ${examples.join('\n    ')}`);
}

async function runClean(postgresUrl: string, command: ScaleCommand): Promise<boolean> {
  tell(commandOf(command, null));
  const { figures } = await runScale(postgresUrl, command, { tell });
  tellFaults(figures);
  const isAsPromised = figures.faults.length === 0;
  tell(isAsPromised ? '✓ nothing lost, doubled or out of order' : `✗ not as promised; again: ${commandOf(command, null)}`);
  return isAsPromised;
}

async function runPlanted(postgresUrl: string, command: ScaleCommand, fault: PlantedFault): Promise<boolean> {
  tell(`${commandOf(command, fault)}   # a server that ${fault.means}`);
  const { figures } = await runScale(postgresUrl, command, { fault, tell: () => undefined });
  const found = figures.faults.filter(({ kind }) => fault.foundAs.includes(kind));
  for (const { kind, count, examples } of found) tell(`  found: ${kind} (${count}), say ${examples[0]}`);
  if (found.length > 0) return true;
  tellFaults(figures);
  tell(`✗ ${fault.name} was not found; again: ${commandOf(command, fault)}`);
  return false;
}

async function runAll(command: ScaleCommand): Promise<boolean> {
  const postgres = await startTemporaryPostgres({ durable: true });
  try {
    if (command.planted.length === 0) return await runClean(postgres.url, command);
    const outcomes: { name: string; isFound: boolean; seconds: number }[] = [];
    for (const fault of command.planted) {
      const beganAt = performance.now();
      // Where a machine is crowded, no kill may have struck in the moment that matters.
      const another = { ...command, seed: command.seed + 1 };
      const isFound = (await runPlanted(postgres.url, command, fault)) || (await runPlanted(postgres.url, another, fault));
      outcomes.push({ name: fault.name, isFound, seconds: (performance.now() - beganAt) / 1_000 });
    }
    for (const { name, isFound, seconds } of outcomes) tell(`${markOf(isFound)} ${name.padEnd(24)} ${seconds.toFixed(1)} s`);
    const found = outcomes.filter(({ isFound }) => isFound).length;
    const areAllFound = found === outcomes.length;
    tell(`${markOf(areAllFound)} ${found} of ${outcomes.length} planted faults were found`);
    return areAllFound;
  } finally {
    await postgres.stop();
  }
}

function markOf(isAsPromised: boolean): string {
  return isAsPromised ? '✓' : '✗';
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    tell(`✗ ended by ${signal} before it was through`);
    process.exit(1);
  });
}
// After a run that broke off, somebody may still wait for an answer.
process.exit((await runAll(parseScaleCommand(process.argv.slice(2)))) ? 0 : 1);
