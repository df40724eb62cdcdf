import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';

/** Goes into Display > Arrange columns > the column, by keys alone. */
async function arrange(page: Page, column: string): Promise<void> {
  await page.getByRole('button', { name: 'Display' }).press('Enter');
  const submenu = page.getByRole('menuitem', { name: 'Arrange columns' });
  await submenu.focus();
  await page.keyboard.press('ArrowRight');
  const item = page.getByRole('menuitem', { name: column, exact: true });
  await item.focus();
  await expect(item).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menuitem', { name: 'Wider' })).toBeVisible();
}

const heads = (page: Page) => page.getByRole('columnheader').allInnerTexts();
const widthOf = async (page: Page, name: string) => (await page.getByRole('columnheader', { name }).boundingBox())?.width ?? 0;

test('columns are sized and moved by keys and pointer, for each list of its own, and stay so', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two');
  const { page, ui } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await expect(ui.grid).toHaveAttribute('data-count', '2');
  const usualPx = await widthOf(page, 'Due');

  await test.step('by keys', async () => {
    await arrange(page, 'Due');
    const left = page.getByRole('menuitem', { name: 'Move left' });
    await left.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => heads(page)).toEqual(['Status', 'Title', 'Assignee', 'Due', 'Priority']);
    const wider = page.getByRole('menuitem', { name: 'Wider' });
    await wider.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => widthOf(page, 'Due')).toBe(usualPx + 24);
    await look(page, 'list-columns');
    for (let level = 0; level < 3; level += 1) await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
  });

  await test.step('by pointer', async () => {
    await page
      .getByRole('columnheader', { name: 'Priority' })
      .getByRole('button')
      .dragTo(page.getByRole('columnheader', { name: 'Status' }));
    await expect.poll(() => heads(page)).toEqual(['Priority', 'Status', 'Title', 'Assignee', 'Due']);
  });

  await test.step('another list has its own; after a reload all is as it was', async () => {
    await ui.go('pending');
    await expect.poll(() => heads(page)).toEqual(['Status', 'Title', 'Assignee', 'Priority', 'Due']);
    await page.reload();
    await ui.ready();
    await ui.go('all');
    await expect.poll(() => heads(page)).toEqual(['Priority', 'Status', 'Title', 'Assignee', 'Due']);
    await expect.poll(() => widthOf(page, 'Due')).toBe(usualPx + 24);
  });
});
