import type { Page } from '@playwright/test';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { addLongNames } from '../fixtures/long-names.ts';
import { keepPicture, look } from '../fixtures/look.ts';
import type { PictureName } from '../fixtures/pictures.ts';
import { ADMIN } from '../fixtures/server-process.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';

test.describe.configure({ timeout: 180_000 });

/** The panels that read the server, in the order of the navigation. */
const PANELS = ['people', 'keys', 'forms', 'reviews', 'connectors', 'webhooks', 'audit', 'server', 'account'] as const;
const WITH_NAMES = ['people', 'keys', 'queues', 'schedules', 'forms', 'webhooks', 'audit', 'server', 'account'] as const;

/** The server takes connections and answers nothing, until it is let go on. */
function pause({ server }: Stage): () => void {
  process.kill(server.pid, 'SIGSTOP');
  return () => process.kill(server.pid, 'SIGCONT');
}

async function openPanel({ page }: OpenConsole, panel: string): Promise<void> {
  await page.locator(`[data-view="settings:${panel}"]`).press('Enter');
  await expect(page.locator(`[data-view="settings:${panel}"][aria-current="page"]`)).toBeAttached();
  await page.getByTestId(`settings-${panel}`).waitFor();
}

/** The panels say in the same way that they wait or fail: axe looks at the first. */
async function keepPanel(page: Page, panel: string, name: PictureName): Promise<void> {
  await (panel === 'people' ? look : keepPicture)(page, name);
}

test('each panel with long names, while the server is asked, without its answer, and without a network', async ({ stage, consoles }) => {
  await addLongNames(stage);
  await stage.addTasks('one');
  const opened = await consoles.open('mia');
  const { page, ui } = opened;
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  const loading = page.getByRole('status', { name: 'Asking the server…' });
  const failed = page.getByText('This could not be read').first();
  await page.keyboard.press('g');
  await page.keyboard.press('s');

  for (const panel of WITH_NAMES) {
    await openPanel(opened, panel);
    await expect(loading).toHaveCount(0);
    await look(page, `${panel}-long`);
  }

  await test.step('while the server is asked', async () => {
    const goOn = pause(stage);
    for (const panel of PANELS) {
      await openPanel(opened, panel);
      await expect(loading.first()).toBeVisible();
      await keepPanel(page, panel, `${panel}-loading`);
    }
    await stage.line.cut();
    goOn();
  });

  await test.step('it does not answer, and nothing is known', async () => {
    await ui.sync('offline');
    for (const panel of PANELS) {
      await openPanel(opened, panel);
      await expect(panel === 'account' ? page.getByText('it does not answer right now') : failed).toBeVisible();
      await keepPanel(page, panel, `${panel}-error`);
    }
  });

  await test.step('it does not answer any more', async () => {
    for (const panel of PANELS) {
      if (panel === 'account') continue;
      await stage.line.restore();
      await ui.sync('live');
      await openPanel(opened, panel);
      await expect(failed).toHaveCount(0);
      await expect(loading).toHaveCount(0);
      await stage.line.cut();
      await ui.sync('offline');
      await expect(page.getByText('You are offline').first()).toBeVisible();
      await keepPanel(page, panel, `${panel}-offline`);
    }
  });
});

test('an operator and a manager wait: signing in, the first tasks, a history, figures; nothing matches, nothing can be taken', async ({
  stage,
  consoles,
}) => {
  await stage.addTasks('one', 'two', 'three');
  const max = await stage.addPerson('Max Mayer', 'manager');
  const { page, ui } = await consoles.open('max');

  await test.step('signing in, and the first tasks', async () => {
    let goOn = pause(stage);
    await ui.signIn(stage.address, max.email, PASSWORD);
    await expect(page.getByRole('button', { name: 'Signing in…' })).toBeVisible();
    await look(page, 'sign-in-busy');
    stage.line.ambush({ requestContains: '/api/v1/sync/tasks', moment: 'whole', strike: () => (goOn = pause(stage)) });
    goOn();
    await expect(page.getByRole('status', { name: 'Reading tasks…' })).toBeVisible();
    await look(page, 'list-loading');
    goOn();
    await ui.sync('live');
  });

  await test.step('a history, figures', async () => {
    await ui.go('all');
    await ui.moveTo('one');
    const goOn = pause(stage);
    await page.keyboard.press('j');
    await expect(page.getByText('Reading history…')).toBeVisible();
    await look(page, 'task-loading');
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(page.getByRole('button', { name: 'Refresh' })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Counting…' })).toBeVisible();
    await look(page, 'insights-loading');
    goOn();
    await expect(page.getByRole('heading', { name: 'Backlog by age' })).toBeVisible();
  });

  await test.step('nothing matches, nothing can be taken', async () => {
    await ui.go('all');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(ui.palette).toBeFocused();
    await page.keyboard.type('nothing is called like this');
    await expect(page.getByRole('option')).toHaveText('Find open tasks with “nothing is called like this”');
    await look(page, 'palette-none');
    await page.keyboard.press('Escape');
    await expect(ui.palette).toHaveCount(0);
    await stage.line.cut();
    await ui.sync('offline');
    await page.keyboard.press('Shift+O');
    await expect(page.getByLabel('How many')).toBeFocused();
    await look(page, 'take-offline-unreachable');
  });
});

test('a panel that one may not see any more; no queue and no form yet', async ({ stage, consoles }) => {
  const ines = await stage.addPerson('Ines Duarte', 'admin');
  await stage.api.json('DELETE', '/queues/claims');
  const opened = await consoles.open('ines');
  const { page, ui } = opened;
  await ui.enter(stage.address, ines.email, PASSWORD);
  await page.keyboard.press('t');
  await expect(page.getByRole('button', { name: 'Make a form' })).toBeFocused();
  await look(page, 'new-task-none');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog'), 'closed by the first Escape').toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await openPanel(opened, 'queues');
  await expect(page.getByText('No queues yet')).toBeVisible();
  await look(page, 'queues-empty');
  await openPanel(opened, 'schedules');
  await expect(page.getByText('Without a schedule, queues work around the clock')).toBeVisible();
  await look(page, 'schedules-empty');
  await openPanel(opened, 'people');
  await stage.api.json('PATCH', `/users/${ines.id}`, { role: 'operator' });
  await expect(page.getByText('Settings are for admins')).toBeVisible();
  await look(page, 'people-refused');
});
