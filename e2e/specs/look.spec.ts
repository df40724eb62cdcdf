import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { DEMO_PEOPLE, DEMO_QUEUES } from '../../resources/demo-data/demo-queues.ts';
import { demoTasks } from '../../resources/demo-data/demo-tasks.ts';
import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';
import { startServerOfAnotherVersion } from '../fixtures/stub-server.ts';
import { capture, resize, zoom } from '../fixtures/window-size.ts';

const TASKS = 2_000;
const BATCH = 1_000;

test.describe.configure({ timeout: 180_000 });

const LONG_TASK = {
  uid: 'long-one',
  due_at: '2024-07-12T12:29:16.891000+00:00',
  priority: 4,
  skills: ['german', 'chargebacks', 'level-2'],
  fields: {
    title:
      'Chargeback 13.1 of Bezirksschornsteinfegermeisterinnenverband Mecklenburg-Vorpommern e. V. with an unusually long title that goes on over more than three lines of the pane and has to end somewhere',
    url: 'https://backoffice.example.com/chargebacks/4711?with=a&very=long&query=string&that=does&not=fit&anywhere=at&all=1',
    category: 'chargeback',
    notes: `First line of what the customer wrote.\n\n${'They say that the parcel came open and half empty. '.repeat(12)}`,
    reference: 'x'.repeat(180),
    amount: 1234567.89,
    paid: false,
    nothing: null,
    items: [
      { sku: 'A-1', quantity: 2, options: { colour: 'blue' } },
      { sku: 'B-22', quantity: 1 },
    ],
    arabic: 'طلب استرداد المبلغ',
    japanese: '返金のご依頼について',
  },
};

async function close(dialog: Locator): Promise<void> {
  await dialog.page().keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

async function fill(stage: Stage): Promise<void> {
  await stage.api.json('DELETE', '/queues/claims');
  for (const queue of DEMO_QUEUES) await stage.api.json('POST', '/queues', queue);
  for (const person of DEMO_PEOPLE) await stage.api.json('POST', '/users', { ...person, skills: [] });
  const items = demoTasks(TASKS, Date.now());
  for (let from = 0; from < items.length; from += BATCH)
    await stage.api.json('POST', '/tasks/batch', { items: items.slice(from, from + BATCH) });
  await stage.api.json('PUT', '/tasks/long-one', LONG_TASK);
  await stage.api.json('PATCH', `/users/${stage.ada.id}`, { skills: LONG_TASK.skills });
}

test('before anybody is in: the form, what it refuses, an empty server, a journal that cannot be opened', async ({ stage, consoles }) => {
  const opened = await consoles.open('ada');
  const { page, ui } = opened;
  await expect(page.getByLabel('Server')).toBeFocused();
  await look(page, 'sign-in');
  await ui.signIn('http://127.0.0.1:1', stage.ada.email, PASSWORD);
  await expect(page.getByLabel('Server')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Server'), 'what has to be put right').toBeFocused();
  await look(page, 'sign-in-unreachable');
  await ui.signIn('ftp://files.example.com', stage.ada.email, PASSWORD);
  await expect(page.getByLabel('Server')).toHaveAccessibleDescription(/must look like/);
  await look(page, 'sign-in-refused');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await expect(page.getByText('No tasks yet')).toBeVisible();
  await look(page, 'empty-first');
  await ui.go('mine');
  await look(page, 'empty-mine');
  await opened.kill();

  const accounts = join(consoles.userDataDir('ada'), 'accounts');
  rmSync(accounts, { recursive: true });
  writeFileSync(accounts, 'not a folder');
  const again = await consoles.open('ada');
  await expect(again.page.getByText('Your tasks could not be opened')).toBeVisible();
  await look(again.page, 'open-failed');
  rmSync(accounts);
  mkdirSync(accounts);
  await again.page.getByRole('button', { name: 'Try again' }).press('Enter');
  await again.ui.ready();
});

test('a queue of 2,000 tasks, its task pane, menus, palette and keys, in every size', async ({ stage, consoles }) => {
  await fill(stage);
  const opened = await consoles.open('ada');
  const { page, ui } = opened;
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await expect.poll(async () => Number(await ui.grid.getAttribute('data-count'))).toBeGreaterThan(TASKS - 1);
  await look(page, 'queue');
  await page.keyboard.press('/');
  await expect(page.getByLabel('Filter tasks')).toBeFocused();
  await page.keyboard.type('Bezirksschornsteinfeger');
  await page.keyboard.press('Enter');
  await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'long-one');
  await ui.act('s');
  await ui.shows('long-one', 'STARTED', false);
  await ui.settled();
  await page.keyboard.press('Enter');
  await look(page, 'task-long');
  await page.getByRole('textbox', { name: 'Comment' }).scrollIntoViewIfNeeded();
  await look(page, 'task-long-end');
  await page.keyboard.press('Escape');

  await page.keyboard.press('/');
  await expect(page.getByLabel('Filter tasks')).toBeFocused();
  await page.keyboard.type(' nothing like it');
  await expect(page.getByText('No task matches')).toBeVisible();
  await look(page, 'filtered-empty');
  await page.keyboard.press('Escape');
  for (const [name, picture] of [
    ['Status', 'menu-status'],
    ['Filter', 'menu-filter'],
    ['Display', 'menu-display'],
    [stage.ada.name, 'menu-ada'],
  ] as const) {
    await page.locator('button[aria-haspopup=menu]').filter({ hasText: name }).press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    await look(page, picture);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toBeHidden();
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await ui.palette.waitFor();
  await look(page, 'palette');
  await page.keyboard.type('sort');
  await look(page, 'palette-search');
  await close(ui.palette);
  await page.keyboard.press('?');
  await ui.help.waitFor();
  await look(page, 'help');
  await close(ui.help);
  await ui.run('Density: compact');
  await look(page, 'queue-compact');
  await ui.run('Density: regular');

  await resize(opened, 1024, 640);
  await expect(page.getByRole('columnheader', { name: 'Assignee' }), 'gives way to the title').toHaveCount(0);
  await expect(ui.row('long-one')).toContainText('You');
  await look(page, 'small-queue');
  await page.keyboard.press('ControlOrMeta+k');
  await ui.palette.waitFor();
  await look(page, 'small-palette');
  await close(ui.palette);
  await resize(opened, 1360, 860);
  await zoom(opened, 2);
  await look(page, 'zoomed-queue', () => capture(opened));
  await page.keyboard.press('Enter');
  await expect(ui.taskPane).toBeVisible();
  await look(page, 'zoomed-task', () => capture(opened));
  await page.keyboard.press('Escape');
  await zoom(opened, 1);
});

test('without a network, refused, expired, other version, full disk: every state that is not fine', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two', 'three', 'four', 'five');
  const bo = await stage.addPerson('Bo Larsen');
  const { page, ui } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await ui.moveTo('one');
  await stage.line.cut();
  await ui.sync('offline');
  for (const [task, key] of [
    ['one', 's'],
    ['two', 'a'],
    ['three', 'a'],
  ] as const) {
    await ui.moveTo(task);
    await ui.act(key);
    await ui.shows(task, key === 's' ? 'STARTED' : 'ASSIGNED', true);
  }
  await look(page, 'offline');
  await ui.go('pending');
  await look(page, 'offline-pending');
  await page.getByTestId('sync-status').press('Enter');
  await expect(page.getByRole('button', { name: 'Try now' })).toBeVisible();
  await look(page, 'offline-connection');
  await close(page.getByRole('button', { name: 'Try now' }));

  await stage.api.json('POST', '/tasks/two/claim', { assignee_uid: bo.id });
  await stage.api.json('POST', '/tasks/three/claim', { assignee_uid: bo.id });
  await stage.line.restore();
  await ui.settled();
  await expect(page.getByText('Everything is sent')).toBeVisible();
  await look(page, 'pending-empty');
  await ui.go('inbox');
  await expect(page.getByText('Bo Larsen holds this task.').first()).toBeVisible();
  await look(page, 'inbox');
  await ui.go('all');
  await ui.moveTo('two');
  await look(page, 'task-rejected');
  await ui.go('inbox');
  await page.keyboard.press('Shift+E');
  await expect(page.getByText('Everything you did was applied')).toBeVisible();
  await look(page, 'inbox-empty');

  await ui.go('all');
  await stage.api.json('PATCH', `/users/${stage.ada.id}`, { password: 'another good long one' });
  await ui.sync('expired');
  await look(page, 'expired');
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await look(page, 'expired-sign-in');
  await page.keyboard.type('another good long one');
  await page.keyboard.press('Enter');
  await ui.sync('live');

  const { port } = stage.server;
  await stage.killServer();
  const newer = await startServerOfAnotherVersion(port);
  await ui.sync('incompatible');
  await look(page, 'incompatible');
  await newer.close();
});
