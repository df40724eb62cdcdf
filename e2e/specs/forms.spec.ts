import { expect, test } from '../fixtures/console-test.ts';
import { holdAnswer } from '../fixtures/hold-answer.ts';
import { look } from '../fixtures/look.ts';
import { PASSWORD } from '../fixtures/stage.ts';
import { SettingsPage } from '../pages/settings-page.ts';

const COMPLAINT = {
  id: 'complaint',
  title: 'Complaint',
  description: 'What a customer tells us on the phone.',
  schema: {
    type: 'object',
    properties: {
      title: { type: 'string', title: 'Subject', maxLength: 80 },
      customer: { type: 'string', title: 'Customer', description: 'As on the invoice', maxLength: 20 },
      amount: { type: 'number', title: 'Amount', minimum: 1 },
      reason: { title: 'Reason', enum: ['late', 'broken', 'other'] },
      since: { type: 'string', format: 'date', title: 'Since' },
      vip: { type: 'boolean', title: 'Very important' },
    },
    required: ['title', 'customer'],
  },
  target: { fields: { channel: 'phone' }, queue_uid: 'claims', due_in_seconds: 7_200 },
};

async function taskCount(api: { json<T>(method: string, path: string): Promise<T> }): Promise<number> {
  return (await api.json<{ items: unknown[] }>('GET', '/tasks')).items.length;
}

test('a task that is made offline stands in the list at once, outlives a killed console, and gets through once', async ({
  stage,
  consoles,
}) => {
  await stage.api.json('POST', '/forms', COMPLAINT);
  await stage.api.json('POST', '/forms', { ...COMPLAINT, id: 'callback', title: 'Call back', description: 'Somebody wants to be called.' });
  let { ui, page, kill } = await consoles.open('ada');
  await ui.enter(stage.address, stage.ada.email, PASSWORD);
  await stage.line.cut();
  await ui.sync('offline');

  await test.step('mistakes are told at their fields, and what is typed is kept', async () => {
    await page.keyboard.press('t');
    const chooser = page.getByRole('dialog', { name: 'New task' });
    await expect(chooser.getByRole('button', { name: /^Call back/ })).toBeFocused();
    await look(page, 'new-task-choose');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Subject')).toBeFocused();
    await page.keyboard.type('Parcel came late');
    await page.getByRole('textbox', { name: 'Amount' }).fill('0');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('textbox', { name: 'Customer' })).toBeFocused();
    await expect(page.getByRole('textbox', { name: 'Customer' })).toHaveAccessibleDescription('Customer is missing.');
    await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveAccessibleDescription('Amount must be at least 1.');
    await look(page, 'new-task-mistakes');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Complaint' })).toHaveCount(0);
    await page.keyboard.press('t');
    await expect(page.getByRole('button', { name: /^Call back/ })).toBeFocused();
    await page.getByRole('button', { name: /^Complaint/ }).press('Enter');
    await expect(page.getByLabel('Subject')).toBeFocused();
    await expect(page.getByLabel('Subject')).toHaveValue('Parcel came late');
  });

  await test.step('it is pending in its queue', async () => {
    await page.getByRole('textbox', { name: 'Customer' }).fill('4711');
    await page.getByRole('textbox', { name: 'Amount' }).fill('12.5');
    await page.getByLabel('late').check();
    await look(page, 'new-task-offline');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog', { name: 'Complaint' })).toHaveCount(0);
    await expect(page.getByText('Task created')).toBeVisible();
    await ui.pending(1);
    await expect(page.getByRole('row', { name: /Parcel came late/ })).toHaveAttribute('data-pending', 'true');
    await look(page, 'new-task-pending');
  });

  const uid = (await page.getByRole('row', { name: /Parcel came late/ }).getAttribute('data-task-uid')) ?? '';
  await test.step('a console that is killed has it at its next start, and work on it goes on', async () => {
    await kill();
    ({ ui, page, kill } = await consoles.open('ada'));
    await ui.ready();
    await ui.sync('offline');
    await ui.pending(1);
    await ui.go('all');
    await ui.shows(uid, 'TODO', true);
    await ui.moveTo(uid);
    await ui.act('s');
    await ui.shows(uid, 'STARTED', true);
    await ui.pending(3);
  });

  await test.step('it gets through once, although the answer is lost', async () => {
    const lost = new Promise<void>((resolve) => {
      stage.line.ambush({
        requestContains: 'POST /api/v1/sync/operations',
        moment: 'answer',
        strike: async () => {
          await stage.line.cut();
          resolve();
        },
      });
    });
    await stage.line.restore();
    await lost;
    await stage.line.restore();
    await ui.settled();
    await ui.shows(uid, 'STARTED', false);
    expect(await taskCount(stage.api)).toBe(1);
    expect(await stage.api.json('GET', `/tasks/${uid}`)).toMatchObject({
      queue_uid: 'claims',
      status: 'STARTED',
      assignee_uid: stage.ada.id,
      fields: { title: 'Parcel came late', customer: '4711', amount: 12.5, reason: 'late', vip: false, channel: 'phone' },
    });
  });

  await test.step('what a form does not take any more is in the inbox with all that was typed', async () => {
    await stage.line.cut();
    await ui.sync('offline');
    await page.keyboard.press('t');
    await page.getByRole('button', { name: /^Complaint/ }).press('Enter');
    await expect(page.getByLabel('Subject')).toBeFocused();
    await page.keyboard.type('Wrong colour');
    await page.getByRole('textbox', { name: 'Customer' }).fill('4712');
    await page.keyboard.press('Control+Enter');
    await ui.pending(1);
    await stage.api.json('PATCH', '/forms/complaint', {
      schema: { ...COMPLAINT.schema, required: ['title', 'customer', 'amount'] },
    });
    await stage.line.restore();
    await ui.settled();
    await ui.go('inbox');
    await expect(page.getByRole('listitem').filter({ hasText: 'Wrong colour' })).toContainText('Amount is missing.');
    await look(page, 'inbox-creation-refused');
    await page.keyboard.press('r');
    await expect(page.getByLabel('Subject')).toHaveValue('Wrong colour');
    await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveAccessibleDescription('Amount is missing.');
    await expect(page.getByRole('textbox', { name: 'Customer' })).toHaveValue('4712');
    await look(page, 'new-task-again');
    await page.getByRole('textbox', { name: 'Amount' }).fill('3');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('Everything you did was applied')).toBeVisible();
    await ui.settled();
    expect(await taskCount(stage.api)).toBe(2);
  });
});

test('a manager makes a form, arranges it, tries it, shares it, and is told when another one changed it', async ({ stage, consoles }) => {
  const mo = await stage.addPerson('Mo Adeyemi', 'manager');
  const { ui, page } = await consoles.open('mo');
  await ui.enter(stage.address, mo.email, PASSWORD);
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Make a form' }).press('Enter');
  await expect(page.getByText('No form yet')).toBeVisible();
  await look(page, 'forms-empty');
  const settings = new SettingsPage(page);
  const addField = async (kind: string, label: string) => {
    await page.getByRole('button', { name: 'Add field', exact: true }).press('Enter');
    await page.getByRole('menuitem', { name: kind, exact: true }).press('Enter');
    await expect(page.getByLabel('Label', { exact: true })).toBeFocused();
    await page.keyboard.type(label);
  };
  const preview = page.getByRole('region', { name: 'Preview' });

  await test.step('make', async () => {
    await page.getByRole('button', { name: 'New form' }).first().press('Enter');
    await expect(page.getByLabel('Title', { exact: true })).toBeFocused();
    await page.keyboard.press('Control+s');
    await expect(page.getByLabel('Title', { exact: true })).toHaveAccessibleDescription('The form needs a title.');
    await page.getByRole('button', { name: 'Add field', exact: true }).hover();
    await page.mouse.wheel(0, 5_000);
    await expect(page.getByLabel('Title', { exact: true })).not.toBeInViewport();
    await page.keyboard.press('Control+s');
    await expect(page.getByLabel('Title', { exact: true }), 'what is missing is seen, though it had the focus before').toBeInViewport();
    await page.getByLabel('Title', { exact: true }).fill('Refund by hand');
    await addField('Text', 'Customer');
    await page.getByRole('checkbox', { name: 'Required' }).check();
    await page.getByRole('checkbox', { name: 'A link may fill it in' }).check();
    await addField('One of several', 'Reason');
    await page.getByLabel('Value of choice 1').fill('late');
    await page.getByLabel('What choice 1 is shown as').fill('Came late');
    await page.getByRole('button', { name: 'Add choice' }).press('Enter');
    await expect(page.getByLabel('Value of choice 2')).toBeFocused();
    await page.keyboard.type('broken');
    await addField('Number', 'Amount');
    await page.getByLabel('Smallest').fill('1');
    await expect(page.getByLabel('Its title').locator('option:checked'), 'the first text').toHaveText('Answer to “Customer”');
    await page.getByLabel('Queue', { exact: true }).selectOption('Claims');
    await page.getByLabel('Due', { exact: true }).selectOption('After hours');
    await expect(preview.getByLabel('Came late')).toBeVisible();
    await look(page, 'form-builder');
  });

  await test.step('leave it and come back', async () => {
    await settings.press('All forms');
    await expect(page.getByText('A new form was begun and not saved.')).toBeVisible();
    await settings.press('Go on with it');
    await expect(preview.getByLabel('Came late')).toBeVisible();
  });

  await test.step('arrange and try', async () => {
    const order = preview.locator('[data-answer]');
    await page.getByRole('button', { name: /^Amount/ }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(order.nth(1)).toHaveAttribute('data-answer', 'amount');
    await expect(page.getByRole('button', { name: /^Amount/ })).toBeFocused();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(order.nth(0)).toHaveAttribute('data-answer', 'amount');
    await preview.getByRole('button', { name: 'Create task' }).press('Enter');
    await expect(preview.getByRole('textbox', { name: 'Customer' })).toBeFocused();
    await look(page, 'form-builder-tried');
    await preview.getByRole('textbox', { name: 'Customer' }).fill('4711');
    await preview.getByRole('button', { name: 'Create task' }).press('Enter');
    await expect(preview.getByText('This would be taken.')).toBeVisible();
  });

  await test.step('save and share', async () => {
    await page.getByLabel('Title', { exact: true }).focus();
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('textbox', { name: 'Link', exact: true })).toHaveValue(/\/f\/refund-by-hand$/);
    await expect(page.getByLabel('Title', { exact: true }), 'who types stays in the field').toBeFocused();
    await page
      .getByRole('region', { name: 'Share' })
      .getByRole('textbox', { name: /^Customer/ })
      .fill('Dmitri & Co');
    await expect(page.getByRole('textbox', { name: 'Link', exact: true })).toHaveValue(/\/f\/refund-by-hand\?title=Dmitri\+%26\+Co$/);
    await page.getByRole('textbox', { name: 'Link', exact: true }).scrollIntoViewIfNeeded();
    await look(page, 'form-share');
    expect(await stage.api.json('GET', '/forms')).toMatchObject({
      items: [
        { slug: 'refund-by-hand', ui: { order: ['amount', 'title', 'reason'] }, target: { queue_uid: 'claims', due_in_seconds: 3_600 } },
      ],
    });
  });

  await test.step('what another one changed is not overwritten unseen', async () => {
    const [form] = (await stage.api.json<{ items: { id: string }[] }>('GET', '/forms')).items;
    await stage.api.json('PATCH', `/forms/${form?.id}`, { title: 'Refund' });
    await page.getByLabel('Title', { exact: true }).fill('Refunds of mine');
    await settings.press('Save');
    await expect(page.getByText('Somebody else changed this form meanwhile')).toBeVisible();
    await look(page, 'form-conflict');
    await settings.press('Take theirs');
    const title = page.getByLabel('Title', { exact: true });
    await expect(title).toHaveValue('Refund');
    await title.fill('Refund slip');
    await expect(title).toBeFocused();
    const { release } = await holdAnswer(page, 'PATCH', /\/forms\/[^/]+$/);
    await page.keyboard.press('Control+s');
    await page.keyboard.type('s');
    await release();
    await expect(page.getByRole('button', { name: 'Save', exact: true })).not.toHaveAttribute('aria-busy');
    await expect(title, 'what is typed while it is saved stays').toHaveValue('Refund slips');
    await title.fill('Refund');
    await page.keyboard.press('Control+s');
    await expect(page.getByText('Unsaved')).toHaveCount(0);
    await page.getByLabel('Title', { exact: true }).fill('Not saved yet');
    await page.locator('[data-view="settings:queues"]').press('Enter');
    await page.reload();
    await ui.ready();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.locator('[data-view="settings:forms"]').press('Enter');
    await expect(settings.row('Refund'), 'what was typed waits, when the page comes back too').toContainText('Unsaved');
    await settings.row('Refund').press('Enter');
    await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Not saved yet');
    await settings.press('All forms');
    await expect(settings.row('Refund'), 'leaving keeps it').toContainText('Unsaved');
    await settings.row('Refund').press('Enter');
    await settings.press('Discard changes');
    await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Refund');
    await settings.press('All forms');
    await expect(settings.row('Refund')).not.toContainText('Unsaved');
    await expect(settings.row('Refund')).toContainText('For people who sign in');
    await look(page, 'forms-list');
  });

  await test.step('what was sent with it is listed with its task, and what was refused with the reason', async () => {
    const [form] = (await stage.api.json<{ items: { id: string }[] }>('GET', '/forms')).items;
    await settings.row('Refund').press('Enter');
    await settings.choose('Submissions');
    await expect(page.getByText('Nothing was sent yet')).toBeVisible();
    await look(page, 'form-submissions-empty');
    const path = `/forms/${form?.id}/submissions`;
    await stage.api.json('POST', path, { values: { amount: 2, title: 'Mr Dahl' } });
    expect((await stage.api.send('POST', `/api/v1${path}`, { values: { amount: 'two' } })).status).toBe(422);
    await settings.press('Refresh');
    await settings.row('Refused').press('Enter');
    await expect(settings.detail('Refused').getByText('amount', { exact: false }).first()).toBeVisible();
    await look(page, 'form-submissions');
    await page.keyboard.press('Escape');
    await page.getByLabel('What came of it').selectOption('Open tasks');
    await expect(settings.row('Refused')).toHaveCount(0);
    await settings.row('Mr Dahl').press('Enter');
    await look(page, 'form-submission');
    await settings.detail('Mr Dahl').getByRole('button', { name: 'Open the task' }).press('Enter');
    await expect(page.getByRole('row', { name: /Mr Dahl/ })).toBeVisible();
  });

  await test.step('the form is there to be filled in, at once', async () => {
    await page.keyboard.press('t');
    await expect(page.getByRole('dialog', { name: 'Refund' }).getByLabel('Amount')).toBeFocused();
  });
});
