import type { Sql } from '../store/database.ts';
import { readServerValue, writeServerValue } from '../store/server-values.ts';

const NAME = 'doneRetentionDays';

/** For how many days done tasks are kept: as an admin set it, else as the server was started. 0: for ever. */
export async function readDoneRetention(sql: Sql, startedWithDays: number): Promise<number> {
  const set = await readServerValue(sql, NAME);
  return set === null ? startedWithDays : Number(set);
}

export function setDoneRetention(sql: Sql, days: number): Promise<void> {
  return writeServerValue(sql, NAME, String(days));
}
