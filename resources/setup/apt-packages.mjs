import { findCommand } from './find-command.mjs';
import { lastLines, runChild } from './run-child.mjs';
import { SetUpError } from './set-up-error.mjs';
import { tellWhile } from './tell.mjs';

// Debian 13 and Ubuntu 24.04 renamed these for 64-bit time; there the old name is at best a virtual package.
const RENAMED_WITH_T64 = ['libgtk-3-0', 'libasound2'];
// Another apt may be at work, as on a machine that has just been started.
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=300', '-y', '--no-install-recommends'];

/** Installs Debian packages because `missing` was not found; where that cannot be done throws an error with the command that does it. */
export async function installAptPackages(packages, missing) {
  const cause = `This system lacks ${missing.join(', ')}.`;
  if (!findCommand('apt-get')) {
    throw new SetUpError(
      cause,
      `install it with this system's package manager; Debian's names for what is needed are ${packages.join(' ')}.`,
    );
  }
  if (process.getuid() !== 0) {
    throw new SetUpError(cause, `sudo apt-get update && sudo apt-get install -y ${(await currentNames(packages)).join(' ')}`);
  }
  await tellWhile(`Installing system packages (missing: ${missing.join(', ')})`, () => install(packages));
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A source that fails is no reason to stop: what is needed may come from the others.
  const update = await runChild('apt-get', ['update'], { env });
  const names = await currentNames(packages);
  const { code, output } = await runChild('apt-get', [...APT_OPTIONS, 'install', ...names], { env });
  if (code === 0) return;
  throw new SetUpError(
    `apt-get could not install the system packages:\n${lastLines(update.code === 0 ? output : update.output + output)}`,
    `run \`apt-get install -y ${names.join(' ')}\` by hand and read its message.`,
  );
}

function currentNames(packages) {
  return Promise.all(packages.map(async (name) => ((await hasT64(name)) ? `${name}t64` : name)));
}

async function hasT64(name) {
  if (!RENAMED_WITH_T64.includes(name)) return false;
  const { code, output } = await runChild('apt-cache', ['show', `${name}t64`]);
  return code === 0 && output.includes('Package:');
}
