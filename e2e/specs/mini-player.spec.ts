import type { ElectronApplication, Page } from '@playwright/test';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';

const OFFICE = 'http://office.example';

/** The floating player's page, when it shows the task. */
async function miniOf(app: ElectronApplication, taskUid: string): Promise<Page> {
  const isMini = (page: Page) => page.url().endsWith('/mini.html');
  const page = app.windows().find(isMini) ?? (await app.waitForEvent('window', isMini));
  await page.locator(`main[data-task-uid="${taskUid}"]`).waitFor();
  return page;
}

function windowOf({ app }: OpenConsole) {
  return app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((known) => known.webContents.getURL().endsWith('/mini.html'));
    return window ? { onTop: window.isAlwaysOnTop(), bounds: window.getBounds() } : null;
  });
}

test('the floating player: work on tasks beside any window, by keys, through the console’s one way to write', async ({
  stage,
  consoles,
}) => {
  const dueMs = Date.now() + 3_600_000;
  for (const [index, uid] of ['one', 'two', 'three'].entries()) {
    const due_at = new Date(dueMs + index * 60_000).toISOString();
    await stage.api.json('PUT', `/tasks/${uid}`, { due_at, fields: { title: `Case ${uid}: check the account`, url: `${OFFICE}/${uid}` } });
  }
  const opened = await consoles.open('ada');
  const { app, page, ui } = opened;
  await app.evaluate(({ shell }) => {
    const addresses: string[] = [];
    Object.assign(globalThis, { addresses });
    shell.openExternal = async (url) => {
      addresses.push(url);
    };
  });
  const addresses = () => app.evaluate(() => (globalThis as unknown as { addresses: string[] }).addresses);
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await ui.moveTo('one');
  await page.keyboard.press('Shift+w');
  const mini = await miniOf(app, 'one');
  const main = mini.getByRole('main');
  const button = (name: string) => mini.getByRole('button', { name, exact: true });

  await test.step('it opens on top, with the task and the keyboard', async () => {
    expect(await windowOf(opened)).toMatchObject({ onTop: true });
    await expect(button('Start')).toBeFocused();
    await expect(mini.getByRole('heading')).toHaveText('Case one: check the account');
    await look(mini, 'mini-todo');
  });

  await test.step('start, pause and go on, by the console’s keys', async () => {
    for (const [key, status] of [
      ['s', 'STARTED'],
      ['p', 'ASSIGNED'],
      ['s', 'STARTED'],
    ] as const) {
      await mini.keyboard.press(key);
      await expect(main).toHaveAttribute('data-status', status);
      await ui.shows('one', status, false);
    }
    await expect(mini.getByText(/^\d+ s$/)).toBeVisible();
    await look(mini, 'mini-started');
  });

  await test.step('its page opens in the system’s browser, and so does the next one’s', async () => {
    await mini.keyboard.press('o');
    await expect.poll(addresses).toEqual([`${OFFICE}/one`]);
    await mini.keyboard.press('Control+Enter');
    await expect(main).toHaveAttribute('data-status', 'DONE');
    await expect(mini.getByRole('status')).toHaveText('Take the next one.');
    await look(mini, 'mini-done');
    await mini.keyboard.press('n');
    await expect(main).toHaveAttribute('data-task-uid', 'two');
    await expect(main).toHaveAttribute('data-status', 'STARTED');
    await expect.poll(addresses).toEqual([`${OFFICE}/one`, `${OFFICE}/two`]);
    expect(await stage.api.json('GET', '/tasks/one')).toMatchObject({ status: 'DONE', assignee_uid: stage.ada.id });
  });

  await test.step('skipping asks why, and keys are letters there', async () => {
    await mini.keyboard.press('Shift+s');
    const why = mini.getByRole('textbox', { name: 'Why?' });
    await expect(why).toBeFocused();
    await mini.keyboard.press('Enter');
    await expect(why).toHaveAttribute('aria-invalid', 'true');
    await mini.keyboard.type('papers missing');
    await look(mini, 'mini-skip');
    await mini.keyboard.press('Enter');
    await expect(main).toHaveAttribute('data-status', 'ASSIGNED');
    await expect(mini.getByRole('status')).toHaveText('Skipped');
    await ui.shows('two', 'ASSIGNED', false);
    await mini.keyboard.press('z');
    await expect(main).toHaveAttribute('data-status', 'STARTED');
    await ui.shows('two', 'STARTED', false);
  });

  await test.step('without a network it says so, and what is done waits', async () => {
    await stage.line.cut();
    await ui.sync('offline');
    await expect(mini.getByRole('status')).toHaveText('Offline: saved here, sent later');
    await mini.keyboard.press('Control+Enter');
    await expect(main).toHaveAttribute('data-pending', 'true');
    await look(mini, 'mini-offline');
    await mini.keyboard.press('n');
    await expect(main).toHaveAttribute('data-task-uid', 'three');
    await stage.line.restore();
    await ui.settled();
    expect(await stage.api.json('GET', '/tasks/two')).toMatchObject({ status: 'DONE' });
  });

  await test.step('it grows with the size of text, and nothing is cut', async () => {
    const isWhole = () => main.evaluate((element) => element.scrollHeight <= element.clientHeight && innerWidth >= element.scrollWidth);
    const size = async () => {
      const { width, height } = (await windowOf(opened))?.bounds ?? { width: 0, height: 0 };
      return { width, height };
    };
    const usual = await size();
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Control+=');
    await expect.poll(() => mini.evaluate(() => devicePixelRatio)).toBe(2);
    await expect.poll(isWhole).toBe(true);
    await expect.poll(size).toEqual({ width: usual.width * 2, height: usual.height * 2 });
    await page.keyboard.press('Control+0');
    await expect.poll(() => mini.evaluate(() => devicePixelRatio)).toBe(1);
    await expect.poll(isWhole).toBe(true);
    await expect.poll(size).toEqual(usual);
  });

  await test.step('in German, and in the console’s theme', async () => {
    await ui.run('Switch between light and dark');
    await expect(mini.locator('html')).toHaveAttribute('data-theme', /dark|light/);
    await ui.run('Follow the system’s theme');
    await expect(mini.locator('html')).not.toHaveAttribute('data-theme');
    await ui.run('Language: German');
    await expect(mini.getByRole('button', { name: 'Überspringen', exact: true })).toBeVisible();
    await look(mini, 'german-mini');
  });

  await test.step('it keeps its place, and closes with Escape', async () => {
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((known) => known.webContents.getURL().endsWith('/mini.html'))
        ?.setBounds({ x: 40, y: 60, width: 420, height: 180 });
    });
    const closed = mini.waitForEvent('close');
    // The window may be gone before the key comes up again.
    await mini.keyboard.press('Escape').catch(() => null);
    await closed;
  });

  await test.step('it comes back by itself with the task’s page, where that is wanted', async () => {
    await ui.moveTo('three');
    await page.keyboard.press('ControlOrMeta+,');
    await expect(page.getByRole('button', { name: 'Fertig' })).toBeFocused();
    await page.getByLabel('Einen kleinen Player im Vordergrund halten').press('Space');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(ui.grid).toBeFocused();
    await page.keyboard.press('o');
    await miniOf(app, 'three');
    expect((await windowOf(opened))?.bounds).toEqual({ x: 40, y: 60, width: 420, height: 180 });
  });

  await test.step('it is gone when the console signs out', async () => {
    const closed = (await miniOf(app, 'three')).waitForEvent('close');
    await page.getByRole('button', { name: stage.ada.name }).click();
    await page.getByRole('menuitem', { name: 'Abmelden' }).click();
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Abmelden' })).toBeFocused();
    await page.keyboard.press('Enter');
    await closed;
    await expect(page.getByLabel('Server')).toBeVisible();
  });
});
