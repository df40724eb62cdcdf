import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { SettingsPage } from '../pages/settings-page.ts';

test('a manager has a share of the completed tasks drawn, and sends one back with a note', async ({ stage, consoles }) => {
  const mo = await stage.addPerson('Mo Adeyemi', 'manager');
  await stage.addTasks('one', 'two');
  const { ui, page } = await consoles.open('mo');
  await ui.enter(stage.address, mo.email, PASSWORD);
  const settings = new SettingsPage(page);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.locator('[data-view="settings:reviews"]').press('Enter');
  await expect(page.getByText('Nothing is drawn')).toBeVisible();
  await look(page, 'reviews-off');
  await page.getByLabel('How many completed tasks are drawn').selectOption('100 % are drawn');
  await expect(page.getByText('Nothing to review')).toBeVisible();
  for (const uid of ['one', 'two']) {
    await stage.api.json('PATCH', `/tasks/${uid}`, { status: 'STARTED', assignee_uid: stage.ada.id });
    await stage.api.json('POST', `/tasks/${uid}/complete`);
  }
  await expect.poll(async () => (await stage.api.json<{ items: unknown[] }>('GET', '/reviews')).items.length, { timeout: 45_000 }).toBe(2);
  await settings.press('Refresh');
  await settings.row('Claim one').press('Enter');
  const detail = settings.detail('Claim one');
  await expect(detail.getByText('VIP customer XYZ')).toBeVisible();
  await look(page, 'reviews');
  await detail.getByLabel('Note').fill('The amount is wrong.');
  await detail.getByLabel('Reopen the task').check();
  await detail.getByRole('button', { name: 'Not good' }).press('Enter');
  await expect(settings.row('Claim one')).toHaveCount(0);
  expect(await stage.api.json('GET', '/tasks/one')).toMatchObject({ status: 'TODO' });
  await page.getByLabel('Which reviews').selectOption('Not good');
  await settings.row('Claim one').press('Enter');
  await expect(settings.detail('Claim one').getByText('The amount is wrong.')).toBeVisible();
  await look(page, 'reviews-decided');
});
