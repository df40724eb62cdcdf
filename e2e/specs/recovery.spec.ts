import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { checkHistory } from '../fixtures/check-history.ts';
import { type Consoles, expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';

const LOST = 'The tasks kept on this computer were lost or damaged.';
const IN_MEMORY = 'The tasks cannot be kept on this computer’s disk at the moment.';

/** Leaves work behind that was not sent. */
async function workOffline({ ui }: OpenConsole, stage: Stage, task: string): Promise<void> {
  await stage.line.cut();
  await ui.sync('offline');
  await ui.moveTo(task);
  await ui.act('s');
  await ui.shows(task, 'STARTED', true);
}

function databaseFolder(consoles: Consoles): string {
  return join(consoles.userDataDir('ada'), 'IndexedDB');
}

/** The files of the browser's database, wherever it keeps them. */
function databaseFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

const DAMAGES: readonly { name: string; task: string; says: string; strike: (folder: string) => void }[] = [
  { name: 'deleted', task: 'one', says: LOST, strike: (folder) => rmSync(folder, { recursive: true }) },
  {
    name: 'garbled',
    task: 'two',
    says: LOST,
    strike: (folder) => {
      for (const file of databaseFiles(folder)) writeFileSync(file, randomBytes(Math.max(64, statSync(file).size)));
    },
  },
  {
    name: 'cut off',
    task: 'three',
    says: LOST,
    strike: (folder) => {
      for (const file of databaseFiles(folder)) writeFileSync(file, '');
    },
  },
  {
    name: 'impossible to open',
    task: 'four',
    says: IN_MEMORY,
    strike: (folder) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'no folder');
    },
  },
];

test('a local database that was lost or damaged is rebuilt, with everything that was done', async ({ stage, consoles }) => {
  const tasks = ['one', 'two', 'three', 'four'];
  await stage.addTasks(...tasks);
  let opened = await consoles.open('ada');
  await opened.ui.enter(stage.address, stage.ada.email, PASSWORD);
  for (const { name, task, says, strike } of DAMAGES) {
    await test.step(name, async () => {
      await workOffline(opened, stage, task);
      await opened.kill();
      strike(databaseFolder(consoles));

      opened = await consoles.open('ada');
      const { page, ui } = opened;
      await ui.ready();
      await expect(page.getByText(says)).toBeVisible();
      // Claim and start, out of the journal; without a network there is nothing to draw them over.
      await ui.pending(2);
      await stage.line.restore();
      await ui.sync('live');
      await ui.settled();
      await ui.go('all');
      for (const uid of tasks) await expect(ui.row(uid)).toBeVisible();
      await ui.shows(task, 'STARTED', false);
      await checkHistory(stage.api, task, ['claim', 'start']);
      if (name === 'deleted' || says === IN_MEMORY) await look(page, `replica-${name === 'deleted' ? 'rebuilt' : 'in-memory'}`);
    });
  }

  await test.step('with the database in memory work goes on, and outlives a kill', async () => {
    await stage.line.cut();
    await opened.ui.sync('offline');
    await opened.ui.moveTo('four');
    await opened.ui.act('p');
    await opened.ui.shows('four', 'ASSIGNED', true);
    await opened.kill();
    rmSync(databaseFolder(consoles));
    opened = await consoles.open('ada');
    await opened.ui.ready();
    await opened.ui.pending(1);
    await stage.line.restore();
    await opened.ui.settled();
    await checkHistory(stage.api, 'four', ['claim', 'start', 'pause']);
  });
});

test('a local database that breaks while the console is open is replaced, with everything that was done', async ({ stage, consoles }) => {
  await stage.addTasks('one');
  let opened = await consoles.open('ada');
  await opened.ui.enter(stage.address, stage.ada.email, PASSWORD);
  await workOffline(opened, stage, 'one');
  await opened.page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name ?? '');
        request.onsuccess = resolve;
        request.onerror = resolve;
      });
    }
  });
  await stage.addTasks('two');
  await stage.line.restore();
  await expect(opened.page.getByText(IN_MEMORY)).toBeVisible();
  await opened.ui.settled();
  await expect(opened.ui.row('two')).toBeVisible();
  await checkHistory(stage.api, 'one', ['claim', 'start']);
  await opened.kill();
  opened = await consoles.open('ada');
  await opened.ui.ready();
  await opened.ui.sync('live');
  await opened.ui.go('all');
  await opened.ui.shows('one', 'STARTED', false);
  await expect(opened.ui.row('two')).toBeVisible();
});

/** Asked in the main process: a page that died once is dead to the test. */
function inPage<Value>(app: ElectronApplication, script: string): Promise<Value | null> {
  return app.evaluate(async ({ BrowserWindow }, code) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents || contents.isCrashed()) return null;
    // A page that goes while it is asked never answers.
    const late = new Promise((resolve) => setTimeout(() => resolve(null), 1_000));
    return Promise.race([contents.executeJavaScript(code).catch(() => null), late]);
  }, script) as Promise<Value | null>;
}

test('a page whose process dies is loaded again, later and later, and at last a plain page says so', async ({ stage, consoles }) => {
  await stage.addTasks('one');
  const { app, page, ui } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await stage.line.cut();
  await ui.sync('offline');
  await ui.moveTo('one');
  await ui.act('a');
  await ui.shows('one', 'ASSIGNED', true);
  const address = () => inPage<string>(app, 'location.pathname');
  const crash = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  const hasWork = () =>
    expect.poll(() => inPage<string>(app, 'document.documentElement.dataset.pendingCount'), { timeout: 30_000 }).toBe('1');

  for (const time of ['first', 'second', 'third']) {
    await test.step(`the ${time} time`, async () => {
      await crash();
      await hasWork();
      expect(await address()).toBe('/index.html');
    });
  }
  await test.step('the fourth time it stays, and can be started by hand', async () => {
    await crash();
    await expect.poll(address).toBe('/stopped.html');
    expect(await inPage(app, 'document.scripts.length')).toBe(0);
    await inPage(app, 'document.querySelector("a").click()');
    await hasWork();
  });

  await test.step('the plain page, in both languages', async () => {
    const other = await consoles.open('bo');
    for (const [name, file] of [
      ['stopped', 'stopped.html'],
      ['german-stopped', 'stopped.de.html'],
    ] as const) {
      await other.page.goto(`app://docket/${file}`);
      await look(other.page, name);
    }
    await other.kill();
  });
  expect(page.isClosed()).toBe(false);
});

test('two accounts on one computer are kept apart, and leaving waits for what was not sent', async ({ stage, consoles }) => {
  await stage.api.json('POST', '/queues', {
    id: 'fraud',
    name: 'Fraud',
    priority: 1,
    condition: { combinator: 'and', rules: [{ field: 'fields.kind', operator: '=', value: 'fraud' }] },
    skills: ['fraud'],
  });
  const bo = await stage.addPerson('Bo Ek');
  await stage.api.json('PATCH', `/users/${bo.id}`, { skills: ['fraud'] });
  await stage.addTasks('one');
  await stage.api.json('PUT', '/tasks/secret', { fields: { title: 'Only for Bo', kind: 'fraud' } });
  const { page, ui } = await consoles.open('ada');
  const dialog = page.getByRole('dialog', { name: 'Sign out' });
  const accounts = () => readdirSync(join(consoles.userDataDir('ada'), 'accounts')).length;
  const databases = () =>
    page.evaluate(async () => new Set((await indexedDB.databases()).map(({ name }) => /docket-(\w{32})/.exec(name ?? '')?.[1])).size);

  await test.step('what was not sent keeps Ada from leaving, and she is told what to do', async () => {
    await ui.enter(stage.address, stage.ada.email, PASSWORD);
    await expect(ui.row('secret')).toHaveCount(0);
    await stage.line.cut();
    await ui.sync('offline');
    await ui.moveTo('one');
    await ui.act('a');
    await ui.shows('one', 'ASSIGNED', true);
    await ui.run('Sign out');
    await expect(dialog).toContainText('1 change has not been sent yet');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await look(page, 'sign-out-unsent');
    await dialog.getByRole('button', { name: 'Show them' }).press('Enter');
    await expect(page.locator('[data-view="pending"][aria-current="page"]')).toBeVisible();
    await expect(ui.row('one')).toBeVisible();
  });

  await test.step('then she leaves, and Bo sees his own', async () => {
    await stage.line.restore();
    await ui.settled();
    await ui.run('Sign out');
    await expect(dialog.getByRole('button', { name: 'Sign out' })).toBeFocused();
    await look(page, 'sign-out');
    await page.keyboard.press('Enter');
    await ui.enter(stage.address, bo.email, PASSWORD);
    await expect(ui.row('secret')).toBeVisible();
    await ui.moveTo('secret');
    await ui.act('a');
    await ui.shows('secret', 'ASSIGNED', false);
    expect([await databases(), accounts()]).toEqual([2, 2]);
  });

  await test.step('Bo leaves and takes along what is his, and only that', async () => {
    await ui.run('Sign out');
    await expect(dialog.getByRole('button', { name: 'Sign out' })).toBeFocused();
    await dialog.getByRole('checkbox').press('Space');
    await look(page, 'sign-out-erase');
    await dialog.getByRole('button', { name: 'Sign out' }).press('Enter');
    await page.getByLabel('Server').waitFor();
    await expect.poll(databases).toBe(1);
    await expect.poll(accounts).toBe(1);
    await expect.poll(() => page.evaluate(() => localStorage.getItem('docket.erasures'))).toBe('[]');
  });

  await test.step('Ada finds hers as it was, and nothing of Bo’s', async () => {
    await ui.enter(stage.address, stage.ada.email, PASSWORD);
    await ui.shows('one', 'ASSIGNED', false);
    await expect(ui.row('secret')).toHaveCount(0);
    await expect(page.getByText(LOST)).toHaveCount(0);
    expect(existsSync(databaseFolder(consoles))).toBe(true);
  });
});
