import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLock, tryLock } from './project-lock.mjs';
import { SetUpError } from './set-up-error.mjs';
import { tell } from './tell.mjs';

const POLL_MS = 100;
const STOP_TIMEOUT_MS = 15_000;

/**
 * Makes this process the only `npm start` on a data folder and returns the lock. A server and a console that an
 * earlier one left behind when it was killed are stopped first: two servers on one folder would be two on one port.
 */
export async function claimDataFolder(dataFolder) {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = path.join(dataFolder, 'start.lock');
  const lock = tryLock(file);
  if (lock) return lock;
  const { holder, children } = readLock(file);
  if (holder === undefined) {
    tell('Stopping what an earlier npm start left running on this data folder');
    await stopAll(file, children);
  }
  const second = tryLock(file);
  if (second) return second;
  throw new SetUpError(
    `Docket already runs on the data folder ${dataFolder} (process ${readLock(file).holder}).`,
    'use that one, stop it, or choose another folder with DOCKET_DATA_DIR (and another DOCKET_PORT).',
  );
}

async function stopAll(file, pids) {
  for (const pid of pids) signal(pid, 'SIGTERM');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (readLock(file).children.length > 0 && Date.now() < deadline) await sleep(POLL_MS);
  for (const pid of readLock(file).children) signal(pid, 'SIGKILL');
  while (readLock(file).children.length > 0) await sleep(POLL_MS);
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
