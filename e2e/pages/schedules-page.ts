import type { Locator, Page } from '@playwright/test';

/** The editor of schedules, as a manager at the keyboard uses it. */
export class SchedulesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get panel(): Locator {
    return this.page.getByTestId('settings-schedules');
  }

  /** A field of the page, a weekday's hours among them; holidays have a name and hours, too, and stand below. */
  field(label: string): Locator {
    return this.panel.getByLabel(label, { exact: true }).first();
  }

  row(text: string): Locator {
    return this.panel.getByRole('row').filter({ hasText: text });
  }

  /** One holiday, by its name. */
  holiday(name: string): Locator {
    return this.panel.getByRole('group', { name, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).last().press('Enter');
  }
}
