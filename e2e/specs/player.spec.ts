import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';

/** The system in which the work is done: it counts visits, and tries what a bad page would. */
async function startOffice(port = 0): Promise<{ url: string; visits: string[]; agents: string[]; close: () => Promise<void> }> {
  const visits: string[] = [];
  const agents: string[] = [];
  const server: Server = createServer((request, response) => {
    if (request.url?.startsWith('/favicon')) return void response.writeHead(404).end();
    visits.push(request.url ?? '');
    agents.push(request.headers['user-agent'] ?? '');
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>Case ${request.url}</title><h1>Case ${request.url}</h1><p id="facts"></p><input id="note">
      <script>
        document.getElementById('facts').textContent = [typeof window.docket, typeof window.require, typeof window.process].join();
        if (location.pathname === '/bad') location.href = 'file:///etc/passwd';
      </script>`);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    agents,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

test('the player: work on a task’s page, and take the next one', async ({ stage, consoles }) => {
  const office = await startOffice();
  const dueMs = Date.now() + 3_600_000;
  for (const [index, uid] of ['one', 'two', 'bad', 'gone'].entries()) {
    const due_at = new Date(dueMs + index * 60_000).toISOString();
    // Not as a browser writes it.
    await stage.api.json('PUT', `/tasks/${uid}`, { due_at, fields: { title: `Case ${uid}`, url: `${office.url}/cases/../${uid}` } });
  }
  await stage.api.json('PUT', '/tasks/plain', {
    due_at: new Date(dueMs + 900_000).toISOString(),
    fields: { title: 'Case without a page' },
  });
  const { page, ui, app } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await ui.moveTo('one');
  const player = page.getByTestId('player');
  /** What the embedded page says, asked in the main process: it is no page of the console's. */
  const embedded = (script: string) =>
    app.evaluate(async ({ webContents }, code) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('http://127.0.0.1'));
      return contents ? contents.executeJavaScript(code, true) : null;
    }, script);

  const showList = async () => {
    // The web page has the keyboard.
    await player.focus();
    await page.keyboard.press('Escape');
    await expect(ui.grid).toBeFocused();
  };
  const openPlayer = async (uid: string) => {
    await ui.moveTo(uid);
    await page.keyboard.press('w');
    await expect(player).toBeVisible();
  };

  await test.step('a server that was never visited asks first', async () => {
    await page.keyboard.press('w');
    await expect(player.getByText('You have not been there before')).toBeVisible();
    expect(office.visits).toEqual([]);
    await look(page, 'player-asks');
    await player.getByRole('button', { name: 'Open it here' }).click();
    await expect.poll(() => office.visits).toEqual(['/one']);
    await expect.poll(() => embedded('document.title')).toBe('Case /one');
    await expect(player.getByRole('heading')).toContainText('Started');
    await look(page, 'player');
  });

  await test.step('the page has nothing of the console’s, and calls itself a browser', async () => {
    expect(await embedded('document.getElementById("facts").textContent')).toBe('undefined,undefined,undefined');
    expect(office.agents[0]).not.toMatch(/electron|docket/i);
    const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await embedded('window.open("http://127.0.0.1:9/popup"), null');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(windows);
    const asked = await embedded('navigator.permissions.query({ name: "geolocation" }).then(({ state }) => state)');
    expect(asked).toBe('denied');
  });

  await test.step('it opens the system’s browser after a click in it only, and once', async () => {
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    const opened = () => app.evaluate(() => (globalThis as { opened?: string[] }).opened);
    // A page that was given the right to open windows, but by nobody’s hand.
    await embedded(`for (let index = 0; index < 5; index += 1) window.open('https://example.com/alone-' + index); null`);
    expect(await opened()).toEqual([]);
    await embedded(
      `addEventListener('mousedown', () => { for (const name of ['a', 'b']) window.open('https://example.com/' + name); }, { once: true }); null`,
    );
    await app.evaluate(({ webContents }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith('http://127.0.0.1'));
      contents?.sendInputEvent({ type: 'mouseDown', x: 100, y: 200, button: 'left', clickCount: 1 });
      contents?.sendInputEvent({ type: 'mouseUp', x: 100, y: 200, button: 'left', clickCount: 1 });
    });
    await expect.poll(opened).toEqual(['https://example.com/a']);
  });

  await test.step('it stays as it is while the list is looked at', async () => {
    await embedded(`document.getElementById('note').value = 'called twice'`);
    await showList();
    await openPlayer('one');
    await expect(player.getByRole('status')).toHaveText(`${office.url}/one`);
    expect(await embedded(`document.getElementById('note').value`)).toBe('called twice');
    expect(office.visits).toEqual(['/one']);
  });

  await test.step('complete and next, by keys, without asking again, though the page would rather stay', async () => {
    await embedded(`addEventListener('beforeunload', (event) => event.preventDefault())`);
    await ui.act('Control+Enter');
    await expect(ui.taskPane).toHaveAttribute('data-status', 'DONE');
    await ui.settled();
    await page.keyboard.press('n');
    await expect.poll(() => office.visits).toEqual(['/one', '/two']);
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'two');
    await expect(ui.taskPane).toHaveAttribute('data-status', 'STARTED');
    await ui.settled();
    expect(await stage.api.json('GET', '/tasks/two')).toMatchObject({ status: 'STARTED' });
  });

  await test.step('a dialog is never below the page', async () => {
    await expect(player.locator('[data-shown]')).toHaveAttribute('data-shown', 'true');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(player.locator('[data-shown]')).toHaveAttribute('data-shown', 'false');
    await page.keyboard.press('Escape');
    await expect(player.locator('[data-shown]')).toHaveAttribute('data-shown', 'true');
  });

  await test.step('a page that leads to a file stays where it is', async () => {
    await ui.act('Control+Enter');
    await expect(ui.taskPane).toHaveAttribute('data-status', 'DONE');
    await ui.settled();
    await page.keyboard.press('n');
    await expect.poll(() => embedded('document.title')).toBe('Case /bad');
    expect(await embedded('location.protocol')).toBe('http:');
  });

  await test.step('a page that does not come, and a task without one', async () => {
    await office.close();
    await page.keyboard.press('n');
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'gone');
    await expect(player.getByRole('alert')).toBeVisible();
    await look(page, 'player-failed');
    await showList();
    const again = await startOffice(Number(new URL(office.url).port));
    await openPlayer('gone');
    await expect.poll(() => embedded('document.title')).toBe('Case /gone');
    await expect(player.getByRole('alert')).toHaveCount(0);
    await again.close();
    await page.keyboard.press('n');
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'plain');
    await expect(player.getByText('This task has no page')).toBeVisible();
    await look(page, 'player-no-page');
  });

  await test.step('nothing is left, and the list comes back', async () => {
    await page.keyboard.press('n');
    await expect(page.getByText('Nothing is waiting for you here.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(ui.grid).toBeVisible();
  });
});
