import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';

test('two people: who looks at what, tasks taken offline, views of one’s own', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two', 'three', 'four');
  const bo = await stage.addPerson('Bo Larsen');
  const ada = await consoles.open('ada');
  await ada.ui.enter(stage.address, stage.ada.email, PASSWORD);
  const other = await consoles.open('bo');
  await other.ui.enter(stage.address, bo.email, PASSWORD);

  await test.step('who has a task on their screen stands in everybody’s list', async () => {
    await other.ui.moveTo('two');
    await expect(ada.ui.row('two')).toContainText('Bo Larsen');
    await other.ui.moveTo('three');
    await expect(ada.ui.row('three')).toContainText('Bo Larsen');
    await expect(ada.ui.row('two')).not.toContainText('Bo Larsen');
    await look(ada.page, 'presence');
  });

  await test.step('tasks taken offline are one’s own, and are given back', async () => {
    await ada.page.keyboard.press('Shift+O');
    await expect(ada.page.getByLabel('How many')).toBeFocused();
    await ada.page.getByLabel('How many').fill('2');
    await ada.page.keyboard.press('Enter');
    await expect(ada.page.getByText('2 tasks are with you')).toBeVisible();
    for (const uid of ['one', 'two']) await other.ui.shows(uid, 'ASSIGNED', false);
    await ada.page.keyboard.press('Shift+O');
    await expect(ada.page.getByRole('region', { name: 'Taken' })).toContainText('2 tasks');
    await look(ada.page, 'offline-taken');
    await ada.page.getByRole('button', { name: 'Give back' }).press('Enter');
    await expect(ada.page.getByRole('region', { name: 'Taken' })).toHaveCount(0);
    await ada.page.keyboard.press('Escape');
    for (const uid of ['one', 'two']) await other.ui.shows(uid, 'TODO', false);
  });

  await test.step('a view keeps filters and order', async () => {
    const { page, ui } = ada;
    await page.keyboard.press('/');
    await expect(page.getByLabel('Filter tasks')).toBeFocused();
    await page.keyboard.type('three');
    await page.keyboard.press('Enter');
    await expect(ui.grid).toHaveAttribute('data-count', '1');
    await page.keyboard.press('Shift+V');
    await page.getByLabel('Name').fill('Only three');
    await look(page, 'view-save');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Only three' })).toBeVisible();
    await ui.go('all');
    await expect(ui.grid).toHaveAttribute('data-count', '4');
    await page.getByRole('navigation').getByRole('button', { name: 'Only three' }).press('Enter');
    await expect(ui.grid).toHaveAttribute('data-count', '1');
    await look(page, 'view-saved');
    await ui.run('Remove this saved view');
    await expect(page.getByRole('navigation').getByRole('button', { name: 'Only three' })).toHaveCount(0);
  });
});
