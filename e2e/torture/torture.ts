// `npm run torture`: what can happen to consoles and servers, in any order, for as long as one likes.
import { plantFaults } from './faults/plant-faults.ts';
import { inMemory } from './in-memory.ts';
import { runTorture } from './run-torture.ts';
import { runSoak } from './soak/run-soak.ts';
import { parseTortureCommand } from './torture-options.ts';

const startedAt = performance.now();

function tell(line: string): void {
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${line}`);
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    tell(`${signal}: ends with what it has begun`);
    stopping.abort();
  });
}

const command = parseTortureCommand(process.argv.slice(2));
const { planted, seed, keepAs, soakOperations } = command;
tell(
  `npm run torture -- ${process.argv
    .slice(2)
    .filter((word, index, all) => word !== '--seed' && all[index - 1] !== '--seed')
    .join(' ')} --seed ${seed}`,
);

function run(): Promise<boolean> {
  if (planted.length > 0) return plantFaults({ faults: planted, seed, keep: keepAs !== undefined, signal: stopping.signal, tell });
  if (soakOperations !== null) return inMemory(() => runSoak({ seed, operations: soakOperations, stores: command.stores, tell }));
  return runTorture(command, stopping.signal, tell);
}

process.exit((await run()) ? 0 : 1);
