import { join } from 'node:path';
import { expect, test } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { startServerProcess } from '../fixtures/server-process.ts';
import { makeFirstAdmin, startOwnServer } from '../fixtures/set-up-own-server.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { startForeignServer } from '../fixtures/stub-server.ts';

test.describe.configure({ timeout: 180_000 });

const NOBODY = { DOCKET_BOOTSTRAP_API_KEY: '', DOCKET_BOOTSTRAP_ADMIN_EMAIL: '', DOCKET_BOOTSTRAP_ADMIN_PASSWORD: '' };

test('a new server gets its first admin from the console, then demo data', async ({ consoles, folder }) => {
  const server = await startServerProcess({ dataDir: join(folder, 'new-server'), environment: NOBODY });
  const foreign = await startForeignServer();
  const { page, ui } = await consoles.open('mia');

  await test.step('who signs in at a server without an admin is led to making one', async () => {
    await ui.signIn(server.url, 'mia@example.com', PASSWORD);
    await expect(page.getByRole('heading', { name: 'The first admin' })).toBeVisible();
    await page.getByRole('button', { name: 'Back to signing in' }).press('Enter');
  });

  await test.step('the address is checked, and what is wrong with it is said', async () => {
    await page.getByRole('button', { name: 'Set up a new server' }).press('Enter');
    const address = page.getByLabel('Server', { exact: true });
    await expect(address).toBeFocused();
    await look(page, 'set-up');
    await address.fill(foreign.url);
    await page.keyboard.press('Enter');
    await expect(address).toHaveAccessibleDescription(/is no Docket server/);
    await address.fill(server.url.replace('http:', 'https:'));
    await page.keyboard.press('Enter');
    await expect(address).toHaveAccessibleDescription(/does not speak https/);
    await look(page, 'set-up-refused');
    await address.fill(server.url);
    await page.keyboard.press('Enter');
  });

  await test.step('the code that it printed makes the admin', async () => {
    const code = page.getByLabel('Code', { exact: true });
    await expect(code).toBeFocused();
    await page.keyboard.type('WRONG-WRONG');
    await page.getByLabel('Your name').fill('Mia Berg');
    await page.getByLabel('Email').fill('mia@example.com');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(code).toHaveAccessibleDescription(/not the code/);
    await look(page, 'set-up-admin');
    await code.fill(/First-run code[^:]*: (\S+)/.exec(server.log())?.[1] ?? '');
    await page.keyboard.press('Enter');
    await ui.ready();
    await ui.sync('live');
  });

  await test.step('an empty server teaches, and demo data fill it', async () => {
    await expect(page.getByText('No tasks yet')).toBeVisible();
    await look(page, 'first-steps');
    await page.getByRole('button', { name: 'Load demo data' }).press('Enter');
    await expect.poll(async () => Number(await ui.grid.getAttribute('data-count')), { timeout: 60_000 }).toBeGreaterThan(100);
    await expect(page.getByTestId('list-position'), 'the keyboard is on the first row').toHaveText(/^1 of /);
  });
  await foreign.close();
  await server.stop();
});

test('a console starts a server of its own, and finds it again after it was killed', async ({ consoles }) => {
  const { page, ui, kill } = await consoles.open('mia');
  await startOwnServer(page);
  await look(page, 'set-up-here');
  await makeFirstAdmin({ page, ui });
  await kill();

  const again = await consoles.open('mia');
  await again.ui.ready();
  await again.ui.sync('live');
});

test('an invitation and a password link are used in the console', async ({ stage, consoles }) => {
  const invitation = await stage.api.json<{ url: string }>('POST', '/invitations', { email: 'cy@example.com', role: 'manager' });
  const { page, ui } = await consoles.open('cy');
  await page.getByRole('button', { name: 'I have a link' }).press('Enter');
  await expect(page.getByLabel('Link')).toBeFocused();
  await page.keyboard.type('https://example.com');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Link')).toHaveAccessibleDescription(/no link of a Docket server/);
  await look(page, 'link');
  await page.getByLabel('Link').fill(invitation.url);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Join as manager' })).toBeVisible();
  await expect(page.getByLabel('Your name')).toBeFocused();
  await look(page, 'link-invitation');
  await page.keyboard.type('Cy Twombly');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await ui.ready();
  await ui.sync('live');

  const reset = await stage.api.json<{ url: string }>('POST', `/users/${stage.ada.id}/password-reset`);
  const ada = await consoles.open('ada');
  await ada.page.getByRole('button', { name: 'I have a link' }).press('Enter');
  await ada.page.getByLabel('Link').fill(reset.url);
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('heading', { name: `A new password for ${stage.ada.name}` })).toBeVisible();
  await expect(ada.page.getByLabel('Password', { exact: true })).toBeFocused();
  await look(ada.page, 'link-password');
  await ada.page.keyboard.type('another good long one');
  await ada.page.keyboard.press('Enter');
  await ada.ui.ready();
  await ada.ui.sync('live');

  const used = await consoles.open('somebody');
  await used.page.getByRole('button', { name: 'I have a link' }).press('Enter');
  await used.page.getByLabel('Link').fill(invitation.url);
  await used.page.keyboard.press('Enter');
  await expect(used.page.getByText(/was used, or has expired/)).toBeVisible();
  await look(used.page, 'link-spent');
});
