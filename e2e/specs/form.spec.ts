import { test as base, expect } from '../fixtures/console-test.ts';
import { look } from '../fixtures/look.ts';
import { openPlainBrowser, type PlainBrowser } from '../fixtures/plain-browser.ts';
import { PASSWORD, type Stage } from '../fixtures/stage.ts';

/** A page of the plain browser; what nobody caught in it, and what its policy refused, fails the test. */
const test = base.extend<{ visitor: PlainBrowser }>({
  visitor: async ({ folder }, use) => {
    const browser = await openPlainBrowser(folder);
    const faults: string[] = [];
    browser.page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
    browser.page.on('console', (message) => {
      if (/content security policy|trusted type|uncaught/i.test(message.text())) faults.push(message.text());
    });
    await use(browser);
    await browser.close();
    expect(faults, 'uncaught errors and refusals of the page’s policy').toEqual([]);
  },
});

const COMPLAINT = {
  id: 'complaint',
  slug: 'complaint',
  title: 'Complaint',
  description: 'Tell us what went wrong with your order.',
  public: true,
  schema: {
    type: 'object',
    properties: {
      customer: { type: 'string', title: 'Customer', description: 'As on the invoice', maxLength: 20 },
      email: { type: 'string', title: 'Email', format: 'email' },
      amount: { type: 'integer', title: 'Amount', minimum: 1 },
      reason: { title: 'Reason', enum: ['late', 'broken', 'other'] },
      story: { type: 'string', title: 'What happened', maxLength: 500 },
      internal: { type: 'string', title: 'Case number' },
    },
    required: ['customer', 'amount'],
  },
  ui: { fields: { story: { widget: 'textarea' } } },
  target: { fields: { channel: 'web' } },
  prefill: ['customer'],
};

async function addForm({ api }: Stage, form: object = {}): Promise<void> {
  await api.json('POST', '/forms', { ...COMPLAINT, ...form });
}

async function tasks({ api }: Stage): Promise<{ uid: string; fields: Record<string, unknown> }[]> {
  return (await api.json<{ items: { uid: string; fields: Record<string, unknown> }[] }>('GET', '/tasks')).items;
}

test('a public form: a pre-filled link, mistakes told at their fields, and one task', async ({ stage, visitor }) => {
  const { page } = visitor;
  await addForm(stage);
  await visitor.visit(`${stage.address}/f/complaint?customer=Dmitri%20%26%20Co&amount=99&channel=phone`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Complaint');
  await expect(page.getByLabel('Customer'), 'what the form lets a link fill in').toHaveValue('Dmitri & Co');
  await expect(page.getByLabel('Amount'), 'what it does not').toHaveValue('');
  await look(page, 'form-empty');

  await page.getByLabel('Customer').fill('');
  await page.getByLabel('Amount').fill('a lot');
  await page.getByRole('button', { name: 'Send' }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveCount(2);
  await expect(page.getByLabel('Amount')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Amount')).toHaveAccessibleDescription(/whole number/);
  await look(page, 'form-mistakes');
  expect(await tasks(stage), 'nothing is sent before').toEqual([]);

  await summary.getByRole('link').first().click();
  await expect(page.getByLabel('Customer')).toBeFocused();
  await page.getByLabel('Customer').fill('Dmitri & Co');
  await expect(page.getByLabel('Customer'), 'at once, while it is mended').not.toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Amount').fill('250');
  await page.getByRole('radio', { name: 'late' }).check();
  await page.getByRole('button', { name: 'Send' }).dblclick();
  await expect(page.locator('.reference')).toHaveText(/\S/);
  await look(page, 'form-sent');
  const [task, ...others] = await tasks(stage);
  expect(others, 'tasks beside the first').toEqual([]);
  expect(task?.fields).toMatchObject({ customer: 'Dmitri & Co', amount: 250, reason: 'late', channel: 'web' });

  await test.step('in German, by its link', async () => {
    await visitor.visit(`${stage.address}/f/complaint`);
    await page.getByRole('navigation', { name: 'Language' }).getByRole('link', { name: 'Deutsch' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await page.getByLabel('Amount').fill('viel');
    await page.getByRole('button', { name: 'Senden' }).click();
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByRole('alert')).toContainText('Customer fehlt.');
    await expect(page.getByLabel('Amount')).toHaveAccessibleDescription(/muss eine ganze Zahl sein/);
    await look(page, 'form-german');
  });
});

test('a public form whose answer is lost: sent again it makes no second task', async ({ stage, visitor }) => {
  const { page } = visitor;
  await addForm(stage);
  await visitor.visit(`${stage.address}/f/complaint`);
  await page.getByLabel('Customer').fill('Ines');
  await page.getByLabel('Amount').fill('7');
  const lost = new Promise<void>((resolve) => {
    stage.line.cutWhen({ requestContains: 'POST /f/complaint', lose: 'answer', sprung: resolve });
  });
  await page.getByRole('button', { name: 'Send' }).click();
  await lost;
  await expect(page.getByRole('alert')).toContainText('Nothing that you entered is lost');
  await expect(page.getByLabel('Customer')).toHaveValue('Ines');
  expect(await tasks(stage), 'the server had it').toHaveLength(1);
  await stage.line.restore();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.locator('.reference')).toHaveText(/\S/);
  expect(await tasks(stage)).toHaveLength(1);
});

test('without its script, by the keyboard alone', async ({ stage, visitor }) => {
  const { page } = visitor;
  await addForm(stage);
  await page.route('**/f/complaint', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/<script>[\s\S]*?<\/script>/, '') });
  });
  await visitor.visit(`${stage.address}/f/complaint`);
  await visitor.tabIn();
  await expect(page.getByLabel('Customer'), 'the trap for machines is left out').toBeFocused();
  await page.keyboard.type('Ines');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Amount')).toBeFocused();
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Amount')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Customer'), 'what was entered is still there').toHaveValue('Ines');
  await page.getByLabel('Amount').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(page.locator('.reference')).toHaveText(/\S/);
  expect(await tasks(stage)).toHaveLength(1);
});

test('a form for people who are signed in, by the keyboard alone', async ({ stage, visitor }) => {
  const { page } = visitor;
  await addForm(stage, { public: false });
  await visitor.visit(`${stage.address}/f/complaint?customer=Ines`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Complaint');
  await look(page, 'form-sign-in');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Email')).toBeFocused();
  await page.keyboard.type(stage.ada.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(/\S/);
  await expect(page.getByLabel('Email')).toHaveValue(stage.ada.email);
  await page.getByLabel('Password').focus();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByText('You send this as Ada Lindqvist.')).toBeVisible();
  await expect(page.getByLabel('Customer'), 'the link is remembered through the sign-in').toHaveValue('Ines');
  await look(page, 'form-signed-in');
  await page.getByLabel('Amount').focus();
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await expect(page.locator('.reference')).toHaveText(/\S/);
  expect(await tasks(stage)).toMatchObject([{ fields: { customer: 'Ines', amount: 12 } }]);

  await visitor.visit(`${stage.address}/f/complaint`);
  await page.getByRole('button', { name: 'Sign out' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Password')).toBeVisible();
});
