import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { resize } from '../fixtures/window-size.ts';

test('many tasks at once: select, look, apply, take back', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two', 'three', 'four');
  const { page, ui } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await expect(ui.grid).toHaveAttribute('data-count', '4');
  await ui.moveTo('one');

  await test.step('keys select, extend, and let go', async () => {
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('3 selected')).toBeVisible();
    await page.keyboard.press('Shift+K');
    await expect(page.getByText('2 selected')).toBeVisible();
    await look(page, 'list-selection');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('toolbar', { name: 'Selected tasks' })).toHaveCount(0);
  });

  await test.step('what will change is shown before it does', async () => {
    await ui.moveTo('one');
    await ui.act('a');
    await ui.shows('one', 'ASSIGNED', false);
    await page.keyboard.press('Control+a');
    await ui.act('a');
    const dialog = page.getByRole('dialog', { name: 'Claim: 4 tasks' });
    await expect(dialog).toContainText('3 tasks will change.');
    await expect(dialog).toContainText('1 task stays as it is');
    await look(page, 'bulk-preview');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    for (const uid of ['one', 'two', 'three', 'four']) await ui.shows(uid, 'ASSIGNED', false);
  });

  await test.step('one key takes all of it back', async () => {
    await ui.act('z');
    for (const uid of ['two', 'three', 'four']) await ui.shows(uid, 'TODO', false);
    await ui.shows('one', 'ASSIGNED', false);
  });

  await test.step('snooze, by one key', async () => {
    await ui.moveTo('two');
    await page.keyboard.press('h');
    await expect(page.getByRole('dialog', { name: 'Snooze the task' })).toBeVisible();
    await look(page, 'snooze');
    await page.keyboard.press('3');
    await expect(page.getByRole('dialog', { name: 'Snooze the task' })).toHaveCount(0);
    await expect
      .poll(() => stage.api.json('GET', '/tasks/two'))
      .toMatchObject({ status: 'TODO', snooze_expires_at: expect.stringContaining('T') });
  });

  await test.step('skip, with a reason', async () => {
    await ui.moveTo('three');
    await ui.act('s');
    await ui.shows('three', 'STARTED', false);
    await page.keyboard.press('Shift+S');
    await expect(page.getByRole('textbox', { name: 'Why?' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Enter a reason.')).toBeVisible();
    await look(page, 'skip-missing');
    await page.keyboard.type('The customer calls back');
    await look(page, 'skip');
    await page.keyboard.press('Enter');
    await ui.shows('three', 'ASSIGNED', false);
  });
});

test('a manager hands tasks out by a few letters of a name', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two');
  await stage.addPerson('Bo Larsen');
  const max = await stage.addPerson('Max Mayer', 'manager');
  const condition = { combinator: 'and', rules: [{ field: 'fields.country', operator: '=', value: 'FR' }] };
  await stage.api.json('POST', '/queues', { id: 'france', name: 'France', condition });
  const opened = await consoles.open('max');
  const { page, ui } = opened;
  await ui.enter(stage.address, max.email, PASSWORD);
  await ui.moveTo('one');
  await page.keyboard.press('Shift+A');
  await expect(page.getByRole('combobox', { name: 'To whom?' })).toBeFocused();
  await page.keyboard.type('la');
  await look(page, 'assign');
  await page.keyboard.press('Enter');
  await expect(ui.row('one')).toContainText('Bo Larsen');
  await page.keyboard.press('Control+a');
  await test.step('beside a task, in a small window, the acts stand in one line', async () => {
    for (const width of [1_360, 1_280, 1_024]) {
      await resize(opened, width, 760);
      const acts = page.getByRole('toolbar', { name: 'Selected tasks' }).getByRole('button');
      const tops = await acts.evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top));
      expect(tops, `at ${width} px`).toHaveLength(6);
      expect(new Set(tops).size, `at ${width} px`).toBe(1);
    }
    await resize(opened, 1_360, 833);
  });
  await page.keyboard.press('Shift+A');
  await expect(page.getByRole('combobox', { name: 'To whom?' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Assign: 2 tasks' });
  await expect(dialog).toContainText('2 tasks will change.');
  await expect(dialog.getByRole('button', { name: 'Assign 2', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(ui.row('two')).toContainText('Ada Lindqvist');

  const queueOf = async (uid: string) => (await stage.api.json<{ queue_uid: string }>('GET', `/tasks/${uid}`)).queue_uid;
  await test.step('moves them to a queue without a network, with a look at it before', async () => {
    await ui.settled();
    await stage.line.cut();
    await ui.sync('offline');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Shift+M');
    await expect(page.getByRole('combobox', { name: 'To which queue?' })).toBeFocused();
    await page.keyboard.type('fra');
    await look(page, 'move');
    await page.keyboard.press('Enter');
    const moving = page.getByRole('dialog', { name: 'Move: 2 tasks' });
    await expect(moving.getByRole('list', { name: 'From where to where' })).toContainText('Claims');
    await expect(moving.getByRole('button', { name: 'Move 2', exact: true })).toBeFocused();
    await look(page, 'bulk-move');
    await page.keyboard.press('Enter');
    await expect(moving).toHaveCount(0);
    await ui.pending(2);
    await stage.line.restore();
    await ui.settled();
    expect([await queueOf('one'), await queueOf('two')]).toEqual(['france', 'france']);
  });

  await test.step('and takes that back by one key: the rules decide again', async () => {
    await page.keyboard.press('z');
    await expect.poll(async () => [await queueOf('one'), await queueOf('two')]).toEqual(['claims', 'claims']);
    expect(await stage.api.json('GET', '/tasks/one/routing')).toMatchObject({ override: null });
  });
});
