import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { ADMIN } from '../fixtures/server-process.ts';

test('the whole console in German, switched at once and kept', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two', 'three');
  const { page, ui } = await consoles.open('mia');
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  await ui.run('Language: German (Deutsch)');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await ui.grid.focus();
  await page.keyboard.press('x');
  await look(page, 'german-list');
  await page.keyboard.press('?');
  await look(page, 'german-keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.locator('[data-view="settings:webhooks"]').press('Enter');
  await look(page, 'german-webhooks');
  await page.setViewportSize({ width: 1024, height: 640 });
  await page.locator('[data-view="settings:connectors"]').press('Enter');
  await look(page, 'german-connectors-small');
});
