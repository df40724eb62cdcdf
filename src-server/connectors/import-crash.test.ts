import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { createConnector } from './engine/connector-commands.ts';
import { listRuns } from './engine/run-rows.ts';
import { createHubspotSimulator } from './hubspot/create-hubspot-simulator.ts';
import { openMirrorProcess } from './import-until-killed.ts';

const ITEMS = 3_000;
const PAGE = 200;
const TIME_SCALE = 60;

it('goes on with a first import where the process was killed, as the same run, with its numbers', async () => {
  const { folder, remove } = makeTemporaryFolder();
  const file = join(folder, 'docket.db');
  const vendor = await createHubspotSimulator({ items: ITEMS, timeScale: TIME_SCALE, isRecording: true });
  const process_ = openMirrorProcess(file, TIME_SCALE);
  const { database, groupCommit, clock, secretBox, kinds, mirror } = process_;
  await database.migrate();
  const body = { id: 'crm', kind: vendor.kind, enabled: true, config: vendor.config, credentials: vendor.credentials };
  await groupCommit.submit((sql) => createConnector(sql, { clock, secretBox, kinds, randomBytes }, body));
  const lastRun = async () => (await database.read((sql) => listRuns(sql, 'crm', 1, null)))[0];

  const child = spawn(process.execPath, [fileURLToPath(new URL('./import-until-killed.ts', import.meta.url)), file, String(TIME_SCALE)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (((await lastRun())?.figures.created ?? 0) < ITEMS / 2) await sleep(5);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const killed = await lastRun();
  expect(killed).toMatchObject({ status: 'running' });
  const created = killed?.figures.created ?? 0;
  expect(created).toBeLessThan(ITEMS);

  // Its lease ends by the clock.
  await groupCommit.submit((sql) => sql.run('UPDATE connector_states SET lease_until = 0'));
  await mirror.runDue();
  const ended = await lastRun();
  expect(ended).toMatchObject({ id: killed?.id, status: 'succeeded', figures: { created: ITEMS }, errorCount: 0 });
  const searches = vendor.exchanges().filter(({ method, url }) => method === 'POST' && url.includes('/search'));
  const pages = searches.filter(({ responseBody }) => (JSON.parse(responseBody) as { results: unknown[] }).results.length > 1);
  // Half of them are tasks and half tickets. One page may have been read twice; nobody began from the start.
  expect(pages.length).toBeLessThanOrEqual(2 * Math.ceil(ITEMS / 2 / PAGE) + 1);
  const tasks = await database.read((sql) => sql.get<{ many: number }>('SELECT COUNT(*) AS many FROM tasks'));
  expect(tasks).toEqual({ many: ITEMS });
  expect(vendor.violations()).toEqual([]);
  await process_.close();
  await vendor.stop();
  remove();
});
