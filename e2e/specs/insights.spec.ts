import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WEEKDAYS } from '../../src-shared/schema/schedule.ts';
import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';

test('a manager reads how the work goes, as charts and tables, by queue and person, offline too, and takes it along as a file', async ({
  stage,
  consoles,
  folder,
}) => {
  const { api, ada } = stage;
  const mo = await stage.addPerson('Mo Adeyemi', 'manager');
  const { app, ui, page } = await consoles.open('mo');
  await ui.enter(stage.address, mo.email, PASSWORD);
  const totals = page.getByTestId('insights').getByRole('definition');

  await test.step('nothing yet', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(page.getByText('Nothing happened in this range')).toBeVisible();
    await look(page, 'insights-empty');
  });

  await test.step('what was done is counted', async () => {
    await api.json('POST', '/queues', {
      id: 'vip',
      name: '=VIP customers',
      priority: 1,
      condition: { combinator: 'and', rules: [{ field: 'fields.vip', operator: '=', value: true }] },
      skills: [],
    });
    await stage.addTasks('one', 'two', 'three');
    await api.json('PUT', '/tasks/four', {
      due_at: new Date(Date.now() + 2 * 86_400_000).toISOString(),
      fields: { title: 'Four', vip: true },
    });
    for (const uid of ['one', 'two', 'four']) {
      await api.json('POST', `/tasks/${uid}/claim`, { assignee_uid: ada.id });
      await api.json('POST', `/tasks/${uid}/start`);
    }
    for (const uid of ['one', 'four']) await api.json('POST', `/tasks/${uid}/complete`);
    await page.getByRole('button', { name: 'Refresh' }).press('Enter');
    // Arrived, completed, open.
    await expect(totals.first()).toHaveText('4');
    await expect(page.getByRole('grid', { name: 'By queue' }).getByRole('row', { name: /VIP/ })).toContainText('1');
    await expect(page.getByRole('grid', { name: 'By person' }).getByRole('row', { name: /Ada/ })).toContainText('2');
    await look(page, 'insights');
  });

  await test.step('a chart says its numbers to who cannot see it', async () => {
    await page.getByLabel('Range').selectOption('Last 7 days');
    const flow = page.getByRole('slider', { name: 'Arrived and done' });
    await expect(flow).toHaveAttribute('aria-valuemax', '7');
    await flow.focus();
    await page.keyboard.press('End');
    await expect(flow).toHaveAttribute('aria-valuetext', /Arrived 4 · Done 2$/);
    await look(page, 'insights-cursor');
    const card = page.getByRole('region', { name: 'Arrived and done' });
    await card.getByRole('button', { name: 'Table' }).press('Enter');
    await expect(card.getByRole('row').last()).toContainText('42');
    await look(page, 'insights-table');
  });

  await test.step('one queue, one person', async () => {
    await page.getByTestId('insights').getByLabel('Queue', { exact: true }).selectOption('Claims');
    await expect(totals.first()).toHaveText('3');
    await page.getByTestId('insights').getByLabel('Person', { exact: true }).selectOption(mo.name);
    await expect(page.getByText('Nothing happened in this range')).toBeVisible();
    await page.getByTestId('insights').getByLabel('Person', { exact: true }).selectOption('Everybody');
    await page.getByTestId('insights').getByLabel('Queue', { exact: true }).selectOption('All queues');
    await expect(totals.first()).toHaveText('4');
    await page.getByLabel('Range').selectOption('Choose days…');
    await page.getByLabel('First day').fill('2020-01-01');
    await expect(page.getByText('At most 366 days can be counted at once.')).toBeVisible();
    await page.getByLabel('Range').selectOption('Last 7 days');
    await expect(totals.first()).toHaveText('4');
  });

  await test.step('by working hours, what happens while a queue is closed takes no time', async () => {
    const week = Object.fromEntries(WEEKDAYS.map((day) => [day, []]));
    await api.json('POST', '/schedules', { id: 'closed', name: 'Closed', time_zone: 'UTC', week });
    await api.json('PATCH', '/queues/vip', { schedule_uid: 'closed' });
    await page.getByTestId('insights').getByLabel('Queue', { exact: true }).selectOption('=VIP customers');
    await page.getByLabel('Hours').selectOption('Working hours');
    await expect(page.getByText('Handle and waiting time count working hours by today’s schedules.')).toBeVisible();
    for (const name of ['Handle time', 'Waiting time']) {
      await expect(page.getByTestId('insights').locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]')).toHaveText(
        '0 s',
      );
    }
    await look(page, 'insights-working');
    await page.getByLabel('Hours').selectOption('All hours');
    await page.getByTestId('insights').getByLabel('Queue', { exact: true }).selectOption('All queues');
    await expect(totals.first()).toHaveText('4');
  });

  await test.step('a file, in which nothing is a formula', async () => {
    const file = join(folder, 'insights.csv');
    await app.evaluate(({ session }, path) => session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path)), file);
    await page.getByRole('button', { name: 'Export CSV' }).press('Enter');
    await page.getByRole('menuitem', { name: 'By queue' }).press('Enter');
    await expect(() => expect(readFileSync(file, 'utf8')).toContain(',vip,')).toPass();
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^\u{feff}since,until,time_zone,queue_uid,queue,/u);
    expect(text).toContain(",vip,'=VIP customers,0,0,1,1,");
  });

  await test.step('without a network the last figures stay, and are called old', async () => {
    await stage.line.cut();
    await ui.sync('offline');
    await expect(page.getByText('These figures are from before')).toBeVisible();
    await expect(totals.first()).toHaveText('4');
    await look(page, 'insights-offline');
    await ui.go('all');
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(page.getByText('Nothing could be counted')).toBeVisible();
    await look(page, 'insights-unreachable');
    await stage.line.restore();
    await expect(totals.first()).toHaveText('4');
  });

  await test.step('Escape leads back to the tasks', async () => {
    await page.keyboard.press('Escape');
    await expect(ui.grid).toBeFocused();
  });
});
