import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** The last lines are lost, the last of what is left in the middle. */
export function cutJournal(directory: string, choice: number): void {
  const file = join(directory, 'journal.log');
  if (!existsSync(file)) return;
  const { length } = readFileSync(file);
  truncateSync(file, Math.max(0, length - 1 - ((choice * 37) % Math.max(1, length))));
}

/** A write was cut short by a loss of power. */
export function tearJournal(directory: string): void {
  const file = join(directory, 'journal.log');
  if (!existsSync(file)) return;
  const content = readFileSync(file);
  appendFileSync(file, content.subarray(0, Math.floor(content.length / 3)).subarray(0, 40));
}
