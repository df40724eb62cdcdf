import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Replaces a file whole: after a crash it is the old one or the new one, never half. Readable by this user only. */
export async function writeFileDurably(file: string, content: string | Buffer): Promise<void> {
  const directory = dirname(file);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = `${file}.new`;
  try {
    await writeAndSync(temporary, content);
    await rename(temporary, file);
  } catch (error) {
    // On a full disk, half a file would take the room that is needed most.
    await rm(temporary, { force: true }).catch(() => null);
    throw error;
  }
  await syncDirectory(directory);
}

async function writeAndSync(file: string, content: string | Buffer): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename or a new file's name durable. Windows cannot open directories, and keeps names in its own log. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
