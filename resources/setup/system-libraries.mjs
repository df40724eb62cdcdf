import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { lastLines, runChild } from './run-child.mjs';
import { SetUpError } from './set-up-error.mjs';
import { tellWhile } from './tell.mjs';

const PACKAGES = ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libnotify4'];
// Debian 13 and Ubuntu 24.04 renamed these for 64-bit time; there the old name is at best a virtual package.
const RENAMED_WITH_T64 = ['libgtk-3-0', 'libasound2'];
// Another apt may be at work, as on a machine that has just been started.
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=300', '-y', '--no-install-recommends'];

/** Installs the system libraries that Electron needs where that can be done, else names the command for it. */
export async function provideSystemLibraries(executable, environment = process.env) {
  if (process.platform !== 'linux') return;
  const missing = await missingParts(executable, environment);
  if (missing.length === 0) return;
  if (!findCommand('apt-get', environment)) {
    throw new SetUpError(
      `Electron needs what is missing on this system: ${missing.join(', ')}.`,
      `install them with this system's package manager; Debian's names for them are ${PACKAGES.join(', ')}.`,
    );
  }
  if (process.getuid() !== 0) {
    const packages = await packageNames();
    throw new SetUpError(
      `Electron needs what is missing on this system: ${missing.join(', ')}.`,
      `sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`,
    );
  }
  await installWithApt(missing);
  const stillMissing = await missingParts(executable, environment);
  if (stillMissing.length > 0) {
    throw new SetUpError(
      `After the installation Electron still lacks ${stillMissing.join(', ')}.`,
      'find the packages that hold them (`apt-file search NAME`) and install them.',
    );
  }
}

/** Whether a window would have a display to appear on. */
export function hasDisplay(environment = process.env) {
  if (process.platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** The libraries that the dynamic linker did not find, from what ldd prints. */
export function parseMissingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
}

/** The file that a command's name stands for on PATH, or undefined. */
export function findCommand(name, environment = process.env) {
  return (environment.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

async function missingParts(executable, environment) {
  const { output } = await runChild('ldd', [executable]);
  const missing = parseMissingLibraries(output);
  return hasDisplay(environment) || findCommand('Xvfb', environment) ? missing : [...missing, 'Xvfb'];
}

async function installWithApt(missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await tellWhile(`Installing system packages for Electron (missing: ${missing.join(', ')})`, async () => {
    // A source that fails is no reason to stop: what is needed may come from the others.
    const update = await runChild('apt-get', ['update'], { env });
    const packages = await packageNames();
    const { code, output } = await runChild('apt-get', [...APT_OPTIONS, 'install', ...packages], { env });
    if (code === 0) return;
    throw new SetUpError(
      `apt-get could not install the system packages:\n${lastLines(update.code === 0 ? output : update.output + output)}`,
      `run \`apt-get install -y ${packages.join(' ')}\` by hand and read its message.`,
    );
  });
}

async function packageNames() {
  return Promise.all(PACKAGES.map(async (name) => ((await hasT64(name)) ? `${name}t64` : name)));
}

async function hasT64(name) {
  if (!RENAMED_WITH_T64.includes(name)) return false;
  const { code } = await runChild('apt-cache', ['show', `${name}t64`]);
  return code === 0;
}

function isExecutable(file) {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // There, but not for us to run: to us it is missing.
    return false;
  }
}
