import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronExecutable, provideElectron } from './find-electron.mjs';
import { arePackagesCurrent, installPackages } from './install-packages.mjs';
import { withLock } from './project-lock.mjs';
import { projectRoot } from './project-paths.mjs';
import { SetUpError } from './set-up-error.mjs';
import { provideElectronLibraries, provideKnownLibraries } from './system-libraries.mjs';
import { tell } from './tell.mjs';

const OLDEST_NODE = 18;
const lockFile = path.join(projectRoot, '.cache', 'setup.lock');

/**
 * Makes the project ready to run: packages, the pinned Node and, unless `packagesOnly`, an Electron with the
 * libraries that it needs. Silent when there is nothing to do. Throws SetUpError. Safe to run concurrently.
 */
export async function setUp({ packagesOnly = false } = {}) {
  refuseOldNode();
  if (!(await isDone(packagesOnly))) {
    const onWait = (pid) => tell(`Waiting for another set-up of this folder (process ${pid})`);
    await withLock(lockFile, () => doWhatIsMissing(packagesOnly), onWait);
  }
  if (!packagesOnly) await provideElectronLibraries(electronExecutable());
}

/** Runs `work`; on a failure that set-up can explain prints the explanation and exits with 1. */
export async function exitOnSetUpError(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    tell(error.message);
    process.exit(1);
  }
}

/** Whether the script of this URL is the one that Node was started with. */
export function isStartedScript(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);
}

async function isDone(packagesOnly) {
  return (await arePackagesCurrent()) && (packagesOnly || electronExecutable() !== undefined);
}

async function doWhatIsMissing(packagesOnly) {
  await provideKnownLibraries(packagesOnly);
  if (!(await arePackagesCurrent())) await installPackages();
  if (!packagesOnly) await provideElectron();
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= OLDEST_NODE) return;
  throw new SetUpError(
    `This is Node ${process.versions.node}; set-up itself needs ${OLDEST_NODE} or later and brings its own for the rest.`,
    'install a current Node and start again.',
  );
}

if (isStartedScript(import.meta.url)) await exitOnSetUpError(() => setUp());
