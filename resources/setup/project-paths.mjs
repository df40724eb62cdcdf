import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const packagesFolder = path.join(projectRoot, 'node_modules');
export const commandsFolder = path.join(packagesFolder, '.bin');

/** The pinned Node. Not the entry in `.bin`: on Windows that is a shell script, which cannot be spawned. */
export const pinnedNode = path.join(packagesFolder, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Where this user keeps what several clones share. The XDG base directory specification wants an absolute path. */
export function userCacheFolder(environment = process.env) {
  const xdg = environment.XDG_CACHE_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache'), 'docket');
}

/** Where Node keeps compiled code of the server: it starts sooner, and need not hold what TypeScript is read with in memory. */
export const compileCacheEnvironment = {
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(projectRoot, '.cache', 'compiled'),
};

/** The exact version that package.json pins for a package. */
export function pinnedVersion(name) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  return devDependencies?.[name] ?? dependencies?.[name];
}

/** PATH with the project's own commands first, so that `node` is the pinned one. */
export function pathWithCommands(environment = process.env) {
  return [commandsFolder, pathWithoutCommands(environment)].join(path.delimiter);
}

/** PATH as it was before `npm run` put the project's commands in front: an npm run through it cannot replace its own Node. */
export function pathWithoutCommands(environment = process.env) {
  return (environment.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => path.resolve(folder) !== commandsFolder)
    .join(path.delimiter);
}
