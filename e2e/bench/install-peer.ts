import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../src-server/bench/report.ts';

const CACHE = join(import.meta.dirname, '../../.cache/bench-peers');

/**
 * Installs what is compared with into a folder of its own, once, and copies the programs that use it there. `packages`:
 * names with exact versions. Gives back the folder.
 */
export function installPeer(name: string, packages: Readonly<Record<string, string>>, programs: string): string {
  const folder = join(CACHE, name);
  const manifest = `${JSON.stringify({ private: true, type: 'module', dependencies: packages }, null, 2)}\n`;
  const file = join(folder, 'package.json');
  const isInstalled = existsSync(join(folder, 'node_modules')) && existsSync(file) && readFileSync(file, 'utf8') === manifest;
  if (!isInstalled) {
    say(
      `installing ${Object.entries(packages)
        .map((entry) => entry.join('@'))
        .join(', ')} to compare with`,
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, manifest);
    const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`npm could not install ${name}: ${stderr}`);
  }
  cpSync(programs, folder, { recursive: true });
  return folder;
}
