import type { Locator, Page } from '@playwright/test';

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

  /** The list can be used. */
  async ready(): Promise<void> {
    await this.page.locator('html[data-ready]').waitFor({ state: 'attached', timeout: 30_000 });
  }

  async sync(mode: SyncMode, timeoutMs = 30_000): Promise<void> {
    await this.page.locator(`html[data-sync-state="${mode}"]`).waitFor({ state: 'attached', timeout: timeoutMs });
  }

  /** Nothing waits for the server any more. */
  async settled(timeoutMs = 30_000): Promise<void> {
    await this.page.locator('html[data-pending-count="0"]').waitFor({ state: 'attached', timeout: timeoutMs });
  }

  row(taskUid: string): Locator {
    return this.page.locator(`tr[data-task-uid="${taskUid}"]`);
  }

  async go(view: 'mine' | 'inbox' | 'all' | 'pending'): Promise<void> {
    await this.page.keyboard.press('g');
    await this.page.keyboard.press({ mine: 'm', inbox: 'i', all: 'a', pending: 'p' }[view]);
  }

  /** Moves the active row with the keyboard. */
  async moveTo(taskUid: string): Promise<void> {
    await this.page.keyboard.press('Home');
    await this.page.locator('[aria-rowindex="2"][aria-selected="true"]').waitFor();
    const rowIndex = Number(await this.row(taskUid).getAttribute('aria-rowindex'));
    for (let step = 2; step < rowIndex; step += 1) await this.page.keyboard.press('j');
    await this.page.locator(`tr[data-task-uid="${taskUid}"][aria-selected="true"]`).waitFor();
  }

  /** Waits until the row shows the status, pending or not. */
  async shows(taskUid: string, status: string, pending: boolean): Promise<void> {
    const mark = pending ? '[data-pending="true"]' : ':not([data-pending="true"])';
    await this.page.locator(`tr[data-task-uid="${taskUid}"][data-status="${status}"]${mark}`).first().waitFor({ timeout: 15_000 });
  }

  async act(key: 'a' | 's' | 'p' | 'u' | 'Control+Enter'): Promise<void> {
    await this.page.keyboard.press(key);
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}
