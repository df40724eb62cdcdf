import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { ADMIN } from '../fixtures/server-process.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';
import { capture, resize, zoom } from '../fixtures/window-size.ts';
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
    await settings.press('Create link');
    await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Email').fill('cy@example.com');
    await page.getByLabel('Role').selectOption('Manager');
    await page.getByLabel('Skills').fill('german');
    await page.keyboard.press('Enter');
    await settings.press('Create link');
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
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Billing, production');
  await look(page, 'settings-key-new');
  await settings.press('Create key');
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
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Billing, production');
  await look(page, 'settings-key-revoke');
  await page.keyboard.press('Enter');
  // While it is open, the table behind it is hidden from whoever asks by role.
  await expect(dialog).toHaveCount(0);
  await expect(settings.row('Billing')).toHaveCount(0);
  const gone = await fetch(`${stage.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${next}` } });
  expect(gone.status).toBe(401);
});

test('an admin finds in the audit log who did what, exports it, looks at the server and backs it up', async ({
  stage,
  consoles,
  folder,
}) => {
  await stage.addTasks('one', 'two');
  const { app, page, settings } = await openAsAdmin(stage, consoles);
  const file = join(folder, 'audit.csv');
  const copy = join(folder, 'copy.db');
  await app.evaluate(({ session }, path) => session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path)), file);

  await test.step('audit log', async () => {
    await settings.open('audit');
    await expect(settings.row('Added a person').first()).toBeVisible();
    await settings.press('Verify');
    await expect(page.getByText(/^The log holds: /)).toBeVisible();
    await look(page, 'settings-audit');
    const items = Array.from({ length: 120 }, (_, index) => ({ uid: `many-${index}`, fields: { title: 'One of many' } }));
    await stage.api.json('POST', '/tasks/batch', { items });
    await settings.press('Refresh');
    await expect(page.getByText('100 shown')).toBeVisible();
    await settings.press('Show more');
    await expect(settings.row('Added a person').first()).toBeVisible();
    await expect(settings.row('many-')).toHaveCount(120);
    await page.getByLabel('Task ID').fill('two');
    await expect(settings.row('Created the task')).toHaveCount(1);
    await settings.row('Created the task').press('Enter');
    await look(page, 'settings-audit-entry');
    await page.keyboard.press('Escape');
    await page.getByLabel('Task ID').fill('none such');
    await expect(page.getByText('No entry matches')).toBeVisible();
    await look(page, 'settings-audit-none');
    await settings.press('Clear the filters');
    await settings.press('Export');
    await page.getByRole('menuitem', { name: 'CSV, for spreadsheets' }).press('Enter');
    await expect(page.getByText(/entries exported/)).toBeVisible();
    await expect.poll(() => (existsSync(file) ? readFileSync(file, 'utf8') : '')).toContain('users.create');
  });

  await test.step('server', async () => {
    await settings.open('server');
    await expect(page.getByText('Ready: the database answers')).toBeVisible();
    await settings.press('Back up now');
    await expect(page.getByText(/read through and whole/)).toBeVisible();
    await look(page, 'settings-server');
    await test.step('settings of the server', () => setUpServer(stage, page, settings));
    await test.step('a backup is put back', () => putBack(stage, page));
    await app.evaluate(({ session }, path) => session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path)), copy);
    await page.getByRole('button', { name: /^Download: / }).press('Enter');
    await expect.poll(() => (existsSync(copy) ? readFileSync(copy).subarray(0, 15).toString() : '')).toBe('SQLite format 3');
    await page.getByLabel('Add one from a file').setInputFiles(copy);
    await expect(page.getByText('Arrived, read through and whole. It can be put back now.')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Backups on the server' }).getByText('from another machine')).toBeVisible();
    await deleteNewest(page);
    await page.getByLabel('Done tasks are deleted after').fill('365');
    await settings.press('Save');
    const asking = page.getByRole('dialog', { name: 'Delete old tasks?' });
    await look(page, 'settings-retention');
    await asking.getByRole('button', { name: 'Delete from now on' }).press('Enter');
    await expect(asking).toHaveCount(0);
    expect(await stage.api.json('GET', '/server')).toMatchObject({ configuration: { done_retention_days: 365 } });
    await page.getByRole('button', { name: /^Delete: / }).press('Enter');
    await page.getByRole('dialog', { name: 'Delete the backup?' }).getByRole('button', { name: 'Delete', exact: true }).press('Enter');
    await expect(page.getByText('No backup has been made here yet.')).toBeVisible();
  });
});

async function setUpServer(stage: Stage, page: Page, settings: SettingsPage): Promise<void> {
  await expect(page.getByText('fixed where the server is started, by DOCKET_ALLOW_NETWORKS')).toBeVisible();
  await page.getByLabel('Address in links').fill('https://docket.example.com');
  await page.getByLabel('Requests a minute and key').fill('5000');
  await settings.press('Save settings');
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save settings' })).toBeDisabled();
  expect(await stage.api.json('GET', '/server')).toMatchObject({
    configuration: { public_url: 'https://docket.example.com', rate_limit_per_minute: 5000 },
  });
  await settings.press('Open to other machines');
  expect(await settings.secret()).toMatch(/^[0-9a-f]{48}$/);
  await look(page, 'settings-server-settings');
}

/** The console is offline for a moment, and then shows what the backup had, without a sign-in. */
async function putBack(stage: Stage, page: Page): Promise<void> {
  await stage.addTasks('later');
  await page.getByRole('button', { name: /^Put back: / }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Put this backup back?' });
  await expect(dialog.getByText('1 task that it does not have')).toBeVisible();
  const confirm = dialog.getByLabel(/^Type .* to go on$/);
  await expect(confirm).toBeFocused();
  await look(page, 'settings-restore');
  await confirm.fill(new URL(stage.address).host);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/^It is back\. Consoles catch up by themselves/)).toBeVisible();
  await look(page, 'settings-restored');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  const { items } = await stage.api.json<{ items: { title: string }[] }>('GET', '/tasks');
  expect(items.map(({ title }) => title)).not.toContain('Claim later');
  await deleteNewest(page);
}

/** Of two. */
async function deleteNewest(page: Page): Promise<void> {
  const removers = page.getByRole('button', { name: /^Delete: / });
  await expect(removers).toHaveCount(2);
  await removers.first().press('Enter');
  await page.getByRole('dialog', { name: 'Delete the backup?' }).getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await expect(removers).toHaveCount(1);
}

test('settings fit a small window and 200 % zoom', async ({ stage, consoles }) => {
  const admin = await openAsAdmin(stage, consoles);
  const { page, settings } = admin;
  await settings.open('people');
  await resize(admin, 1024, 640);
  await settings.row('Ada Lindqvist').press('Enter');
  await look(page, 'small-settings');
  await page.keyboard.press('Escape');
  await zoom(admin, 2);
  await look(page, 'zoomed-settings', () => capture(admin));
  await settings.row('Ada Lindqvist').press('Enter');
  await look(page, 'zoomed-settings-person', () => capture(admin));

  await test.step('Esc leads out, step by step', async () => {
    await page.keyboard.press('Escape');
    await expect(settings.detail('Ada Lindqvist')).toHaveCount(0);
    await expect(settings.row('Ada Lindqvist')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(admin.ui.grid).toBeFocused();
    await expect(page.locator('[data-view="all"][aria-current="page"]')).toBeAttached();
  });
});

test('an operator finds only their own account in the settings, and changes the password there', async ({ stage, consoles }) => {
  const elsewhere = await stage.api.json<{ token: string }>('POST', '/auth/login', { email: stage.ada.email, password: PASSWORD });
  const { page, ui } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Settings' }).locator('[data-view^="settings:"]')).toHaveText(['Your account']);
  await look(page, 'settings-account');
  const change = page.getByRole('button', { name: 'Change the password' });
  await change.press('Enter');
  await expect(page.getByLabel('Current password')).toBeFocused();
  await expect(page.getByLabel('Current password')).toHaveAccessibleDescription('Enter your current password.');
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill('a long new password');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The current password is wrong.')).toBeVisible();
  await look(page, 'settings-account-wrong');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your other sessions have ended.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Signed in' }).getByRole('listitem')).toHaveCount(1);
  await ui.sync('live');
  const asked = await fetch(`${stage.address}/api/v1/me`, { headers: { authorization: `Bearer ${elsewhere.token}` } });
  expect(asked.status).toBe(401);

  await test.step('another role is there at once, and so is its end', async () => {
    const navigation = page.getByRole('navigation', { name: 'Settings' });
    await stage.api.json('PATCH', `/users/${stage.ada.id}`, { role: 'admin' });
    await expect(page.getByText('An admin has changed your role: Admin.')).toBeVisible();
    await navigation.locator('[data-view="settings:people"]').press('Enter');
    await expect(page.getByTestId('settings-people')).toBeVisible();
    await stage.api.json('PATCH', `/users/${stage.ada.id}`, { role: 'operator' });
    await expect(page.getByText('Settings are for admins')).toBeVisible();
    await look(page, 'settings-role-gone');
    await stage.api.json('PATCH', `/users/${stage.ada.id}`, { disabled: true });
    await expect(page.getByRole('status').getByText(/^Your session has expired/)).toBeVisible();
  });
});
