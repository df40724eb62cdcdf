import { createBackOfficeSimulator } from '../../src-server/connectors/back-office/create-back-office-simulator.ts';
import { createHubspotSimulator } from '../../src-server/connectors/hubspot/create-hubspot-simulator.ts';
import { expect, test } from '../fixtures/console-test.ts';
import { holdAnswer } from '../fixtures/hold-answer.ts';
import { look } from '../fixtures/look.ts';
import { ADMIN } from '../fixtures/server-process.ts';
import { SettingsPage } from '../pages/settings-page.ts';

test.describe.configure({ timeout: 180_000 });

test('an admin connects a back office: test, preview, runs, a doubtful closing, pause', async ({ stage, consoles }) => {
  const office = await createBackOfficeSimulator();
  const customer = { name: 'Ada Lovelace', 'second name': 'King', tags: ['vip', 'fr'] };
  office.create(['Refund', 'Claim', 'Chargeback', 'Review', 'Call back'].map((title) => ({ title, fields: { customer } })));
  const { page, ui } = await consoles.open('mia');
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  const settings = new SettingsPage(page);
  await settings.open('connectors');
  await expect(page.getByText('Nothing is connected yet')).toBeVisible();
  await look(page, 'settings-connectors-empty');

  await test.step('pick a system; what is missing is said at its field', async () => {
    await settings.press('Connect a system');
    await look(page, 'settings-connector-kinds');
    await page.getByRole('button', { name: /^In-house back office/ }).press('Enter');
    await settings.press('Save and switch on');
    await expect(page.getByLabel('Address', { exact: true })).toBeFocused();
    await look(page, 'settings-connector-missing');
  });

  await test.step('a wrong token is said in words that help', async () => {
    await page.getByLabel('Address', { exact: true }).first().fill(office.baseUrl);
    await page.getByLabel('Path of the list').fill('/api/tasks');
    await page.getByLabel('Where the items are').fill('data.tasks');
    await page.getByLabel('Pages').selectOption('By a link');
    await page.getByLabel('Next page').fill('links.next');
    await page.getByLabel('By', { exact: true }).selectOption('Bearer token');
    await page.getByLabel('Token').fill('not the token');
    await settings.press('Test');
    await expect(page.getByText('The back office refused the sign-in: enter the credentials again.')).toBeVisible();
    await look(page, 'settings-connector-refused');
  });

  await test.step('the mapping is made by pointing at a record of the source, with keys, the mouse, or as an expression', async () => {
    await page.getByLabel('Token').fill(String(office.credentials.token));
    await settings.press('Read a sample');
    const tree = page.getByRole('tree', { name: 'Record 1 of 5' });
    const value = (path: string) => tree.locator(`[data-path='${path}']`);
    const target = (id: string) => page.locator(`[data-target='${id}']`);
    await expect(page.getByText('Point at the value for Title')).toBeVisible();
    await page.getByRole('button', { name: 'Point at Title' }).press('Enter');
    await expect(value('["customer"]')).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(value('["customer","name"]')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(target('title')).toHaveValue('customer.name');
    await expect(page.getByText('Title is customer.name. Next: Link.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(target('url')).toBeFocused();
    await value('["links","self"]').click();
    await expect(page.getByText(`${office.baseUrl}/case/1`)).toBeVisible();
    await value('["due"]').click();
    await expect(target('due')).toHaveValue('due');
    await page.getByRole('button', { name: 'Point at Assignee' }).click();
    await value('["owner"]').click();
    await expect(target('assignee')).toHaveValue('owner');
    await target('title').fill('title & " for " & customer.name');
    await expect(page.getByText('Refund for Ada Lovelace')).toBeVisible();
    await target('priority').fill('title');
    await expect(page.getByText('"Refund" is no number.')).toBeVisible();
    await settings.press('Add a field');
    await value('["customer","tags"]').click();
    await expect(target('fields:0')).toHaveValue('customer.tags');
    await expect(page.getByText('["vip","fr"]')).toBeVisible();
    await target('fields:0').scrollIntoViewIfNeeded();
    await look(page, 'settings-connector-sample');
    await target('priority').fill('');
  });

  await test.step('the right one, and the first tasks', async () => {
    await settings.press('Test');
    await expect(page.getByText(/^Signed in as/)).toBeVisible();
    await settings.press('Preview');
    await expect(page.getByText('5 tasks would be created')).toBeVisible();
    await look(page, 'settings-connector-preview');
    await settings.press('Save and switch on');
    await expect(page.getByRole('tab', { name: 'Runs' })).toBeVisible();
    await expect(page.getByText('Up to date')).toBeVisible();
    await expect(page.getByRole('meter', { name: 'Requests' })).toBeVisible();
    await expect(page.getByText(/^per 1 s/)).toBeVisible();
    await look(page, 'settings-connector-runs');
  });

  await test.step('what would close too much asks', async () => {
    office.close(['1', '2', '3', '4']);
    // Missing once is not gone yet.
    for (const runs of [2, 3]) {
      await settings.press('Run now');
      await expect(settings.row('Everything')).toHaveCount(runs);
      await expect(settings.row('Running')).toHaveCount(0);
    }
    await expect(page.getByText('4 of 5 open tasks would be closed')).toBeVisible();
    await look(page, 'settings-connector-asks');
    await settings.press('Close 4 tasks');
    await expect(page.getByText('Up to date')).toBeVisible();
  });

  await test.step('statuses and people, settings, pause', async () => {
    await settings.choose('Statuses and people');
    await look(page, 'settings-connector-mapping');
    const [first, second] = [page.locator('form select').first(), page.locator('form select').nth(1)];
    await first.selectOption('Done');
    const words = await holdAnswer(page, 'PATCH', /\/connectors\/[^/]+$/);
    await settings.press('Save');
    await second.selectOption('Done');
    await words.release();
    await expect(page.locator('form [aria-busy]')).toHaveCount(0);
    await expect(page.getByText('Saved', { exact: true }), 'what was changed meanwhile is not').toHaveCount(0);
    await settings.press('Save');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await settings.choose('Settings');
    await expect(page.getByText('Stored, and never shown again')).toBeVisible();
    await look(page, 'settings-connector-settings');
    const path = page.getByLabel('Path of the list');
    await path.fill('/api/tasks?');
    await expect(path).toBeFocused();
    const { release } = await holdAnswer(page, 'PATCH', /\/connectors\/[^/]+$/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('all=1');
    await release();
    await expect(page.locator('form [aria-busy]')).toHaveCount(0);
    await expect(path, 'what is typed while it is saved stays').toHaveValue('/api/tasks?all=1');
    await expect(page.getByText('Saved', { exact: true })).toHaveCount(0);
    await settings.press('Save');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await page.getByLabel('Name', { exact: true }).first().fill('Cases');
    await expect(page.getByText('Saved', { exact: true }), 'another name is not').toHaveCount(0);
    await settings.press('Pause');
    await expect(page.getByText('It is paused')).toBeVisible();
  });
  await office.stop();
});

test('an admin connects HubSpot, and its tasks are there', async ({ stage, consoles }) => {
  const hubspot = await createHubspotSimulator({ items: 20 });
  const { page, ui } = await consoles.open('mia');
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  const settings = new SettingsPage(page);
  await settings.open('connectors');
  await settings.press('Connect a system');
  await page.getByRole('button', { name: /^HubSpot/ }).press('Enter');
  await look(page, 'settings-connector-hubspot');
  await page
    .getByLabel(/^Address/)
    .first()
    .fill(hubspot.baseUrl);
  await page.getByLabel('Service Key').fill(String(hubspot.credentials.accessToken));
  await settings.press('Save and switch on');
  await expect(page.getByText('Up to date')).toBeVisible({ timeout: 60_000 });
  await ui.go('all');
  await expect.poll(async () => Number(await ui.grid.getAttribute('data-count'))).toBeGreaterThan(0);
  await hubspot.stop();
});
