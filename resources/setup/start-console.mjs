import path from 'node:path';
import { electronEnvironment, electronExecutable } from './find-electron.mjs';
import { projectRoot } from './project-paths.mjs';
import { superviseProcess } from './supervised-process.mjs';

// An operator's work is on the disk as it happens; this only ends what hangs.
const STOP_TIMEOUT_MS = 10_000;
// Chromium looks for desktop services that containers and bare machines lack, and does without them.
// The GPU lines come where there is no GPU, and it draws in software.
const HARMLESS = /:ERROR:(?:[\w/]*\/)?(?:bus|object_proxy|viz_main_impl|command_buffer_proxy_impl)\.cc/;

/** Starts the console on a server; with an account it signs in by itself. One data folder is one console. */
export function startConsole({ dataFolder, serverUrl, accountFile, displayEnvironment }) {
  const args = [projectRoot, `--user-data-dir=${path.join(dataFolder, 'console')}`];
  // Chromium's sandbox refuses to run as root. For everybody else it stays on.
  if (process.getuid?.() === 0) args.unshift('--no-sandbox');
  // There is no graphics card behind a virtual display, and now and then Electron hangs on looking for one.
  if (displayEnvironment) args.unshift('--disable-gpu');
  const env = {
    ...process.env,
    ...electronEnvironment(),
    ...displayEnvironment,
    DOCKET_CONSOLE_SERVER: serverUrl,
    ...(accountFile && { DOCKET_CONSOLE_ACCOUNT_FILE: accountFile }),
  };
  // Terminals inside Electron applications leave it set, and it turns Electron into a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  return superviseProcess(electronExecutable(), args, {
    cwd: projectRoot,
    env,
    stopTimeoutMs: STOP_TIMEOUT_MS,
    isNoise: (line) => line === '' || HARMLESS.test(line),
    onLine: (line, stream) => process[stream].write(`${line}\n`),
  });
}
