import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { measureMachine, percentile } from '../../src-server/bench/measure-machine.ts';
import { print, say, sayComparison, sayFigure, sayMachine, sayValue } from '../../src-server/bench/report.ts';
import { makeTemporaryFolder } from '../../src-server/store/temporary-folder.ts';
import { ConsolePage } from '../pages/console-page.ts';
import { OPERATOR, startFilledServer } from './fill-server.ts';
import { openConsole } from './open-console.ts';
import { prepareDesktop } from './prepare-desktop.ts';
import { readSyncWatch, watchSync } from './watch-sync.ts';

/**
 * `npm run bench -- first-sync [--short]`: 100,000 open tasks into an empty console in the real Electron, in turn with what
 * else could have brought them there. `--short`: a fifth of the tasks. `--ours`: nothing else. `--rounds N`: instead of
 * five. `--app FOLDER`: another build, to compare with.
 */
const args = process.argv.slice(3);
const TASKS = args.includes('--short') ? 20_000 : 100_000;
const APP = args.includes('--app') ? args[args.indexOf('--app') + 1] : undefined;
const ROUNDS = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : 5;
if (!Number.isInteger(ROUNDS) || ROUNDS < 1) throw new Error('--rounds wants a number of rounds');
const PAGE = 2_000;
const SYNC_TIMEOUT_MS = 300_000;
/** PouchDB takes so much longer than all others that a tenth has to do. */
const POUCH_TASKS = args.includes('--without-pouchdb') ? 0 : TASKS / 10;
const POUCH_PAGE = 1_000;
const PEERS = args.includes('--ours')
  ? []
  : ['dexie', 'dexie-in-memory', 'rxdb-pull', 'rxdb-push-pull', ...(POUCH_TASKS > 0 ? ['pouchdb'] : [])];

const release = await prepareDesktop({ needsBuild: APP === undefined });
const { folder, remove } = makeTemporaryFolder();
// Gigabytes, also where a peer fails or somebody has seen enough.
process.once('exit', remove);
const machine = [measureMachine(folder)];
const server = await startFilledServer(join(folder, 'server'), TASKS);
const token = await signedInToken();
// Only now does the package of Electron know where its program is.
const { openPeerBrowser } = await import('./peers/peer-browser.ts');
const browser = PEERS.length > 0 ? await openPeerBrowser(folder, { port: server.port, token }, POUCH_TASKS) : null;
const rates = new Map<string, number[]>();
const firstRowsMs: number[] = [];
const longestTasksMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  note(round, 'docket', await syncOurs(join(folder, `console-${round}`)));
  for (const peer of PEERS) {
    const isPouch = peer === 'pouchdb';
    note(round, peer, (await browser?.run(peer, isPouch ? POUCH_PAGE : PAGE, isPouch ? POUCH_TASKS : TASKS)) ?? 0);
  }
}
machine.push(measureMachine(folder));
await browser?.close();
await server.stop();
report();
release();

function note(round: number, name: string, rate: number): void {
  say(`  round ${round + 1} of ${ROUNDS}: ${name} ${print(rate)} documents/s`);
  rates.set(name, [...(rates.get(name) ?? []), rate]);
}

async function signedInToken(): Promise<string> {
  const { body } = await server.call('POST', '/auth/login', OPERATOR);
  return (body as { token: string }).token;
}

async function syncOurs(userData: string): Promise<number> {
  const { page, close } = await openConsole(userData, APP);
  const ui = new ConsolePage(page);
  await page.getByLabel('Server').waitFor();
  await watchSync(page);
  await ui.signIn(`http://127.0.0.1:${server.port}`, OPERATOR.email, OPERATOR.password);
  await ui.sync('live', SYNC_TIMEOUT_MS);
  const { connectedAt, liveAt, signedInAt, firstRowsAt, longestTaskMs } = await readSyncWatch(page);
  firstRowsMs.push(firstRowsAt - signedInAt);
  longestTasksMs.push(longestTaskMs);
  await close();
  rmSync(userData, { recursive: true, force: true });
  return (TASKS / (liveAt - connectedAt)) * 1_000;
}

function report(): void {
  const of = (name: string) => rates.get(name) ?? [];
  const name = `first sync of ${print(TASKS)} tasks`;
  const ours = { ours: of('docket'), unit: 'documents/s' };
  sayValue(`${name}: Docket`, percentile(of('docket'), 0.5), 'documents/s', of('docket'));
  if (PEERS.length > 0) {
    sayComparison({ ...ours, name, peer: 'plain Dexie with the same indexes', theirs: of('dexie'), limit: { atLeast: 0.85 } });
    sayComparison({ ...ours, name, peer: 'plain Dexie that has all tasks in memory already', theirs: of('dexie-in-memory') });
    sayComparison({ ...ours, name, peer: 'RxDB’s replication, pull only', theirs: of('rxdb-pull'), limit: { atLeast: 1.3 } });
    sayComparison({ ...ours, name, peer: 'RxDB’s replication, push and pull', theirs: of('rxdb-push-pull'), limit: { atLeast: 1.5 } });
  }
  if (PEERS.includes('pouchdb')) sayComparison({ ...ours, name, peer: `PouchDB, of ${print(POUCH_TASKS)}`, theirs: of('pouchdb') });
  sayFigure('longest task of the main thread meanwhile, worst run', Math.max(...longestTasksMs), { atMost: 100 }, 'ms', longestTasksMs);
  sayFigure('from the sign-in to 200 rows on the screen, median', percentile(firstRowsMs, 0.5), { atMost: 1_000 }, 'ms', firstRowsMs);
  say(`  rates by round: ${[...rates].map(([peer, values]) => `${peer} ${values.map(print).join(' ')}`).join('; ')}`);
  sayMachine(machine);
}
