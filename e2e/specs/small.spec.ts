import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { findCutOff } from '../fixtures/find-cut-off.ts';
import { addLongNames } from '../fixtures/long-names.ts';
import { keepPicture } from '../fixtures/look.ts';
import type { PictureName } from '../fixtures/pictures.ts';
import { ADMIN } from '../fixtures/server-process.ts';
import { capture, resize, zoom } from '../fixtures/window-size.ts';

test.describe.configure({ timeout: 180_000 });

const PANELS = [
  ['people', 'People', 'small-people'],
  ['keys', 'API keys', 'small-keys-panel'],
  ['queues', 'Queues', 'small-queues'],
  ['schedules', 'Schedules', 'small-schedules'],
  ['forms', 'Forms', 'small-forms'],
  ['reviews', 'Reviews', 'small-reviews'],
  ['connectors', 'Connectors', 'small-connectors'],
  ['webhooks', 'Webhooks', 'small-webhooks'],
  ['audit', 'Audit log', 'small-audit'],
  ['server', 'Server', 'small-server'],
  ['account', 'Your account', 'small-account'],
] as const;

/** At 200 % a window of 1024 × 640 has room for 512 × 320: everything has to be reached there too, if by scrolling. */
async function losesNothing(opened: OpenConsole, name: PictureName): Promise<void> {
  await keepPicture(opened.page, name, () => capture(opened));
  expect.soft(await findCutOff(opened.page), `${name}: what cannot be reached`).toEqual([]);
}

/** How much of the list's rows lies under a notice, in pixels. */
function heightCovered(): number {
  const list = document.querySelector('[role=grid]')?.getBoundingClientRect();
  const notice = document.querySelector('.popup')?.getBoundingClientRect();
  return list && notice ? Math.max(0, list.bottom - notice.top) : Number.NaN;
}

async function shrink(opened: OpenConsole): Promise<void> {
  await resize(opened, 1024, 640);
  await zoom(opened, 2);
}

test('before anybody is in, 200 % of the size in a window of 1024 × 640 loses nothing', async ({ consoles }) => {
  const opened = await consoles.open('mia');
  const { page } = opened;
  await expect(page.getByLabel('Server')).toBeFocused();
  await shrink(opened);
  await losesNothing(opened, 'small-sign-in');
  await page.getByRole('button', { name: 'I have a link' }).press('Enter');
  await losesNothing(opened, 'small-link');
  await page.getByRole('button', { name: 'Back to signing in' }).press('Enter');
  await page.getByRole('button', { name: 'Set up a new server' }).press('Enter');
  await losesNothing(opened, 'small-set-up');
});

test('what was done last covers no row and no button, however high the window is', async ({ stage, consoles }) => {
  await stage.addTasks(...Array.from({ length: 40 }, (_, index) => `task-${index}`));
  const opened = await consoles.open('mia');
  const { page, ui } = opened;
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  for (const [width, height, factor] of [
    [1280, 800, 1],
    [1280, 640, 1.2],
    [1024, 640, 2],
  ] as const) {
    await resize(opened, width, height);
    if (factor !== 1) await zoom(opened, factor);
    await page.keyboard.press('End');
    await page.keyboard.press('a');
    await expect(page.getByRole('heading', { name: 'Claimed', exact: true })).toBeVisible();
    await expect.poll(() => page.evaluate(heightCovered), `${width} × ${height} at ${factor}`).toBe(0);
    await page.keyboard.press('x');
    await expect(page.locator('[data-selection-bar]')).toBeVisible();
    expect(await findCutOff(page), `${width} × ${height} at ${factor}, with a selection`).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('u');
    await expect(page.getByRole('heading', { name: 'Unassigned', exact: true })).toBeVisible();
    if (factor !== 1) await zoom(opened, 1);
  }
});

test('what was not applied keeps its place when the keyboard moves over it, in a narrow window too', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two');
  const opened = await consoles.open('mia');
  const { page, ui } = opened;
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  await stage.line.cut();
  await ui.sync('offline');
  for (const task of ['one', 'two']) {
    await ui.moveTo(task);
    await ui.act('a');
    await ui.shows(task, 'ASSIGNED', true);
    await stage.api.json('POST', `/tasks/${task}/claim`, { assignee_uid: stage.ada.id });
  }
  await stage.line.restore();
  await ui.settled();
  // So wide that the buttons have room beside the text without their keys only.
  await resize(opened, 1100, 640);
  await zoom(opened, 2);
  await ui.go('inbox');
  const items = page.getByRole('list', { name: 'Operations that were not applied' }).getByRole('listitem');
  const heights = () => items.evaluateAll((rows) => rows.map(({ clientHeight }) => clientHeight));
  await expect(items.first()).toBeFocused();
  const before = await heights();
  await page.keyboard.press('j');
  await expect(items.nth(1)).toBeFocused();
  expect(await heights()).toEqual(before);
  expect(await findCutOff(page)).toEqual([]);
});

test('in every screen, 200 % of the size in a window of 1024 × 640 loses nothing', async ({ stage, consoles }) => {
  await addLongNames(stage);
  await stage.addTasks('one', 'two', 'three');
  const opened = await consoles.open('mia');
  const { page, ui } = opened;
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  await shrink(opened);

  await test.step('work', async () => {
    await losesNothing(opened, 'small-list');
    await page.keyboard.press('Enter');
    await expect(ui.taskPane).toBeVisible();
    await losesNothing(opened, 'small-task');
    await page.keyboard.press('Escape');
    await expect(ui.taskPane).toHaveCount(0);
    await expect(ui.grid).toBeFocused();
    await page.keyboard.press('End');
    await page.keyboard.press('a');
    await expect(page.getByText('Claimed')).toBeVisible();
    // What was done last is said without covering any row.
    await expect.poll(() => page.evaluate(heightCovered)).toBe(0);
    await keepPicture(page, 'small-toast', () => capture(opened));
    await page.getByRole('button', { name: 'Dismiss' }).press('Enter');
    await expect(page.getByText('Claimed')).toHaveCount(0);
    await ui.go('inbox');
    await losesNothing(opened, 'small-inbox');
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(page.getByRole('heading', { name: 'Backlog by age' })).toBeVisible();
    await losesNothing(opened, 'small-insights');
    await ui.go('all');
  });

  await test.step('what opens over it', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(ui.palette).toBeFocused();
    await losesNothing(opened, 'tiny-palette');
    await page.keyboard.press('Escape');
    await expect(ui.palette).toHaveCount(0);
    await page.keyboard.press('?');
    await losesNothing(opened, 'small-keys');
    await page.keyboard.press('Escape');
    await expect(ui.help).toHaveCount(0);
    await page.keyboard.press('t');
    await expect(page.getByRole('dialog')).toBeVisible();
    await losesNothing(opened, 'small-new-task');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await ui.run('Preferences');
    await losesNothing(opened, 'small-preferences');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await ui.run('Sign out');
    await losesNothing(opened, 'small-sign-out');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.locator('button[aria-haspopup=menu]').filter({ hasText: 'mia' }).press('Enter');
    await expect(page.getByRole('menu')).toBeVisible();
    await losesNothing(opened, 'small-menu');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await ui.run('Work on it: start it and open its page');
    await expect(page.getByTestId('player')).toBeVisible();
    await losesNothing(opened, 'small-player');
    await page.keyboard.press('Escape');
  });

  await test.step('settings', async () => {
    for (const [panel, title, picture] of PANELS) {
      await ui.run(title);
      await page.getByTestId(`settings-${panel}`).waitFor();
      await expect(page.getByRole('status', { name: 'Asking the server…' })).toHaveCount(0);
      await losesNothing(opened, picture);
    }
    await ui.run('New queue');
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
    await losesNothing(opened, 'small-queue-page');
    await ui.run('Schedules');
    await page.getByTestId('settings-schedules').locator('tr[data-row]').press('Enter');
    await expect(page.getByLabel('Monday', { exact: true })).toBeVisible();
    await losesNothing(opened, 'small-schedule-page');
  });
});
