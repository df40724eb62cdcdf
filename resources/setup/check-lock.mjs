// Fails when package-lock.json would not install the same everywhere: when it names where packages were fetched
// from, or when it does not agree with package.json.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { npmFailure, runNpm } from './install-packages.mjs';
import { findFetchAddresses } from './lock-file-addresses.mjs';
import { projectRoot } from './project-paths.mjs';
import { SetUpError } from './set-up-error.mjs';
import { exitOnSetUpError } from './setup.mjs';

await exitOnSetUpError(async () => {
  refuseAddresses(readLock(projectRoot));
  await refuseDisagreement();
});

function refuseAddresses(text) {
  const addresses = findFetchAddresses(JSON.parse(text));
  if (addresses.length === 0) return;
  throw new SetUpError(
    `package-lock.json names where packages were fetched from, ${addresses.length} times, first: ${addresses[0]}`,
    'install with the .npmrc of this project, which leaves those out, and commit the lock file.',
  );
}

// In a copy without packages: npm then only works out what the lock file should say, from the file itself.
async function refuseDisagreement() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'docket-lock-'));
  try {
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) cpSync(path.join(projectRoot, name), path.join(folder, name));
    const args = ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    const { code, output } = await runNpm(args, { cwd: folder });
    if (code !== 0) throw npmFailure('npm install --package-lock-only', output);
    if (readLock(folder) === readLock(projectRoot)) return;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  throw new SetUpError(
    'npm install would change package-lock.json: it does not agree with package.json.',
    'run `npm install`, read `git diff package-lock.json`, and commit it if it is right.',
  );
}

function readLock(folder) {
  return readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
}
