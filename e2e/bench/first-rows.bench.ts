import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureMachine, percentile } from '../../src-server/bench/measure-machine.ts';
import { print, sayFigure, sayMachine } from '../../src-server/bench/report.ts';
import { makeTemporaryFolder } from '../../src-server/store/temporary-folder.ts';
import { ConsolePage } from '../pages/console-page.ts';
import { BEGINNER, OPERATOR, startFilledServer } from './fill-server.ts';
import { openConsole } from './open-console.ts';
import { prepareDesktop } from './prepare-desktop.ts';
import { firstRowsMsOf, watchSync } from './watch-sync.ts';

/**
 * `npm run bench -- first-rows [--short]`: from the sign-in of somebody new on this computer to 200 rows, where the server
 * holds 100,000 and 1,000,000 open tasks: by who may work all of them, and by who may work the last 1,000 only. The rest
 * of the first sync is not waited for. `--short`: the smaller backlog alone. `--app FOLDER`: another build, to compare with.
 */
const args = process.argv.slice(3);
const SIZES = args.includes('--short') ? [100_000] : [100_000, 1_000_000];
const APP = args.includes('--app') ? args[args.indexOf('--app') + 1] : undefined;
const ROUNDS = 5;
const BEGINNERS_COUNT = 1_000;
const PEOPLE = [
  { who: 'who may work all of them', person: OPERATOR },
  { who: `who may work the last ${print(BEGINNERS_COUNT)}`, person: BEGINNER },
];

const release = await prepareDesktop({ needsBuild: APP === undefined });
const machine = [];
for (const size of SIZES) {
  const { folder, remove } = makeTemporaryFolder();
  process.once('exit', remove);
  machine.push(measureMachine(folder));
  await measure(folder, size);
  remove();
}
sayMachine(machine);
release();

async function measure(folder: string, size: number): Promise<void> {
  const server = await startFilledServer(join(folder, 'server'), size, BEGINNERS_COUNT);
  const times = PEOPLE.map(({ who, person }) => ({ who, person, timesMs: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { person, timesMs } of times) timesMs.push(await firstRowsOf(join(folder, 'console'), server.port, person));
  }
  await server.stop();
  for (const { who, timesMs } of times) {
    const name = `${print(size)} open tasks: from the sign-in to 200 rows, ${who}, median of ${ROUNDS}`;
    sayFigure(name, percentile(timesMs, 0.5), { atMost: 1_000 }, 'ms', timesMs);
  }
}

async function firstRowsOf(userData: string, port: number, { email, password }: typeof OPERATOR): Promise<number> {
  const { page, close } = await openConsole(userData, APP);
  await page.getByLabel('Server').waitFor();
  await watchSync(page);
  await new ConsolePage(page).signIn(`http://127.0.0.1:${port}`, email, password);
  const timeMs = await firstRowsMsOf(page);
  await close();
  rmSync(userData, { recursive: true, force: true });
  return timeMs;
}
