// `npm run torture`: what can happen to consoles and servers, in any order, for as long as one likes.
import { inspect } from 'node:util';
import { plantFaults } from './faults/plant-faults.ts';
import { Findings } from './findings.ts';
import { inMemory } from './in-memory.ts';
import { BROKE_OFF } from './run-schedule.ts';
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
const again = `npm run torture -- ${process.argv
  .slice(2)
  .filter((word, index, all) => word !== '--seed' && all[index - 1] !== '--seed')
  .join(' ')} --seed ${seed}`;
tell(again);

// Nobody waited for it, so nobody else tells of it.
process.on('uncaughtException', (error) => {
  const findings = new Findings(again, tell);
  findings.note(
    { layer: 'all', store: command.stores.join(' and '), seed },
    { kind: BROKE_OFF, detail: `${BROKE_OFF}: ${inspect(error)}` },
  );
  findings.tellAll();
  process.exit(1);
});

function run(): Promise<boolean> {
  if (planted.length > 0) return plantFaults({ faults: planted, seed, keep: keepAs !== undefined, signal: stopping.signal, tell });
  if (soakOperations !== null)
    return inMemory(() => runSoak({ seed, operations: soakOperations, stores: command.stores, findings: new Findings(again, tell), tell }));
  return runTorture(command, new Findings(again, tell), stopping.signal, tell);
}

process.exit((await run()) ? 0 : 1);
