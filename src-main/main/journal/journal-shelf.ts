import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from './journal.ts';

/** The journals of the accounts that were used on this device, each opened at most once. */
export class JournalShelf {
  private readonly directory: string;
  private readonly journals = new Map<string, Journal>();

  constructor(userDataDirectory: string) {
    this.directory = join(userDataDirectory, 'accounts');
  }

  of(accountKey: string): Journal {
    const known = this.journals.get(accountKey);
    if (known) return known;
    const journal = new Journal({ directory: join(this.directory, accountKey) });
    this.journals.set(accountKey, journal);
    return journal;
  }

  /** Removes the journal of an account. False, and nothing is removed, while it has operations that were never sent. */
  async erase(accountKey: string): Promise<boolean> {
    const journal = this.of(accountKey);
    if ((await journal.countUnsent()) > 0) return false;
    this.journals.delete(accountKey);
    await journal.close();
    await rm(join(this.directory, accountKey), { recursive: true, force: true });
    return true;
  }

  async close(): Promise<void> {
    await Promise.all([...this.journals.values()].map((journal) => journal.close()));
  }
}
