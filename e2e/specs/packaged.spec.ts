import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findWrongFuses } from '../../resources/packaging/console-fuses.ts';
import { type OpenConsole, openConsole } from '../bench/open-console.ts';
import { type BreakableProxy, startBreakableProxy } from '../fixtures/breakable-proxy.ts';
import { expect, test } from '../fixtures/console-test.ts';
import { makeFirstAdmin, startOwnServer } from '../fixtures/set-up-own-server.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { ConsolePage } from '../pages/console-page.ts';
import { SettingsPage } from '../pages/settings-page.ts';

test.describe.configure({ timeout: 240_000 });
test.skip(process.platform !== 'linux', 'the folder that is packaged looks otherwise elsewhere');

const ROOT = resolve(import.meta.dirname, '../..');
const PACKAGED = join(ROOT, 'out/packages/linux-unpacked');
const EXECUTABLE = join(PACKAGED, 'docket');

test('the packaged console: its fuses, what is in it, links before and while it runs, a server of its own', async ({ stage, folder }) => {
  await test.step('it is made', () => {
    const { status, stderr } = spawnSync(process.execPath, ['resources/packaging/package-console.mjs', '--dir'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  });

  await test.step('it has its fuses, and nothing that is needed for making it only', async () => {
    expect(await findWrongFuses(EXECUTABLE)).toEqual([]);
    const inside = listArchive(join(PACKAGED, 'resources/app.asar'));
    expect(inside).toContain('out/main/index.js');
    expect(
      inside.filter((file) => !/^(package\.json|out\/(main|preload|renderer)\/.+\.(js|cjs|html|css|woff2|svg|png))$/.test(file)),
    ).toEqual([]);
    const resources = readdirSync(join(PACKAGED, 'resources'), { recursive: true, encoding: 'utf8' });
    expect(resources.filter((file) => /\.(tsx?|map)$|node_modules|test/.test(file))).toEqual([]);
    expect(readdirSync(join(PACKAGED, 'resources')).sort()).toEqual(['app.asar', 'docket.png', 'notices', 'server']);
    const notices = readFileSync(join(PACKAGED, 'resources/notices/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['react', 'rxdb', 'fastify', 'pg', '@fontsource-variable/inter'])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  // The system that it introduces itself to: somebody's home.
  const home = join(folder, 'home');
  mkdirSync(join(home, 'config'), { recursive: true });
  const environment = {
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_DIRS: join(home, 'system'),
  };
  const start = (userData: string, ...parameters: string[]) =>
    openConsole(join(folder, userData), ROOT, { executable: EXECUTABLE, arguments: parameters, environment });

  await stage.addTasks('one', 'two', 'three');

  await test.step('it signs in, shows the list, and takes a link while it runs', async () => {
    const console = await start('ada');
    const ui = new ConsolePage(console.page);
    await ui.enter(stage.address, stage.ada.email, PASSWORD);
    await ui.moveTo('one');
    await openLink(join(folder, 'ada'), 'docket://task/two', environment);
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'two');
    expect(readFileSync(join(home, 'data/applications/docket.desktop'), 'utf8')).toContain(`Exec="${EXECUTABLE}" %U\n`);
    await console.close();
  });

  await test.step('a link starts it', async () => {
    const console = await start('ada', 'docket://task/three');
    const ui = new ConsolePage(console.page);
    await ui.ready();
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'three');
    await console.close();
  });

  await test.step('it starts the server that came with it, and that ends with it', async () => {
    const console = await start('mia');
    await setUpServer(console);
    const { port } = JSON.parse(readFileSync(join(folder, 'mia/local-server.json'), 'utf8')) as { port: number };
    const live = await fetch(`http://127.0.0.1:${port}/health/live`);
    expect(await live.json()).toMatchObject({ status: 'ok' });
    // A page that is read from beside the server's code, and threads that are started from there.
    expect((await fetch(`http://127.0.0.1:${port}/docs`)).status).toBe(200);
    const ask = (method: string, path: string) =>
      console.page.evaluate(async ([how, where]) => (await fetch(`/api/v1${where}`, { method: how })).status, [method, path] as const);
    expect(await ask('GET', '/tasks?fields.partner=x')).toBe(200);
    expect(existsSync(join(folder, 'mia/server/docket.db'))).toBe(true);
    await test.step('a backup is put back while another console holds what it could not send', async () => {
      const line = await startBreakableProxy({ host: '127.0.0.1', port });
      await putBackUnderWork(console, `127.0.0.1:${port}`, await start('bo'), line);
      await line.close();
    });
    await console.close();
    await expect
      .poll(() =>
        fetch(`http://127.0.0.1:${port}/health/live`).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone');
  });
});

/** What is done before the backup, after it, and without a network: all of it is there in the end, once. */
async function putBackUnderWork({ page }: OpenConsole, address: string, worker: OpenConsole, line: BreakableProxy): Promise<void> {
  const ask = <Answer>(method: string, path: string, body?: object) =>
    page.evaluate(
      async ([how, where, sent]) => {
        const content = sent === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) };
        return (await fetch(`/api/v1${where}`, { method: how, ...content })).json();
      },
      [method, path, body] as const,
    ) as Promise<Answer>;
  const bo = await ask<{ id: string }>('POST', '/users', {
    ...{ email: 'bo@example.com', name: 'Bo Larsen', role: 'operator', password: PASSWORD },
  });
  await ask('POST', '/queues', { id: 'claims', name: 'Claims', condition: { combinator: 'and', rules: [] } });
  const taskDue = (uid: string, inHours: number) => ({
    ...{ uid, due_at: new Date(Date.now() + inHours * 3_600_000).toISOString(), fields: { title: `Claim ${uid}` } },
  });
  await ask('POST', '/tasks/batch', { items: [taskDue('one', 1), taskDue('two', 2)] });
  const ui = new ConsolePage(worker.page);
  await ui.enter(`http://127.0.0.1:${line.port}`, 'bo@example.com', PASSWORD);
  await ask('POST', '/server/backups');
  await ask('POST', '/tasks/batch', { items: [taskDue('later', 3)] });
  await expect(ui.row('later')).toBeVisible();
  await ui.moveTo('one');
  await ui.act('a');
  await ui.shows('one', 'ASSIGNED', false);
  await line.cut();
  await ui.sync('offline');
  await ui.act('s');
  await ui.shows('one', 'STARTED', true);
  await ui.moveTo('two');
  await ui.act('a');
  await ui.shows('two', 'ASSIGNED', true);
  await ui.pending(2);

  await new SettingsPage(page).open('server');
  await page.getByRole('button', { name: /^Put back: / }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Put this backup back?' });
  const confirm = dialog.getByLabel(/^Type .* to go on$/);
  await expect(confirm).toBeFocused();
  await confirm.fill(address);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/^It is back\. Consoles catch up by themselves/)).toBeVisible({ timeout: 60_000 });

  await line.restore();
  await ui.sync('live');
  await ui.settled();
  await ui.shows('one', 'STARTED', false);
  await ui.shows('two', 'ASSIGNED', false);
  await expect(ui.row('later')).toHaveCount(0);
  expect(await ask('GET', '/tasks/one')).toMatchObject({ status: 'STARTED', assignee_uid: bo.id });
  const history = await ask<{ items: { step: string }[] }>('GET', '/tasks/one/history');
  expect(history.items.map(({ step }) => step).sort()).toEqual(['claim', 'create', 'start']);
  expect(await ask('GET', '/tasks/two')).toMatchObject({ status: 'ASSIGNED', assignee_uid: bo.id });
  await worker.close();
}

async function setUpServer({ page }: OpenConsole): Promise<void> {
  const ui = new ConsolePage(page);
  await startOwnServer(page);
  await makeFirstAdmin({ page, ui });
}

/** As the system does: it starts the program again, which hands the link over and ends. */
async function openLink(userDataDir: string, address: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(EXECUTABLE, [...asRoot, '--disable-gpu', `--user-data-dir=${userDataDir}`, address], {
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
  await once(child, 'exit');
}

/** The names of the files in an archive: its header is JSON behind sixteen bytes, the last four of which say how long it is. */
function listArchive(file: string): string[] {
  interface Entry {
    files?: Record<string, Entry>;
  }
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry;
  const walk = (entry: Entry, path: string): string[] =>
    Object.entries(entry.files ?? {}).flatMap(([name, child]) => (child.files ? walk(child, `${path}${name}/`) : [`${path}${name}`]));
  return walk(header, '');
}
