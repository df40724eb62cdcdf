import { join } from 'node:path';
import { measureMachine, percentile } from '../../src-server/bench/measure-machine.ts';
import { print, say, sayFigure, sayMachine } from '../../src-server/bench/report.ts';
import { makeTemporaryFolder } from '../../src-server/store/temporary-folder.ts';
import { ConsolePage } from '../pages/console-page.ts';
import { OPERATOR, startFilledServer } from './fill-server.ts';
import { type OpenConsole, openConsole } from './open-console.ts';
import { prepareDesktop } from './prepare-desktop.ts';
import { frameTimesOfScrolling, paintTimesOf, watchPaints } from './watch-paints.ts';

/**
 * `npm run bench -- console [--short]`: the built console in the real Electron with 1,000, 10,000 and 100,000 open tasks
 * of 600 bytes in its replica. `--short`: the largest alone. `--app FOLDER`: another build, to compare with.
 */
const args = process.argv.slice(3);
const SIZES = args.includes('--short') ? [100_000] : [1_000, 10_000, 100_000];
const APP = args.includes('--app') ? args[args.indexOf('--app') + 1] : undefined;
const STARTS = 5;
const SYNC_TIMEOUT_MS = 300_000;
const PAGE_STEP_PX = 400;

interface Figures {
  coldStartsMs: number[];
  keysMs: number[];
  filterMs: number[];
  sortMs: number[];
  framesMs: number[];
  heapMb: number;
}

const release = await prepareDesktop({ needsBuild: APP === undefined });
const machine = [];
for (const size of SIZES) {
  const { folder, remove } = makeTemporaryFolder();
  machine.push(measureMachine(folder));
  report(size, await measure(folder, size));
  remove();
}
sayMachine(machine);
release();

async function measure(folder: string, size: number): Promise<Figures> {
  const userData = join(folder, 'console');
  const server = await startFilledServer(join(folder, 'server'), size);
  const first = await openConsole(userData, APP);
  const ui = new ConsolePage(first.page);
  await ui.signIn(`http://127.0.0.1:${server.port}`, OPERATOR.email, OPERATOR.password);
  await ui.sync('live', SYNC_TIMEOUT_MS);
  await first.close();
  const coldStartsMs: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const opened = await openConsole(userData, APP);
    coldStartsMs.push(await usableAfterMs(opened));
    await new ConsolePage(opened.page).sync('live');
    await opened.close();
  }
  const opened = await openConsole(userData, APP);
  const figures = { coldStartsMs, ...(await measureUse(opened)), heapMb: await heapMbOf(opened) };
  await opened.close();
  await server.stop();
  return figures;
}

/** From the start of the process to the painted list. */
async function usableAfterMs({ page, startedAtMs }: OpenConsole): Promise<number> {
  const mark = () => performance.getEntriesByName('docket-list-painted')[0];
  await page.waitForFunction(mark);
  const paintedAtMs = await page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByName('docket-list-painted')[0]?.startTime ?? 0),
  );
  return paintedAtMs - startedAtMs;
}

async function measureUse({ page }: OpenConsole): Promise<Omit<Figures, 'coldStartsMs' | 'heapMb'>> {
  const ui = new ConsolePage(page);
  await ui.sync('live');
  await ui.go('all');
  await watchPaints(page);
  const press = async (keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const times = (count: number, ...keys: string[]) => Array.from({ length: count }, () => keys).flat();
  await press(times(5, 'j', 'k'));
  const keysMs = await paintTimesOf(page, () =>
    press([...times(40, 'j'), ...times(10, 'PageDown'), ...times(40, 'k'), ...times(5, 'End', 'Home')]),
  );
  const framesMs = await frameTimesOfScrolling(page, 300, PAGE_STEP_PX);
  const sortMs = await paintTimesOf(page, async () => {
    for (let round = 0; round < 5; round += 1) {
      for (const name of ['Title', 'Priority', 'Due', 'Status']) {
        await page.getByRole('columnheader', { name }).getByRole('button').click();
      }
    }
  });
  await page.getByRole('columnheader', { name: 'Due' }).getByRole('button').click();
  const filterMs: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await page.keyboard.press('/');
    filterMs.push(...(await paintTimesOf(page, () => press([...'vip 12', ...'99']))));
    await page.keyboard.press('Escape');
    await ui.go('all');
  }
  return { keysMs, framesMs, sortMs, filterMs };
}

async function heapMbOf({ session }: OpenConsole): Promise<number> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

function report(size: number, { coldStartsMs, keysMs, filterMs, sortMs, framesMs, heapMb }: Figures): void {
  const tasks = `${print(size)} tasks`;
  const p95 = (values: readonly number[]) => percentile(values, 0.95);
  const spread = (values: readonly number[]) =>
    `${print(values.length)} samples, p50 ${print(percentile(values, 0.5))}, most ${print(Math.max(...values))}`;
  sayFigure(
    `${tasks}: cold start to the painted list, median of ${STARTS}`,
    percentile(coldStartsMs, 0.5),
    { atMost: 1_000 },
    'ms',
    coldStartsMs,
  );
  sayFigure(`${tasks}: key press to paint, p95`, p95(keysMs), { atMost: 50 }, 'ms', keysMs);
  sayFigure(`${tasks}: filter to paint, p95`, p95(filterMs), { atMost: 50 }, 'ms', filterMs);
  sayFigure(`${tasks}: sort to paint, p95`, p95(sortMs), { atMost: 50 }, 'ms', sortMs);
  sayFigure(`${tasks}: frame while scrolling, p95`, p95(framesMs), { atMost: 32 }, 'ms', framesMs);
  sayFigure(`${tasks}: JavaScript heap after a collection`, heapMb, { atMost: 250 }, 'MB');
  say(`  keys: ${spread(keysMs)}; filter: ${spread(filterMs)}; sort: ${spread(sortMs)}; frames: ${spread(framesMs)}`);
}
