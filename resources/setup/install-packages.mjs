import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packagesFolder, pathWithoutCommands, pinnedNode, pinnedVersion, projectRoot } from './project-paths.mjs';
import { lastLines, runChild } from './run-child.mjs';
import { SetUpError } from './set-up-error.mjs';
import { tellWhile } from './tell.mjs';

const lockFile = path.join(projectRoot, 'package-lock.json');
const stampFile = path.join(packagesFolder, '.docket-packages');

/** Whether the installed packages are those of the lock file, and the pinned Node among them runs. */
export async function arePackagesCurrent() {
  return readStamp() === hashLockFile() && (await pinnedNodeRuns());
}

/**
 * `npm install` and not `npm ci`: some registries lack the packages of other platforms, a lock file made
 * there lacks them too, and `npm ci` refuses such a file while `npm install` installs exactly what it names.
 */
export async function installPackages() {
  const before = readLockFile();
  await tellWhile('Installing packages', async () => {
    const { code, output } = await runNpm(['install', '--no-audit', '--no-fund', '--include=dev']);
    if (code !== 0) throw npmFailure('npm install', output);
  });
  refuseChangedLockFile(before);
  await repairPinnedNode();
  writeFileSync(stampFile, hashLockFile());
}

/** Runs the npm of the machine, never through the Node that it may be about to replace. */
export function runNpm(args, { cwd = projectRoot } = {}) {
  return runChild('npm', args, { cwd, env: { ...process.env, PATH: pathWithoutCommands() } });
}

export function npmFailure(command, output) {
  if (output.includes('spawn npm ENOENT'))
    return new SetUpError('There is no npm on PATH.', 'install Node together with npm and start again.');
  return new SetUpError(
    `${command} failed:\n${npmReason(output)}`,
    `see that npm reaches its registry (\`npm ping\`), then start the same command again.`,
  );
}

// npm says what went wrong first, and ends with stack traces and advice.
function npmReason(output) {
  const errors = output.split('\n').filter((line) => /^npm (error|ERR!) +(?!at )\S/.test(line));
  return errors.length > 0
    ? errors
        .slice(0, 6)
        .map((line) => `    ${line}`)
        .join('\n')
    : lastLines(output);
}

function refuseChangedLockFile(before) {
  const after = readLockFile();
  if (after === before) return;
  // Put back, so that the next run finds the same fault instead of taking the changed file for granted.
  writeFileSync(lockFile, before);
  throw new SetUpError(
    'npm install changed package-lock.json, so package.json and the lock file do not agree. The lock file was put back.',
    'run `npm install` by hand, read `git diff package-lock.json`, and commit it if it is right.',
  );
}

async function repairPinnedNode() {
  if (await pinnedNodeRuns()) return;
  // The runtime comes with an install script of the package `node`, which `ignore-scripts` in an .npmrc keeps from running.
  const { output } = await runNpm(['rebuild', 'node', '--ignore-scripts=false', '--no-audit', '--no-fund']);
  if (await pinnedNodeRuns()) return;
  throw new SetUpError(
    `The pinned Node ${pinnedVersion('node')} did not get installed or does not run here:\n${lastLines(output)}`,
    'delete node_modules and start again; if it stays, see whether the npm package `node` offers this platform.',
  );
}

async function pinnedNodeRuns() {
  if (!existsSync(pinnedNode)) return false;
  const version = `v${pinnedVersion('node')}`;
  if (realpathSync(process.execPath) === realpathSync(pinnedNode)) return process.version === version;
  const { code, output } = await runChild(pinnedNode, ['--version']);
  return code === 0 && output.trim() === version;
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

function hashLockFile() {
  return createHash('sha256').update(readLockFile()).digest('hex');
}

function readLockFile() {
  if (!existsSync(lockFile)) throw new SetUpError('package-lock.json is missing.', '`git checkout package-lock.json`');
  return readFileSync(lockFile, 'utf8');
}
