import { existsSync } from 'node:fs';
import { installAptPackages } from './apt-packages.mjs';
import { findCommand } from './find-command.mjs';
import { runChild } from './run-child.mjs';
import { SetUpError } from './set-up-error.mjs';

// By the name that the dynamic linker looks for, with the Debian package that has it.
const NODE_LIBRARIES = new Map([['libatomic.so.1', 'libatomic1']]);
const ELECTRON_LIBRARIES = new Map([
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libnss3.so', 'libnss3'],
  ['libasound.so.2', 'libasound2'],
  ['libgbm.so.1', 'libgbm1'],
  ['libXss.so.1', 'libxss1'],
  ['libnotify.so.4', 'libnotify4'],
]);
const DISPLAY_PACKAGES = ['xvfb', 'xauth'];
// Not on the PATH of ordinary users.
const LDCONFIG = '/sbin/ldconfig';

/**
 * Before anything is fetched: provides the system libraries that the pinned Node (needed by install scripts already)
 * and, unless `packagesOnly`, Electron are known to load.
 */
export async function provideKnownLibraries(packagesOnly) {
  if (process.platform !== 'linux' || !existsSync(LDCONFIG)) return;
  const wanted = packagesOnly ? NODE_LIBRARIES : new Map([...NODE_LIBRARIES, ...ELECTRON_LIBRARIES]);
  const { output } = await runChild(LDCONFIG, ['-p']);
  const present = new Set(parseLibraryCache(output));
  const missing = [...wanted.keys()].filter((library) => !present.has(library));
  if (!packagesOnly && lacksDisplay()) missing.push('Xvfb');
  if (missing.length > 0) await installAptPackages([...wanted.values(), ...(packagesOnly ? [] : DISPLAY_PACKAGES)], missing);
}

/** Provides the libraries that the dynamic linker does not find for this Electron, and a virtual display if it needs one. */
export async function provideElectronLibraries(executable) {
  if (process.platform !== 'linux') return;
  const missing = await missingParts(executable);
  if (missing.length === 0) return;
  await installAptPackages([...NODE_LIBRARIES.values(), ...ELECTRON_LIBRARIES.values(), ...DISPLAY_PACKAGES], missing);
  const stillMissing = await missingParts(executable);
  if (stillMissing.length === 0) return;
  throw new SetUpError(
    `After the installation Electron still lacks ${stillMissing.join(', ')}.`,
    'find the packages that hold them (`apt-file search NAME`) and install them.',
  );
}

/** Whether a window would have a display to appear on. */
export function hasDisplay(environment = process.env) {
  if (process.platform !== 'linux') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** The names of the libraries in the dynamic linker's cache, from what `ldconfig -p` prints. */
export function parseLibraryCache(output) {
  return [...output.matchAll(/^\s+(\S+) \(/gm)].map(([, name]) => name);
}

/** The libraries that the dynamic linker did not find, from what ldd prints. */
export function parseMissingLibraries(lddOutput) {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
}

async function missingParts(executable) {
  const { output } = await runChild('ldd', [executable]);
  return [...parseMissingLibraries(output), ...(lacksDisplay() ? ['Xvfb'] : [])];
}

function lacksDisplay() {
  return !hasDisplay() && !findCommand('Xvfb');
}
