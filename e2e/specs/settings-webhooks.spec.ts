import { expect, test } from '../fixtures/console-test.ts';
import { holdAnswer } from '../fixtures/hold-answer.ts';
import { look } from '../fixtures/look.ts';
import { ADMIN } from '../fixtures/server-process.ts';
import { startWebhookReceiver } from '../fixtures/webhook-receiver.ts';
import { SettingsPage } from '../pages/settings-page.ts';

test.describe.configure({ timeout: 180_000 });

/** Notes it on the page when the text is not there for a moment. */
function watchFor(text: string): void {
  const look = () => {
    if (!document.body.textContent.includes(text)) document.body.dataset.lost = text;
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}

test('an admin registers a webhook, tests it, watches deliveries, replays, rotates, pauses and deletes it', async ({ stage, consoles }) => {
  const receiver = await startWebhookReceiver();
  const { page, ui } = await consoles.open('mia');
  await ui.enter(stage.address, ADMIN.email, ADMIN.password);
  const settings = new SettingsPage(page);
  await settings.open('webhooks');
  await expect(page.getByText('No webhooks yet')).toBeVisible();
  await look(page, 'settings-hooks-empty');

  await test.step('register', async () => {
    await page.getByRole('button', { name: 'New webhook' }).first().press('Enter');
    await expect(page.getByLabel('Address')).toBeFocused();
    await page.keyboard.type('ftp://example.com');
    await settings.press('Create webhook');
    await expect(page.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
    await look(page, 'settings-hook-refused');
    await page.getByLabel('Address').fill(receiver.url);
    await page.getByLabel('ID').fill('billing');
    await settings.press('Create webhook');
    const secret = await settings.secret();
    expect(secret).toMatch(/^whsec_/);
    receiver.expectSecret(secret);
    await look(page, 'settings-hook-made');
    await settings.press('Watch its deliveries');
    await expect(page.getByText('Nothing was sent here yet')).toBeVisible();
  });

  await test.step('test', async () => {
    await settings.press('Send a test');
    await expect(page.getByText(/The test arrived: 200/)).toBeVisible();
    expect(receiver.faults).toEqual([]);
    await look(page, 'settings-hook-tested');
    await settings.press('Dismiss');
  });

  await test.step('deliveries appear by themselves, and tell everything', async () => {
    await stage.addTasks('one', 'two');
    await stage.api.json('POST', '/tasks/one/claim', { assignee_uid: stage.ada.id });
    await expect(settings.row('task.assigned')).toContainText('Delivered');
    receiver.failNext(1);
    await stage.api.json('POST', '/tasks/one/start');
    await expect(settings.row('task.started')).toContainText('Will be retried');
    await settings.row('task.started').press('Enter');
    await expect(page.getByText('503')).not.toHaveCount(0);
    await look(page, 'settings-delivery');
    await settings.press('Send again');
    await expect(page.getByText('It is sent again, under the same webhook-id.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(settings.row('task.started')).toContainText('Delivered');
    await look(page, 'settings-deliveries');
    await page.getByLabel('Show', { exact: true }).selectOption('Given up');
    await expect(page.getByText('None in this state')).toBeVisible();
    await page.getByLabel('Show', { exact: true }).selectOption('All deliveries');
  });

  await test.step('replay what was never sent', async () => {
    const before = receiver.events.length;
    await settings.press('Replay…');
    const dialog = page.getByRole('dialog', { name: 'Send a range again' });
    await dialog.getByLabel('Which').selectOption('Everything');
    // It starts from the last failure, while that is not known to be over.
    await dialog.getByLabel('From', { exact: true }).fill('2026-01-01T00:00');
    await dialog.getByRole('button', { name: 'Send again' }).press('Enter');
    await expect(dialog.getByText('2 deliveries are sent again.')).toBeVisible();
    await look(page, 'settings-replay');
    await receiver.waitFor((events) => events.length >= before + 2, 15_000);
    await page.keyboard.press('Escape');
  });

  await test.step('pause, rotate, delete', async () => {
    const asked = await holdAnswer(page, 'GET', /\/hooks\/billing$/);
    await settings.press('Send a test');
    await expect(page.getByText(/The test arrived: 200/)).toBeVisible();
    await settings.press('Pause');
    await expect(page.getByText('Paused: events are held, none is lost')).toBeVisible();
    await page.evaluate(watchFor, 'Paused: events are held');
    await asked.release();
    await settings.press('Dismiss');
    await look(page, 'settings-hook-paused');
    expect(await page.evaluate(() => document.body.dataset.lost), 'what was read before takes nothing back').toBeUndefined();
    await settings.choose('Settings');
    await settings.press('Rotate the secret');
    expect(await settings.secret()).toMatch(/^whsec_/);
    await look(page, 'settings-hook-settings');
    const address = page.getByLabel('Address');
    await address.fill(`${receiver.url}?`);
    await expect(address).toBeFocused();
    const { release } = await holdAnswer(page, 'PATCH', /\/hooks\/billing$/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('source=docket');
    await release();
    await expect(page.locator('form [aria-busy]')).toHaveCount(0);
    await expect(address, 'what is typed while it is saved stays').toHaveValue(`${receiver.url}?source=docket`);
    await settings.press('Enable');
    await expect(page.getByText('Paused: events are held, none is lost')).toHaveCount(0);
    await settings.press('Delete');
    await expect(page.getByLabel('Type billing to delete it')).toBeFocused();
    await page.keyboard.type('billing');
    await page.keyboard.press('Enter');
    await expect(page.getByText('No webhooks yet')).toBeVisible();
  });
  await receiver.close();
});
