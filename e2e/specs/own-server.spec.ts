import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { makeFirstAdmin, startOwnServer } from '../fixtures/set-up-own-server.ts';

test.skip(process.platform === 'win32', 'processes are found with ps');

/** With its first admin, and a task. */
async function setUpServer({ page, ui }: OpenConsole): Promise<void> {
  await startOwnServer(page);
  await makeFirstAdmin({ page, ui });
  const due_at = new Date(Date.now() + 3_600_000).toISOString();
  await page.evaluate(async (due) => {
    const headers = { 'content-type': 'application/json' };
    await fetch('/api/v1/tasks/one', { method: 'PUT', headers, body: JSON.stringify({ due_at: due, fields: { title: 'Case one' } }) });
  }, due_at);
  await ui.go('all');
  await expect(ui.row('one')).toBeVisible();
}

const portIn = (folder: string) => (JSON.parse(readFileSync(join(folder, 'local-server.json'), 'utf8')) as { port: number }).port;

/** The process of the server that a console started; null: none runs. */
function serverOf({ app }: OpenConsole): number | null {
  const children = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const mine = children.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)).filter((found) => found?.[2] === String(app.process().pid));
  const server = mine.find((found) => found?.[3]?.includes('src-server/start.ts'));
  return server ? Number(server[1]) : null;
}

test('another program that took the port of the console’s own server hears nothing, and the work goes on', async ({ consoles }) => {
  const folder = consoles.userDataDir('mia');
  const before = await consoles.open('mia');
  await setUpServer(before);
  const port = portIn(folder);
  await before.kill();
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}/health/live`).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone');

  const heard: IncomingMessage[] = [];
  const taker = createServer((request, response) => {
    heard.push(request);
    response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
  });
  await once(taker.listen(port, '127.0.0.1'), 'listening');
  const { ui, page } = await consoles.open('mia');
  await ui.ready();
  await ui.sync('live');
  expect(portIn(folder)).not.toBe(port);
  expect(await page.evaluate(async () => (await window.docket?.call('session.get', null))?.account?.server)).toBe(
    `http://127.0.0.1:${portIn(folder)}`,
  );
  await ui.go('all');
  await ui.moveTo('one');
  await ui.act('a');
  await ui.shows('one', 'ASSIGNED', false);
  expect(heard.map(({ url }) => url)).toEqual([]);
  taker.close();
});

test('a server that goes on dying is said to, work goes on without it, and it comes back when it is asked to', async ({ consoles }) => {
  const mia = await consoles.open('mia');
  await setUpServer(mia);
  const { page, ui } = mia;
  const notice = page.getByText('The server on this computer does not run');
  const data = join(consoles.userDataDir('mia'), 'server');
  await expect(notice).toHaveCount(0);

  await test.step('its data is gone, and so is it', async () => {
    const pid = serverOf(mia);
    expect(pid).not.toBeNull();
    renameSync(data, `${data}-kept`);
    // A file where the folder belongs: it cannot start.
    execFileSync('touch', [data]);
    process.kill(Number(pid), 'SIGKILL');
    await expect(notice).toBeVisible({ timeout: 60_000 });
    await expect(notice).toContainText(/Its last words: “The data folder .+ cannot be written/);
    expect(serverOf(mia)).toBeNull();
    await look(page, 'own-server-stopped');
  });

  await test.step('work goes on', async () => {
    await ui.moveTo('one');
    await ui.act('a');
    await ui.shows('one', 'ASSIGNED', true);
    await ui.pending(1);
  });

  await test.step('trying again says what is still wrong', async () => {
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeEnabled({ timeout: 30_000 });
    await expect(notice).toBeVisible();
  });

  await test.step('the cause is gone, and trying again works', async () => {
    rmSync(data);
    renameSync(`${data}-kept`, data);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(notice).toHaveCount(0, { timeout: 30_000 });
    await ui.sync('live');
    await ui.settled();
    await ui.shows('one', 'ASSIGNED', false);
  });
});
