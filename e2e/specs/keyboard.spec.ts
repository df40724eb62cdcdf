import { checkHistory } from '../fixtures/check-history.ts';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';

/** Signs in by Tab, typing and Enter: the form starts at the first field that is empty. */
async function signInByKeyboard({ page, ui }: OpenConsole, stage: Stage): Promise<void> {
  await expect(page.getByLabel('Server')).toBeFocused();
  await page.keyboard.type(stage.address);
  await page.keyboard.press('Tab');
  await page.keyboard.type(stage.ada.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await ui.ready();
  await ui.sync('live');
}

/** Where the keyboard is, as assistive technology is told. */
async function activeTask({ ui }: OpenConsole): Promise<string | null> {
  await expect(ui.grid).toBeFocused();
  const id = await ui.grid.getAttribute('aria-activedescendant');
  return id === null ? null : ui.page.locator(`[id="${id}"]`).getAttribute('data-task-uid');
}

test('the whole main job without a pointer', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two', 'three');
  const bo = await stage.addPerson('Bo Larsen');
  const opened = await consoles.open('ada');
  const { page, ui } = opened;
  await signInByKeyboard(opened, stage);

  await test.step('the list has the focus, and is moved in by keys', async () => {
    await expect(ui.grid).toHaveAttribute('data-count', '3');
    await expect.poll(() => activeTask(opened)).toBe('one');
    await page.keyboard.press('j');
    await expect.poll(() => activeTask(opened)).toBe('two');
    await page.keyboard.press('End');
    await expect.poll(() => activeTask(opened)).toBe('three');
    await page.keyboard.press('k');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => activeTask(opened)).toBe('one');
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'one');
  });

  await test.step('claim, start, pause, start', async () => {
    for (const [key, status] of [
      ['a', 'ASSIGNED'],
      ['s', 'STARTED'],
      ['p', 'ASSIGNED'],
      ['s', 'STARTED'],
    ] as const) {
      await ui.act(key);
      await ui.shows('one', status, false);
    }
  });

  await test.step('into the task, through its fields, a comment, and back', async () => {
    await page.keyboard.press('Enter');
    await expect.poll(() => ui.taskPane.evaluate((pane) => pane.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[data-field-name="partner"]')).toBeFocused();
    await page.keyboard.press('m');
    await expect(page.getByRole('textbox', { name: 'Comment' })).toBeFocused();
    // Keys mean letters here.
    await page.keyboard.type('passed on, aszup?');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('textbox', { name: 'Comment' })).toHaveValue('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await activeTask(opened)).toBe('one');
    await ui.shows('one', 'STARTED', false);
  });

  await test.step('complete, undo, complete again', async () => {
    await ui.settled();
    await ui.act('Control+Enter');
    await ui.row('one').waitFor({ state: 'detached' });
    await ui.settled();
    await ui.act('z');
    await ui.shows('one', 'STARTED', false);
    await ui.settled();
    await ui.moveTo('one');
    await ui.act('Control+Enter');
    await ui.row('one').waitFor({ state: 'detached' });
    await ui.settled();
    // The keyboard stays on a task: the next one.
    await expect.poll(() => activeTask(opened)).toBe('two');
  });

  await test.step('filter, and clear it', async () => {
    await page.keyboard.press('/');
    await expect(page.getByLabel('Filter tasks')).toBeFocused();
    await page.keyboard.type('claim three');
    await expect(ui.grid).toHaveAttribute('data-count', '1');
    await page.keyboard.press('Enter');
    await expect.poll(() => activeTask(opened)).toBe('three');
    await page.keyboard.press('Shift+X');
    await expect(ui.grid).toHaveAttribute('data-count', '2');
  });

  await test.step('a hand that goes to another list and on to its filter within one frame stays in the filter', async () => {
    await page.evaluate(async () => {
      for (const key of ['g', 'a', '/'])
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    });
    await expect(page.getByLabel('Filter tasks')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(ui.grid).toBeFocused();
  });

  await test.step('the palette finds a command, teaches its key, and goes to a queue', async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(ui.palette).toBeFocused();
    await page.keyboard.type('write a comment');
    const found = page.getByRole('option', { selected: true });
    await expect(found).toContainText('Write a comment');
    await expect(found.locator('kbd')).toHaveText(/m/i);
    await ui.palette.fill('sort');
    await expect(found).toContainText('Sort by due date');
    await page.keyboard.press('Escape');
    await expect(ui.grid).toBeFocused();
    await ui.run('Sort by title');
    await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute('aria-sort', 'ascending');
    await ui.run('Go to Claims');
    await expect(page.getByRole('heading', { name: 'Claims' })).toBeVisible();
    await expect(ui.grid).toBeFocused();
  });

  await test.step('the palette finds tasks, also from a list that J and K move in', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await expect(page.locator('[data-queue-uid="claims"]')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+k');
    await expect(ui.palette).toBeFocused();
    await page.keyboard.type('claim two');
    await expect(page.getByRole('option', { selected: true })).toHaveText('Find open tasks with “claim two”');
    await page.keyboard.press('Enter');
    await expect(ui.grid).toBeFocused();
    await expect(ui.grid).toHaveAttribute('data-count', '1');
    await page.keyboard.press('Shift+X');
    await expect(ui.grid).toHaveAttribute('data-count', '2');
  });

  await test.step('? shows all keys', async () => {
    await page.keyboard.press('?');
    await expect(ui.help).toContainText('Undo the last action');
    await page.keyboard.press('Escape');
    await expect(ui.help).toHaveCount(0);
    await expect(ui.grid).toBeFocused();
  });

  await test.step('what was refused is read, opened and put away in the inbox', async () => {
    await stage.line.cut();
    await ui.sync('offline');
    for (const task of ['two', 'three']) {
      await ui.moveTo(task);
      await ui.act('a');
      await ui.shows(task, 'ASSIGNED', true);
      await stage.api.json('POST', `/tasks/${task}/claim`, { assignee_uid: bo.id });
    }
    await stage.line.restore();
    await ui.settled();
    await ui.go('inbox');
    const items = page.getByRole('list', { name: 'Operations that were not applied' }).getByRole('listitem');
    await expect(items).toHaveCount(2);
    await expect(items.first()).toBeFocused();
    await expect(items.first()).toContainText('Bo Larsen holds this task.');
    await page.keyboard.press('j');
    await expect(items.nth(1)).toBeFocused();
    await page.keyboard.press('Enter');
    expect(await activeTask(opened)).toBe('two');
    await expect(ui.taskPane).toContainText('Bo Larsen');
    await ui.go('inbox');
    await expect(items.nth(1)).toBeFocused();
    await page.keyboard.press('e');
    await expect(items).toHaveCount(1);
    await expect(items.first()).toBeFocused();
    await page.keyboard.press('Shift+E');
    await expect(page.getByText('Everything you did was applied')).toBeVisible();
    const title = page.getByRole('heading', { name: 'Not applied' });
    await expect(title, 'the focus is not lost with the last one').toBeFocused();
    await ui.go('all');
    await expect(ui.grid).toBeFocused();
    await ui.go('inbox');
    await expect(title).toBeFocused();
  });

  await checkHistory(stage.api, 'one', ['claim', 'start', 'pause', 'start', 'comment', 'complete', 'reopen', 'claim', 'start', 'complete']);
});

test('the list is one stop of the Tab key, and every stop can be seen', async ({ stage, consoles }) => {
  await stage.addTasks(...Array.from({ length: 12 }, (_, index) => `task-${index}`));
  const opened = await consoles.open('ada');
  const { page, ui } = opened;
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await expect(ui.grid).toBeFocused();
  const stops: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return 'the end';
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const inGrid = element.closest('[role=grid]') !== null;
      const isTextBox = element.matches('textarea');
      const seen = inGrid || isTextBox || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1);
      return `${inGrid ? 'grid' : (element.getAttribute('aria-label') ?? element.textContent ?? element.tagName)}${seen ? '' : ' (not seen)'}`;
    });
    if (stop === 'grid') break;
    stops.push(stop);
  }
  expect(stops.length, stops.join(', ')).toBeGreaterThan(5);
  expect(stops.length, stops.join(', ')).toBeLessThan(59);
  expect(stops.filter((stop) => stop.endsWith('(not seen)'))).toEqual([]);
});

test('what was opened over the list and closed again leaves nothing behind', async ({ stage, consoles }) => {
  await stage.addTasks('one');
  const { page, ui } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await expect(ui.grid).toBeFocused();
  const devTools = await page.context().newCDPSession(page);
  const openAndClose = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      for (const key of ['Control+k', '?']) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog')).toBeVisible();
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
        await expect(ui.grid).toBeFocused();
      }
    }
    await devTools.send('HeapProfiler.collectGarbage');
    return (await devTools.send('Memory.getDOMCounters')).nodes;
  };
  const before = await openAndClose(2);
  // A palette alone has some 500 nodes.
  expect(await openAndClose(10)).toBeLessThan(before + 1_000);
});
