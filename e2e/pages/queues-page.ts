import { expect, type Locator, type Page } from '@playwright/test';

/** The editor of queues, and the task's answer to why it is where it is, as a manager at the keyboard uses them. */
export class QueuesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  private get editor(): Locator {
    return this.page.getByTestId('settings-queues');
  }

  get why(): Locator {
    return this.page.getByTestId('why');
  }

  /** From where to where tasks would go. */
  get moves(): Locator {
    return this.page.getByRole('table', { name: 'Moves by queue' }).first();
  }

  field(label: string): Locator {
    return this.editor.getByLabel(label, { exact: true });
  }

  row(text: string): Locator {
    return this.editor.getByRole('row').filter({ hasText: text });
  }

  /** The rule that was added last. */
  private get lastRule(): Locator {
    return this.editor.locator('[data-rule]').last();
  }

  private get ruleField(): Locator {
    return this.lastRule.getByRole('combobox', { name: 'Field', exact: true });
  }

  /** Of the rule that was added last. */
  get value(): Locator {
    return this.lastRule.getByRole('combobox', { name: 'Value', exact: true });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).last().press('Enter');
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+s');
  }

  /** At the end of the whole condition; the focus is in its field then. */
  async add(what: 'Add a rule' | 'Add a group'): Promise<void> {
    await this.press(what);
    await expect(this.ruleField).toBeFocused();
  }

  /** Types into the field of the last rule, and takes what the list offers for it. */
  async chooseField(typed: string, offered: string): Promise<void> {
    const input = this.ruleField;
    await expect(input).toBeFocused();
    await this.page.keyboard.type(typed);
    await expect(this.page.getByRole('option', { name: offered })).toBeVisible();
    await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('Enter');
    await expect(input).toHaveValue(offered);
  }

  async chooseOperator(label: string): Promise<void> {
    const input = this.lastRule.getByLabel('Comparison');
    // Also from the open list of fields, of which nothing is taken.
    await this.page.keyboard.press('ArrowDown');
    await expect(this.page.getByRole('listbox')).toBeVisible();
    await this.page.keyboard.press('Tab');
    await expect(input).toBeFocused();
    await input.selectOption(label);
    await this.page.keyboard.press('Tab');
  }

  /** What the last trial of the change said. */
  async trialShows(text: string): Promise<void> {
    await expect(this.editor.locator('[data-preview="current"]')).toHaveText(text);
  }
}
