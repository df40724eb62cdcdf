import { expect, test } from '../fixtures/console-test.ts';
import { DesktopWitness } from '../fixtures/desktop-witness.ts';
import { look } from '../fixtures/look.ts';
import { openAddress } from '../fixtures/open-address.ts';
import { PASSWORD } from '../fixtures/stage.ts';

test('addresses lead to a task, whenever they are opened, and never do anything to it', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two', 'three');
  const { app, page, ui } = await consoles.open('ada');
  const open = (address: string) => openAddress(consoles.userDataDir('ada'), address);
  await page.getByLabel('Server').waitFor();

  await test.step('before anybody is signed in, it is kept until then', async () => {
    await open('docket://task/two');
    await ui.signIn(stage.address, stage.ada.email, PASSWORD);
    await ui.ready();
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'two');
    await expect(ui.activeRow).toHaveAttribute('data-task-uid', 'two');
  });

  await test.step('from other places of the console, and without a network', async () => {
    await stage.line.cut();
    await ui.sync('offline');
    await ui.go('inbox');
    await open('docket://task/three/');
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'three');
    await expect(ui.taskPane).toHaveAttribute('data-status', 'TODO');
  });

  await test.step('what is not here is said, with the reason', async () => {
    await open('docket://task/unheard-of');
    await expect(ui.alert).toContainText('unheard-of is not on this computer, and the server cannot be asked now');
    await stage.line.restore();
    await ui.sync('live');
    await open('docket://task/unheard-of');
    await expect(ui.alert).toContainText('There is no task unheard-of, or it is not for you.');
    await look(page, 'address-unknown');
    await open('docket://task/one?act=complete');
    await expect(ui.alert).toContainText('The link could not be read');
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'three');
  });

  await test.step('a task that is looked at can be copied as an address', async () => {
    await ui.alert.getByRole('button', { name: 'Dismiss' }).press('Enter');
    await expect(ui.alert).toHaveCount(0);
    await ui.run('Copy a link to the task');
    await expect(page.getByText('Link to the task copied')).toBeVisible();
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('docket://task/three');
  });
  for (const uid of ['one', 'two', 'three'])
    expect(await stage.api.json('GET', `/tasks/${uid}`)).toMatchObject({ status: 'TODO', version: 1 });
});

test('the desktop is told what happens: notices by kind, a tray with the count, in the language that is spoken', async ({
  stage,
  consoles,
}) => {
  await stage.addTasks('one', 'two', 'three');
  const bo = await stage.addPerson('Bo Ek');
  const { app, page, ui } = await consoles.open('ada');
  const desk = await DesktopWitness.watch(app);
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  const assign = (uid: string) => stage.api.json('POST', `/tasks/${uid}/assign`, { assignee_uid: stage.ada.id });
  const inTray = (text: string) => expect.poll(async () => (await desk.tray()).tooltip).toContain(text);
  await inTray('0 tasks with you · Live');

  await test.step('what somebody else assigns; a click leads there', async () => {
    await ui.moveTo('one');
    await assign('two');
    await expect.poll(() => desk.notices()).toEqual([{ title: 'Assigned to you', body: 'Claim two' }]);
    await inTray('1 task with you');
    expect((await desk.tray()).badge).toBe(1);
    await desk.clickLastNotice();
    await expect(ui.taskPane).toHaveAttribute('data-task-uid', 'two');
  });

  await test.step('not what one takes oneself, and nothing about the task on the screen', async () => {
    await ui.moveTo('one');
    await ui.act('a');
    await ui.shows('one', 'ASSIGNED', false);
    await stage.api.json('POST', '/tasks/one/unassign');
    await ui.shows('one', 'TODO', false);
    await assign('one');
    await ui.shows('one', 'ASSIGNED', false);
    await inTray('2 tasks with you');
    expect(await desk.notices()).toHaveLength(1);
  });

  const isDueInMinutes = (uid: string, minutes: number) =>
    stage.api.json('PATCH', `/tasks/${uid}`, { due_at: new Date(Date.now() + minutes * 60_000).toISOString() });
  await test.step('what is due soon, once; only the kinds that are wanted', async () => {
    await isDueInMinutes('two', 9.5);
    await expect.poll(() => desk.notices()).toContainEqual({ title: 'Due in 9 min', body: 'Claim two' });
    await page.keyboard.press('ControlOrMeta+,');
    const preferences = page.getByRole('dialog', { name: 'Preferences' });
    await expect(preferences.getByRole('button', { name: 'Done' })).toBeFocused();
    await preferences.getByLabel('When one of my tasks is due within 15 minutes').press('Space');
    await look(page, 'preferences');
    await page.keyboard.press('Escape');
    await expect(preferences).toHaveCount(0);
    await isDueInMinutes('two', 5.5);
    await assign('three');
    await expect.poll(() => desk.notices()).toContainEqual({ title: 'Assigned to you', body: 'Claim three' });
    expect((await desk.notices()).map(({ title }) => title)).toEqual(['Assigned to you', 'Due in 9 min', 'Assigned to you']);
  });

  await test.step('what was not applied; the tray says offline and what waits', async () => {
    await stage.line.cut();
    await ui.sync('offline');
    await ui.moveTo('three');
    await ui.act('s');
    await ui.shows('three', 'STARTED', true);
    await inTray('1 change not sent yet');
    expect((await desk.tray()).tooltip).toContain('Offline since');
    await stage.api.json('POST', '/tasks/three/assign', { assignee_uid: bo.id });
    await ui.moveTo('one');
    await stage.line.restore();
    await ui.settled();
    await expect.poll(async () => (await desk.notices()).at(-1)).toEqual({ title: 'Start was not applied', body: 'Claim three' });
    await desk.clickLastNotice();
    await expect(page.locator('[data-view="inbox"][aria-current="page"]')).toBeVisible();
    await inTray('1 change not applied');
  });

  await test.step('commands of the tray, in German too', async () => {
    await desk.chooseInTray('My work');
    await expect(page.locator('[data-view="mine"][aria-current="page"]')).toBeVisible();
    await ui.run('Language: German');
    await inTray('2 Aufgaben bei Ihnen');
    expect((await desk.tray()).labels).toContain('Docket beenden');
    await page.keyboard.press('ControlOrMeta+,');
    await expect(page.getByRole('button', { name: 'Fertig' })).toBeFocused();
    await look(page, 'german-preferences');
    await page.keyboard.press('Escape');
  });
});

test('an older console says that the server is newer; the size of text is a key away, and is kept', async ({ stage, consoles }) => {
  const { app, page, ui } = await consoles.open('ada');
  await app.evaluate(({ app: electron }) => {
    electron.getVersion = () => '0.0.9';
  });
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await expect(page.getByText(/^The server runs Docket .*, this console is 0\.0\.9\./)).toBeVisible();
  await look(page, 'newer-server');

  const factor = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0);
  expect(await factor()).toBeCloseTo(1);
  await page.keyboard.press('Control+=');
  await page.keyboard.press('Control+=');
  await expect.poll(factor).toBeCloseTo(1.25);
  await page.keyboard.press('Control+-');
  await expect.poll(factor).toBeCloseTo(1.1);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1));
  await page.reload();
  await expect.poll(factor).toBeCloseTo(1.1);
  await ui.ready();
  await ui.sync('live');
  await page.keyboard.press('Control+0');
  await expect.poll(factor).toBeCloseTo(1);
});
