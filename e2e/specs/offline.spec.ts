import type {} from '../../src-renderer/docket-bridge.ts';
import { expect, test } from '../fixtures/console-test.ts';
import { PASSWORD } from '../fixtures/stage.ts';

const NEW_PASSWORD = 'another good long one';

test('a cold start without a network shows the list and what waits to be sent', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two', 'three');
  const first = await consoles.open('ada');
  await first.ui.enter(stage.address, stage.ada.email, PASSWORD);
  await first.ui.moveTo('two');
  await stage.line.cut();
  await first.ui.sync('offline');
  await first.ui.act('s');
  await first.ui.shows('two', 'STARTED', true);
  await first.kill();

  const { ui, page } = await consoles.open('ada');
  await ui.ready();
  await ui.sync('offline');
  await ui.pending(2);
  await expect(page.getByTestId('sync-status')).toContainText(/Offline since .*2 pending/);
  // What Ada works on comes first: her own, where the started one is.
  await ui.shows('two', 'STARTED', true);
  await ui.go('all');
  await expect(ui.grid).toHaveAttribute('data-count', '3');
  await ui.shows('one', 'TODO', false);
  await ui.moveTo('three');
  await expect(ui.taskPane).toContainText('VIP customer XYZ');

  await stage.line.restore();
  await ui.sync('live');
  await ui.settled();
  await ui.shows('two', 'STARTED', false);
});

test('a session that ends while work is unsent is said, work goes on, and the same person’s sign-in sends all', async ({
  stage,
  consoles,
}) => {
  await stage.addTasks('one', 'two');
  const bo = await stage.addPerson('Bo Larsen');
  const { ui, page } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await ui.moveTo('one');
  await stage.line.cut();
  await ui.sync('offline');
  await ui.act('s');
  await ui.shows('one', 'STARTED', true);
  // A new password ends every session.
  await stage.api.json('PATCH', `/users/${stage.ada.id}`, { password: NEW_PASSWORD });
  await stage.line.restore();

  await ui.sync('expired');
  await expect(page.getByText('Your session has expired. Your work is saved on this computer.')).toBeVisible();
  await ui.moveTo('two');
  await ui.act('a');
  await ui.shows('two', 'ASSIGNED', true);
  await ui.pending(3);

  await test.step('signing out is refused: nobody else could ever send it', async () => {
    await ui.run('Sign out');
    const dialog = page.getByRole('dialog', { name: 'Sign out' });
    await expect(dialog).toContainText('3 changes have not been sent yet');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    // Not only the dialog refuses.
    const refusal = await page.evaluate(() => window.docket?.call('session.signOut', null));
    expect(refusal).toMatchObject({ ok: false, code: 'unsent_operations' });
    expect(refusal).toHaveProperty('message', expect.stringContaining(stage.address));
  });

  await test.step('so is another person', async () => {
    const refusal = await page.evaluate(([server, email, password]) => window.docket?.call('session.signIn', { server, email, password }), [
      stage.address,
      bo.email,
      PASSWORD,
    ] as const);
    expect(refusal).toMatchObject({ ok: false, code: 'unsent_operations' });
    expect(refusal).toHaveProperty(
      'message',
      `3 changes have not been sent to ${stage.address} yet, made by ${stage.ada.name}: until then only ${stage.ada.email} can sign in.`,
    );
    await ui.pending(3);
  });

  await test.step('Ada signs in again, and all of it is sent', async () => {
    await page.getByRole('button', { name: 'Sign in' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    await expect(dialog.getByLabel('Email')).toHaveValue(stage.ada.email);
    await expect(dialog.getByLabel('Email')).not.toBeEditable();
    await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(dialog.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('Email or password is wrong.');
    await dialog.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
    await page.keyboard.press('Enter');
    await ui.settled();
    await ui.sync('live');
    await expect(page.getByText('Your session has expired.')).toBeHidden();
  });
  expect(await stage.api.json('GET', '/tasks/one')).toMatchObject({ status: 'STARTED', assignee_uid: stage.ada.id });
  expect(await stage.api.json('GET', '/tasks/two')).toMatchObject({ status: 'ASSIGNED', assignee_uid: stage.ada.id });
});

test('a session that is revoked while everything is sent is said at once, without anything being done', async ({ stage, consoles }) => {
  const { ui, page } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await stage.api.json('PATCH', `/users/${stage.ada.id}`, { password: NEW_PASSWORD });
  await ui.sync('expired');
  await expect(page.getByText('Your session has expired. Your work is saved on this computer.')).toBeVisible();
});

test('who signs out leaves, and another person starts with their own tasks and no trace of the first', async ({ stage, consoles }) => {
  await stage.addTasks('one');
  const bo = await stage.addPerson('Bo Larsen');
  const { ui, page } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await ui.moveTo('one');
  await ui.act('s');
  await ui.shows('one', 'STARTED', false);
  await ui.settled();
  await ui.run('Sign out');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Sign out' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Server')).toHaveValue(stage.address);

  await ui.enter(stage.address, bo.email, PASSWORD);
  await expect(page.getByRole('button', { name: `Account: ${bo.name}` })).toBeVisible();
  await ui.go('mine');
  await expect(page.getByText('Nothing is with you')).toBeVisible();
});
