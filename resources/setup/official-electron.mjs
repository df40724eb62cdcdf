import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagesFolder, pinnedNode, pinnedVersion } from './project-paths.mjs';
import { runChild } from './run-child.mjs';
import { tellWhile } from './tell.mjs';

const electronPackage = path.join(packagesFolder, 'electron');
const probeScript = fileURLToPath(new URL('probe-electron-download.mjs', import.meta.url));

// Where the download is blocked this mostly fails at once; a firewall that swallows packets takes the whole time.
const PROBE_TIMEOUT_MS = 10_000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

/** The folder of the `electron` package's own binary, if it is there and whole. */
export function installedOfficialElectron() {
  const dist = path.join(electronPackage, 'dist');
  const pathFile = path.join(electronPackage, 'path.txt');
  const versionFile = path.join(dist, 'version');
  // The package's installer writes path.txt last.
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined;
  const version = readFileSync(versionFile, 'utf8').replace(/^v/, '');
  const isWhole = version === pinnedVersion('electron') && existsSync(path.join(dist, readFileSync(pathFile, 'utf8')));
  return isWhole ? dist : undefined;
}

/** Lets the `electron` package download its binary; returns its folder, or undefined where it cannot be had. */
export async function downloadOfficialElectron() {
  if (!(await isDownloadReachable())) return undefined;
  const installer = path.join(electronPackage, 'install.js');
  await tellWhile(`Downloading Electron ${pinnedVersion('electron')}`, () =>
    runChild(pinnedNode, [installer], { timeoutMs: DOWNLOAD_TIMEOUT_MS }),
  );
  return installedOfficialElectron();
}

async function isDownloadReachable() {
  const { code } = await runChild(pinnedNode, [probeScript], { timeoutMs: PROBE_TIMEOUT_MS });
  return code === 0;
}
