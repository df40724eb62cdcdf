import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Settles what was written to a file, or which files a folder has. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
