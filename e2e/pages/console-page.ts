import { expect, type Locator, type Page } from '@playwright/test';

export type SyncMode = 'starting' | 'live' | 'catching-up' | 'offline' | 'expired' | 'incompatible';

/** The console as a person at the keyboard uses it. Waits on states, never on time. */
export class ConsolePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async signIn(server: string, email: string, password: string): Promise<void> {
    await this.page.getByLabel('Server').fill(server);
    await this.page.getByLabel('Email').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.keyboard.press('Enter');
  }

  /** Signs in, and waits until the list of all open tasks is live. */
  async enter(server: string, email: string, password: string): Promise<void> {
    await this.signIn(server, email, password);
    await this.ready();
    await this.sync('live');
    await this.go('all');
  }

  /** The list can be used. */
  async ready(): Promise<void> {
    await this.page.locator('html[data-ready]').waitFor({ state: 'attached', timeout: 30_000 });
  }

  async sync(mode: SyncMode, timeoutMs = 30_000): Promise<void> {
    await this.page.locator(`html[data-sync-state="${mode}"]`).waitFor({ state: 'attached', timeout: timeoutMs });
  }

  /** So many operations wait for the server's answer. */
  async pending(count: number, timeoutMs = 30_000): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-pending-count', String(count), { timeout: timeoutMs });
  }

  /** Nothing waits for the server any more. */
  async settled(timeoutMs = 30_000): Promise<void> {
    await this.pending(0, timeoutMs);
  }

  row(taskUid: string): Locator {
    return this.page.locator(`tr[data-task-uid="${taskUid}"]`);
  }

  /** The row that the keyboard is on. */
  get activeRow(): Locator {
    return this.page.locator('tr[data-task-uid][data-active]');
  }

  get grid(): Locator {
    return this.page.getByRole('grid');
  }

  get taskPane(): Locator {
    return this.page.getByTestId('task-pane');
  }

  /** What interrupts: stands above the work until it is put away. */
  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  get palette(): Locator {
    return this.page.getByRole('combobox', { name: 'Commands' });
  }

  get help(): Locator {
    return this.page.getByRole('dialog', { name: 'Keyboard' });
  }

  async go(view: 'mine' | 'inbox' | 'all' | 'pending'): Promise<void> {
    await this.page.keyboard.press('g');
    await this.page.keyboard.press({ mine: 'm', inbox: 'i', all: 'a', pending: 'p' }[view]);
    await this.page.locator(`[data-view="${view}"][aria-current="page"]`).waitFor({ state: 'attached' });
  }

  /** Moves the active row with the keyboard. */
  async moveTo(taskUid: string): Promise<void> {
    await this.page.keyboard.press('Home');
    await this.page.locator('[aria-rowindex="2"][data-active]').waitFor();
    const rowIndex = Number(await this.row(taskUid).getAttribute('aria-rowindex'));
    for (let step = 2; step < rowIndex; step += 1) await this.page.keyboard.press('j');
    await this.page.locator(`tr[data-task-uid="${taskUid}"][data-active]`).waitFor();
  }

  /** Waits until the row shows the status, pending or not. */
  async shows(taskUid: string, status: string, pending: boolean): Promise<void> {
    const mark = pending ? '[data-pending="true"]' : ':not([data-pending="true"])';
    await this.page.locator(`tr[data-task-uid="${taskUid}"][data-status="${status}"]${mark}`).first().waitFor({ timeout: 15_000 });
  }

  async act(key: 'a' | 's' | 'p' | 'u' | 'z' | 'Control+Enter'): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Runs a command by its title, from the palette. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await this.palette.fill(title);
    await expect(this.page.getByRole('option', { selected: true })).toContainText(title);
    await this.page.keyboard.press('Enter');
    await expect(this.palette).toHaveCount(0);
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}
