import { DatabaseSync } from 'node:sqlite';

export interface CheckedDatabase {
  epoch: string;
  /** The last feed number in it. */
  seq: number;
}

/** Reads all of a database file that nobody else has open. Throws, saying why, when it is damaged or not Docket's. */
export function checkDatabaseFile(file: string): CheckedDatabase {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const [first] = database.prepare('PRAGMA integrity_check').all();
    if (first?.integrity_check !== 'ok') throw new Error(`it is damaged: ${String(first?.integrity_check)}`);
    const feed = database.prepare('SELECT epoch, seq FROM feed WHERE id = 1').get();
    if (!feed) throw new Error('it has no feed');
    return { epoch: String(feed.epoch), seq: Number(feed.seq) };
  } catch (error) {
    throw new Error(`This is no Docket database: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    database.close();
  }
}
