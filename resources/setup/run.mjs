// Runs a command of the project after set-up, with the pinned Node and the chosen Electron: see runUsage.
import { spawn } from 'node:child_process';
import os from 'node:os';
import { electronEnvironment } from './find-electron.mjs';
import { onNpmGone } from './parent-process.mjs';
import { compileCacheEnvironment, pathWithCommands } from './project-paths.mjs';
import { parseRunOptions } from './run-options.mjs';
import { memoryEnvironment } from './server-memory.mjs';
import { exitOnSetUpError, setUp } from './setup.mjs';
import { hasDisplay } from './system-libraries.mjs';
import { tell } from './tell.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

const COMMAND_NOT_FOUND = 127;
const SIGNAL_BASE = 128;

const { command, args, needsDisplay, packagesOnly } = await exitOnSetUpError(async () => parseRunOptions(process.argv.slice(2)));
await exitOnSetUpError(() => setUp({ packagesOnly }));
const display = needsDisplay && !hasDisplay() ? await exitOnSetUpError(startVirtualDisplay) : undefined;
const electron = packagesOnly ? {} : electronEnvironment();
const environment = {
  ...process.env,
  ...(packagesOnly ? { ...compileCacheEnvironment, ...memoryEnvironment } : {}),
  ...electron,
  ...display?.environment,
  PATH: pathWithCommands(),
};
process.exitCode = await runInForeground(environment);
display?.stop();

function runInForeground(env) {
  // Windows finds the .cmd files of node_modules/.bin only through a shell.
  const child = spawn(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => passOn(child, signal));
  onNpmGone(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      tell(error.code === 'ENOENT' ? `There is no command ${command}, neither in node_modules/.bin nor on PATH.` : error.message);
      resolve(COMMAND_NOT_FOUND);
    });
    child.on('close', (code, signal) => resolve(code ?? SIGNAL_BASE + os.constants.signals[signal]));
  });
}

function passOn(child, signal) {
  // Ctrl-C in a terminal reaches the child by itself: passed on as well, it would look like a second, impatient one.
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  child.kill(signal);
}
