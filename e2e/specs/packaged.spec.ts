import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findWrongFuses } from '../../resources/packaging/console-fuses.ts';
import { type OpenConsole, openConsole } from '../bench/open-console.ts';
import { expect, test } from '../fixtures/console-test.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { ConsolePage } from '../pages/console-page.ts';

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
    expect(await ask('POST', '/server/backups')).toBe(200);
    expect(existsSync(join(folder, 'mia/server/docket.db'))).toBe(true);
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

async function setUpServer({ page }: OpenConsole): Promise<void> {
  const ui = new ConsolePage(page);
  await page.getByRole('button', { name: 'Set up a new server' }).press('Enter');
  await page.getByRole('button', { name: 'Start it' }).press('Enter');
  await expect(page.getByLabel('Your name')).toBeFocused({ timeout: 30_000 });
  await page.keyboard.type('Mia Berg');
  await page.getByLabel('Email').fill('mia@example.com');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await ui.ready();
  await ui.sync('live');
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
