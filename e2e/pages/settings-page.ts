import { expect, type Locator, type Page } from '@playwright/test';

export type SettingsPanelName = 'people' | 'keys' | 'connectors' | 'webhooks' | 'audit' | 'server';

/** The settings as an admin at the keyboard uses them. */
export class SettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** By `g s`, then through the navigation. */
  async open(panel: SettingsPanelName): Promise<void> {
    await this.page.keyboard.press('g');
    await this.page.keyboard.press('s');
    await this.page.locator('[data-view="settings:people"]').waitFor();
    await this.page.locator(`[data-view="settings:${panel}"]`).press('Enter');
    await this.panel(panel).waitFor();
  }

  panel(panel: SettingsPanelName): Locator {
    return this.page.getByTestId(`settings-${panel}`);
  }

  row(text: string): Locator {
    return this.page.getByRole('grid').getByRole('row').filter({ hasText: text });
  }

  /** What is open beside the list. */
  detail(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** The last of that name: a pane stands behind what it was opened from. */
  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).last().press('Enter');
  }

  async secret(): Promise<string> {
    const field = this.page.locator('[data-secret]');
    await expect(field).toBeFocused();
    return field.inputValue();
  }

  async choose(tab: string): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click();
  }
}
