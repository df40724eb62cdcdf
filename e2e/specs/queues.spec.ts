import { expect, test } from '../fixtures/console-test.ts';
import { holdAnswer } from '../fixtures/hold-answer.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { QueuesPage } from '../pages/queues-page.ts';
import { SchedulesPage } from '../pages/schedules-page.ts';

test.describe.configure({ timeout: 180_000 });

test('a manager makes a queue by keyboard: rules, preview, re-routing, order, and why a task is there', async ({ stage, consoles }) => {
  await stage.addPerson('Max Manager', 'manager');
  await stage.addTasks('one', 'two', 'three');
  for (const uid of ['one', 'two']) await stage.api.json('PATCH', `/tasks/${uid}`, { fields: { country: 'FR', amount: 120 } });
  await stage.api.json('PATCH', '/tasks/three', { fields: { country: 'DE', amount: 7 } });
  const { page, ui } = await consoles.open('max');
  await ui.enter(stage.address, 'max@example.com', PASSWORD);
  const queues = new QueuesPage(page);

  await test.step('what is not finished is said at its place', async () => {
    await ui.run('New queue');
    await expect(queues.field('Name')).toBeFocused();
    await queues.save();
    await expect(queues.field('Name')).toHaveAttribute('aria-invalid', 'true');
    await expect(queues.field('Name')).toBeFocused();
    await page.keyboard.type('France');
    await queues.add('Add a rule');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('option', { name: 'country' })).toBeVisible();
    await look(page, 'queues-new');
    await queues.chooseField('coun', 'country');
    await queues.save();
    await expect(queues.value).toBeFocused();
    await expect(page.getByText('Enter a value.')).toBeVisible();
  });

  await test.step('the server says what would move before anything is saved', async () => {
    await page.keyboard.type('FR');
    await queues.trialShows('It holds for 2 of 3 open tasks.');
    await queues.add('Add a group');
    await queues.chooseField('amo', 'amount');
    await queues.chooseOperator('is above');
    await expect(queues.value).toBeFocused();
    await page.keyboard.type('100');
    await queues.trialShows('It holds for 2 of 3 open tasks.');
    // Behind the queue that takes everything.
    await expect(page.getByText('No open task would change its queue.')).toBeVisible();
    await queues.field('Place in the order').focus();
    await page.keyboard.type('5');
    await expect(page.locator('[data-moving="2"]')).toBeVisible();
    await expect(queues.moves).toContainText('Claims');
    await look(page, 'queues-preview');
  });

  await test.step('Escape leaves the field, then the page; half of it survives going away', async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'France', level: 1 })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByText('A new queue was begun and not saved.')).toBeVisible();
    await queues.press('Go on with it');
    await expect(queues.field('Name')).toHaveValue('France');
  });

  await test.step('saving routes open tasks again', async () => {
    await queues.field('Name').focus();
    await expect(queues.field('Name')).toBeFocused();
    const { release } = await holdAnswer(page, 'POST', /\/queues$/);
    await queues.save();
    await page.keyboard.press('End');
    await page.keyboard.type('s');
    await release();
    await expect(page.getByText('All open tasks are where the rules want them.')).toBeVisible();
    await expect(queues.field('Name'), 'what is typed while it is saved stays').toHaveValue('Frances');
    await expect(queues.field('Name'), 'and who types stays').toBeFocused();
    await page.keyboard.press('Backspace');
    await expect(queues.field('Name')).toHaveValue('France');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'France', level: 1 })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(queues.row('France')).toContainText('2');
    await expect(queues.row('France')).toBeFocused();
  });

  await test.step('a queue whose end is told late leads nobody away from another one', async () => {
    await stage.api.json('POST', '/queues', {
      id: 'old',
      name: 'Old',
      condition: { combinator: 'and', rules: [{ field: 'fields.country', operator: '=', value: 'XX' }] },
    });
    await queues.row('Old').press('Enter');
    await queues.press('Delete queue');
    const { release } = await holdAnswer(page, 'DELETE', /\/queues\/old$/);
    await page.getByLabel('Type Old to delete it').fill('Old');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await queues.press('All queues');
    await queues.row('France').press('Enter');
    await expect(queues.field('Name')).toHaveValue('France');
    await release();
    await queues.field('Name').fill('France, too');
    await expect(queues.field('Name')).toHaveValue('France, too');
    await queues.press('Discard changes');
    await expect(queues.field('Name')).toHaveValue('France');
    await queues.press('All queues');
    await expect(queues.row('Old')).toHaveCount(0);
    await queues.row('France').focus();
  });

  await test.step('the order is tried, too', async () => {
    await page.keyboard.press('Alt+ArrowDown');
    await expect(page.getByText('2 open tasks would change their queue.')).toBeVisible();
    await expect(queues.row('France')).toBeFocused();
    await look(page, 'queues-order');
    await page.keyboard.press('Alt+ArrowUp');
    await expect(page.getByText('2 open tasks would change their queue.')).toHaveCount(0);
  });

  await test.step('why a task is here', async () => {
    await ui.go('all');
    await ui.moveTo('one');
    await page.keyboard.press('y');
    await expect(queues.why.getByRole('button', { name: 'Show the rules' })).toBeFocused();
    await expect(queues.why).toContainText('In France: it is the first queue whose condition holds.');
    await expect(queues.why.locator('[data-verdict="decides"]')).toContainText('here: 120');
    await page.keyboard.press('Shift+M');
    await expect(page.getByRole('combobox', { name: 'To which queue?' })).toBeFocused();
    await page.keyboard.type('Claims');
    await page.keyboard.press('Enter');
    await expect(queues.why).toContainText('somebody put it there by hand. By the rules it would be in France.');
    await look(page, 'task-why-by-hand');
  });

  const schedules = new SchedulesPage(page);
  // Two days ahead at least, whenever this runs.
  const openDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(Date.now() + 3 * 86_400_000);
  const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

  await test.step('a schedule: what cannot be read is said at its day', async () => {
    await page.keyboard.press('Escape');
    await ui.run('Schedules');
    await schedules.press('New schedule');
    await expect(schedules.field('Name')).toBeFocused();
    await schedules.field('Time zone').selectOption('UTC');
    await schedules.field('Monday').focus();
    await expect(schedules.field('Monday')).toBeFocused();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('nine to five');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(schedules.field('Name')).toBeFocused();
    await expect(schedules.field('Monday')).toHaveAttribute('aria-invalid', 'true');
    await look(page, 'schedule-refused');
    await page.keyboard.type('Support');
  });

  await test.step('a week by arrows, over midnight, and holidays out of a calendar', async () => {
    await schedules.field('Monday').focus();
    await expect(schedules.field('Monday')).toBeFocused();
    for (const [index, day] of weekdays.entries()) {
      await expect(schedules.field(day)).toBeFocused();
      await page.keyboard.press('ControlOrMeta+a');
      if (day === openDay) await page.keyboard.type('9-12:30, 22-6');
      else await page.keyboard.press('Delete');
      if (index < weekdays.length - 1) await page.keyboard.press('ArrowDown');
    }
    await schedules.field('Name').focus();
    await expect(schedules.field(openDay)).toHaveValue('09:00–12:30, 22:00–24:00');
    await schedules.field('Paste several lines').fill('2999-12-25 Christmas Day\n24.12.2999 9-12 Christmas Eve\nnot a day');
    await expect(page.getByText('Line 3 begins with no date.')).toBeVisible();
    await schedules.press('Add 2 days');
    await expect(schedules.holiday('Christmas Eve').getByLabel('Hours')).toHaveValue('09:00–12:00');
    await expect(schedules.field('Paste several lines')).toHaveValue('not a day');
    await schedules.field('Paste several lines').fill('');
    await schedules.field('Name').focus();
    await expect(schedules.field('Name')).toBeFocused();
    const { release } = await holdAnswer(page, 'POST', /\/schedules$/);
    await page.keyboard.press('ControlOrMeta+s');
    await page.keyboard.press('End');
    await page.keyboard.type(' at night');
    await release();
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
    await expect(schedules.field('Name'), 'what is typed while it is saved stays').toHaveValue('Support at night');
    await schedules.press('Discard changes');
    await expect(schedules.field('Name')).toHaveValue('Support');
    await schedules.field('Name').focus();
    await expect(schedules.field('Name')).toBeFocused();
    await expect(page.getByText('Saved. It counts for tasks that come from now on.')).toBeVisible();
    await expect(page.getByText(/^Closed until/).first()).toBeVisible();
    await look(page, 'schedule-page');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Support', level: 1 })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(schedules.row('Support')).toBeFocused();
  });

  await test.step('a queue goes by it: closed, with a target that open tasks get when a manager asks for it', async () => {
    await stage.api.json('PATCH', '/tasks/four', { fields: { title: 'Claim four', country: 'FR', amount: 120 } });
    await ui.run('Queues');
    await queues.row('France').press('Enter');
    await queues.field('Schedule').selectOption('Support');
    await queues.field('Target').focus();
    await expect(queues.field('Target')).toBeFocused();
    await page.keyboard.type('1 h 30');
    await queues.save();
    await expect(page.getByText('Unsaved changes')).toHaveCount(0);
    await queues.press('Apply to open tasks');
    await expect(page.getByText('All open tasks have the due dates of today’s targets.')).toBeVisible();
    await queues.field('Target').scrollIntoViewIfNeeded();
    await look(page, 'queue-target');
    await ui.go('all');
    await page.locator('[data-queue-uid]').filter({ hasText: 'France' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Closed until');
    await ui.moveTo('four');
    await page.keyboard.press('Enter');
    await expect(ui.taskPane).toContainText('by the queue’s target (1 h 30 min)');
    await look(page, 'task-by-target');
  });

  await test.step('it stays while a queue goes by it, and is there without a network', async () => {
    await ui.run('Schedules');
    await look(page, 'schedules');
    await schedules.row('Support').press('Enter');
    await expect(page.getByText('It cannot be deleted while queues go by it: France.')).toBeVisible();
    await stage.line.cut();
    await ui.sync('offline');
    await schedules.field('Name').focus();
    await expect(schedules.field('Name')).toBeFocused();
    await page.keyboard.type('!');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByRole('alert')).toBeVisible();
    await look(page, 'schedule-offline');
  });
});

test('a queue is edited without a network, while somebody else edits it, and is deleted', async ({ stage, consoles }) => {
  await stage.addPerson('Max Manager', 'manager');
  const condition = { combinator: 'and', rules: [{ field: 'fields.country', operator: '=', value: 'FR' }] };
  await stage.api.json('POST', '/queues', { id: 'france', name: 'France', priority: 5, condition });
  await stage.addTasks('one', 'two', 'three');
  for (const uid of ['one', 'two']) await stage.api.json('PATCH', `/tasks/${uid}`, { fields: { country: 'FR' } });
  await stage.api.json('PATCH', '/tasks/one', { queue_uid: 'claims' });
  const { page, ui } = await consoles.open('max');
  await ui.enter(stage.address, 'max@example.com', PASSWORD);
  const queues = new QueuesPage(page);

  await test.step('without a network the replica answers, and says so', async () => {
    await stage.line.cut();
    await ui.sync('offline');
    await ui.moveTo('one');
    await page.keyboard.press('y');
    await expect(queues.why.getByRole('button', { name: 'Show the rules' })).toBeFocused();
    await expect(queues.why).toContainText('In Claims, although the rules that are known here say France');
    await page.keyboard.press('Escape');
    await ui.moveTo('two');
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await expect(page.getByRole('heading', { name: 'France', level: 1 })).toBeFocused();
    await queues.value.first().focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('DE');
    await queues.trialShows('It holds for 0 of 3 open tasks.');
    await expect(page.getByText(/^Tried on this computer/).first()).toBeVisible();
    await queues.save();
    await expect(page.getByRole('alert')).toBeVisible();
    await look(page, 'queues-offline');
  });

  await test.step('somebody else saved meanwhile', async () => {
    const theirs = { combinator: 'and', rules: [{ field: 'fields.country', operator: '=', value: 'IT' }] };
    await stage.api.json('PATCH', '/queues/france', { condition: theirs });
    await stage.line.restore();
    await expect(page.getByText('Somebody else changed this queue meanwhile')).toBeVisible({ timeout: 30_000 });
    await look(page, 'queues-conflict');
    await queues.press('Take theirs');
    await expect(queues.value.first()).toHaveValue('IT');
  });

  await test.step('deleting says where its tasks go', async () => {
    await queues.press('Delete queue');
    await expect(page.getByLabel('Type France to delete it')).toBeFocused();
    await page.keyboard.type('France');
    await page.keyboard.press('Enter');
    await expect(queues.row('Claims')).toContainText('3');
    await expect(queues.row('France')).toHaveCount(0);
  });
});
