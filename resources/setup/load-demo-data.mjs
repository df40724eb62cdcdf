import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pinnedNode, projectRoot } from './project-paths.mjs';
import { SetUpError } from './set-up-error.mjs';
import { superviseProcess } from './supervised-process.mjs';
import { tell } from './tell.mjs';

// A request under way ends in seconds, and what it has not loaded a later run does.
const STOP_TIMEOUT_MS = 5_000;

/** Loads the demonstration tasks, unless an earlier start has loaded them into this data folder. */
export async function loadDemoData({ dataFolder, serverUrl, account }) {
  const marker = path.join(dataFolder, 'demo-data-loaded');
  if (existsSync(marker)) {
    tell('The demo data is already in this data folder');
    return;
  }
  if (!account) {
    throw new SetUpError(
      'Demo data needs the key that npm start makes, and this data folder was filled without it.',
      'choose an empty folder with DOCKET_DATA_DIR.',
    );
  }
  const args = ['resources/demo-data/load.ts', '--server', serverUrl, '--key-file', account.accountFile];
  const onLine = (line, stream) => process[stream].write(`${line}\n`);
  const loader = superviseProcess(pinnedNode, args, { cwd: projectRoot, env: process.env, stopTimeoutMs: STOP_TIMEOUT_MS, onLine });
  const end = await loader.exited;
  if (!end.isSuccess) {
    throw new SetUpError(
      `Loading the demo data failed, it ${end.text}.`,
      'read its lines above; it can be started again with the same command.',
    );
  }
  writeFileSync(marker, `${new Date().toISOString()}\n`, { mode: 0o600 });
}
