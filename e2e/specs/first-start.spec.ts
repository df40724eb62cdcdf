import { expect, test } from '../fixtures/console-test.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { startForeignServer, startServerOfAnotherVersion } from '../fixtures/stub-server.ts';
import type { ConsolePage } from '../pages/console-page.ts';

/** Everything that was typed still stands in the form. */
async function keepsWhatWasTyped({ page }: ConsolePage, server: string, email: string, password: string): Promise<void> {
  await expect(page.getByLabel('Server')).toHaveValue(server);
  await expect(page.getByLabel('Email')).toHaveValue(email);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(password);
}

test('a server that does not answer is named at its field, what was typed stays, and the next try works', async ({ stage, consoles }) => {
  await stage.line.cut();
  const { ui, page } = await consoles.open('ada');
  await ui.signIn(stage.address, stage.ada.email, PASSWORD);
  await expect(page.getByLabel('Server')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Server')).toHaveAccessibleDescription(
    `No answer from ${stage.address}. Check the address and the network.`,
  );
  await keepsWhatWasTyped(ui, stage.address, stage.ada.email, PASSWORD);

  await stage.line.restore();
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
  await ui.ready();
  await ui.sync('live');
});

test('a wrong password is said at the password, and costs nothing that was typed', async ({ stage, consoles }) => {
  const { ui, page } = await consoles.open('ada');
  await ui.signIn(stage.address, stage.ada.email, 'not the password');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('Email or password is wrong.');
  await keepsWhatWasTyped(ui, stage.address, stage.ada.email, 'not the password');
});

test('what cannot be a server is told apart: no address, no Docket, another version', async ({ consoles }) => {
  const { ui, page } = await consoles.open('ada');
  await ui.signIn('ftp://files.example.com', 'ada@example.com', PASSWORD);
  await expect(page.getByLabel('Server')).toHaveAccessibleDescription(/The address must look like https:\/\/docket.example.com/);
  await keepsWhatWasTyped(ui, 'ftp://files.example.com', 'ada@example.com', PASSWORD);

  const foreign = await startForeignServer();
  await ui.signIn(foreign.url, 'ada@example.com', PASSWORD);
  await expect(page.getByLabel('Server')).toHaveAccessibleDescription(`What answers at ${foreign.url} is no Docket server.`);
  await keepsWhatWasTyped(ui, foreign.url, 'ada@example.com', PASSWORD);
  await foreign.close();

  const newer = await startServerOfAnotherVersion();
  await ui.signIn(newer.url, 'ada@example.com', PASSWORD);
  await expect(page.getByLabel('Server')).toHaveAccessibleDescription(/speaks another version of Docket/);
  await keepsWhatWasTyped(ui, newer.url, 'ada@example.com', PASSWORD);
  await newer.close();
});

test('nothing is sent while a field is empty, and the first empty one is named', async ({ consoles }) => {
  const { ui, page } = await consoles.open('ada');
  await ui.signIn('', '', '');
  await expect(page.getByLabel('Server')).toHaveAccessibleDescription('Enter the server’s address.');
  await ui.signIn('127.0.0.1:1', '', '');
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription('Enter your email address.');
  await ui.signIn('127.0.0.1:1', 'ada@example.com', '');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription('Enter your password.');
});

test('a server that speaks another version after an update is said on the screen, and work is kept until it is put right', async ({
  stage,
  consoles,
}) => {
  await stage.addTasks('one');
  const { ui, page } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await ui.moveTo('one');

  const { port } = stage.server;
  await stage.killServer();
  const newer = await startServerOfAnotherVersion(port);
  await ui.sync('incompatible');
  await expect(
    page.getByText('The server speaks another version. Your work is saved on this computer and is sent after the update.'),
  ).toBeVisible();
  await ui.act('s');
  await ui.shows('one', 'STARTED', true);
  await ui.pending(2);

  await newer.close();
  await stage.restart();
  await ui.run('Try the connection now');
  await ui.sync('live');
  await ui.settled();
  await ui.shows('one', 'STARTED', false);
  expect(await stage.api.json('GET', '/tasks/one')).toMatchObject({ status: 'STARTED', assignee_uid: stage.ada.id });
});
