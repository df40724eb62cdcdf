import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { ADMIN } from '../fixtures/server-process.ts';
import type { Stage } from '../fixtures/stage.ts';
import { SettingsPage } from '../pages/settings-page.ts';

test.describe.configure({ timeout: 180_000 });

interface AdminConsole extends OpenConsole {
  settings: SettingsPage;
}

async function openAsAdmin(stage: Stage, consoles: { open: (name: string) => Promise<OpenConsole> }): Promise<AdminConsole> {
  const opened = await consoles.open('mia');
  await opened.ui.enter(stage.address, ADMIN.email, ADMIN.password);
  return { ...opened, settings: new SettingsPage(opened.page) };
}

test('an admin invites somebody, changes a role, makes a password link, ends a session', async ({ stage, consoles }) => {
  const bo = await stage.addPerson('Bo Larsen');
  const { page, settings } = await openAsAdmin(stage, consoles);
  await settings.open('people');
  await expect(settings.row('Ada Lindqvist')).toBeVisible();
  await look(page, 'settings-people');

  await test.step('invite', async () => {
    await settings.press('Invite');
    await expect(page.getByLabel('Email')).toBeFocused();
    await look(page, 'settings-invite');
    await page.keyboard.type('nobody');
    await settings.press('Make the link');
    await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Email').fill('cy@example.com');
    await page.getByLabel('Role').selectOption('Manager');
    await page.getByLabel('Skills').fill('german');
    await page.keyboard.press('Enter');
    await settings.press('Make the link');
    expect(await settings.secret()).toContain('/api/v1/invitations/');
    await look(page, 'settings-invited');
    await page.keyboard.press('Escape');
    await settings.choose('Open invitations');
    await settings.row('cy@example.com').press('Enter');
    await look(page, 'settings-invitation');
    await page.keyboard.press('Escape');
    await settings.choose('People');
  });

  await test.step('change a person', async () => {
    await settings.row(bo.name).press('Enter');
    const detail = settings.detail(bo.name);
    await expect(detail).toBeFocused();
    await detail.getByLabel('Role').selectOption('Manager');
    await detail.getByLabel('Skills').fill('chargebacks, level-2');
    await page.keyboard.press('Enter');
    await settings.press('Save');
    await expect(detail.getByText('Saved')).toBeVisible();
    await expect
      .poll(async () => stage.api.json('GET', `/users/${bo.id}`))
      .toMatchObject({
        role: 'manager',
        skills: ['chargebacks', 'level-2'],
      });
    await settings.press('Make a link');
    expect(await settings.secret()).toContain('/api/v1/password-resets/');
    await look(page, 'settings-person');
    await settings.press('Disable the account');
    await page.getByRole('dialog', { name: 'Disable the account' }).waitFor();
    await look(page, 'settings-confirm');
    await page.getByRole('dialog').getByRole('button', { name: 'Disable the account' }).press('Enter');
    await expect(settings.row(bo.name)).toContainText('Disabled');
    await page.keyboard.press('Escape');
    await expect(detail).toHaveCount(0);
  });

  await test.step('without a network it says so, and comes back by itself', async () => {
    await stage.line.cut();
    await expect(page.getByText('You are offline')).toBeVisible();
    await look(page, 'settings-offline');
    await settings.open('keys');
    await expect(page.getByText('This could not be read')).toBeVisible();
    await look(page, 'settings-unread');
    await stage.line.restore();
    await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 });
  });
});

test('an admin makes a key, pastes its lines, rotates and revokes it', async ({ stage, consoles }) => {
  const { page, settings } = await openAsAdmin(stage, consoles);
  await settings.open('keys');
  await settings.press('New key');
  await page.keyboard.type('Billing, production');
  await look(page, 'settings-key-new');
  await settings.press('Make the key');
  const secret = await settings.secret();
  expect(secret).toMatch(/^dk_live_/);
  for (const tab of ['Python', 'JavaScript', 'Zapier', 'Make', 'n8n', 'curl']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await expect(page.getByRole('textbox', { name: tab, exact: true })).toHaveValue(new RegExp(secret));
  }
  await look(page, 'settings-key-made');
  await page.keyboard.press('Escape');
  const me = await fetch(`${stage.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${secret}` } });
  expect(me.status).toBe(200);

  await settings.row('Billing').press('Enter');
  await settings.press('Rotate');
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).press('Enter');
  const next = await settings.secret();
  expect(next).not.toBe(secret);
  await look(page, 'settings-key');
  await settings.press('Revoke');
  const dialog = page.getByRole('dialog', { name: 'Revoke' });
  await expect(dialog.getByRole('button', { name: 'Revoke' })).toBeDisabled();
  await page.keyboard.type('Billing, production');
  await look(page, 'settings-key-revoke');
  await page.keyboard.press('Enter');
  await expect(settings.row('Billing')).toHaveCount(0);
  const gone = await fetch(`${stage.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${next}` } });
  expect(gone.status).toBe(401);
});
