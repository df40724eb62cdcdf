import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { electronEnvironment } from './find-electron.mjs';
import { withLock } from './project-lock.mjs';
import { packagesFolder, pathWithCommands, pinnedNode, projectRoot } from './project-paths.mjs';
import { lastLines, runChild } from './run-child.mjs';
import { SetUpError } from './set-up-error.mjs';
import { exitOnSetUpError, isStartedScript, setUp } from './setup.mjs';
import { tellWhile } from './tell.mjs';

const SOURCES = [
  'src-main',
  'src-renderer',
  'src-shared',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];
const PRODUCTS = ['out/main', 'out/preload', 'out/renderer/index.html'];
const stampFile = path.join(projectRoot, 'out', '.docket-build');

/** Builds the console into out/ unless what is there was built from these very sources. */
export async function buildConsole() {
  if (isCurrent()) return;
  await withLock(path.join(projectRoot, '.cache', 'build.lock'), async () => {
    if (!isCurrent()) await build();
  });
}

/** A hash over the names and contents of all files below the given paths; missing paths count as empty. */
export function hashSources(root, sources) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => listFiles(root, source)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

async function build() {
  // Before the build: what is edited while it runs makes it stale, not current.
  const sources = hashSources(projectRoot, SOURCES);
  await tellWhile('Building the console', async () => {
    const tool = path.join(packagesFolder, 'electron-vite', 'bin', 'electron-vite.js');
    const env = { ...process.env, ...electronEnvironment(), PATH: pathWithCommands() };
    const { code, output } = await runChild(pinnedNode, [tool, 'build'], { cwd: projectRoot, env });
    if (code !== 0)
      throw new SetUpError(`The console could not be built:\n${lastLines(output, 30)}`, 'correct the source and start again.');
  });
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, sources);
}

function isCurrent() {
  if (!existsSync(stampFile) || !PRODUCTS.every((product) => existsSync(path.join(projectRoot, product)))) return false;
  return readFileSync(stampFile, 'utf8') === hashSources(projectRoot, SOURCES);
}

function listFiles(root, source) {
  const full = path.join(root, source);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [source];
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const name = `${source}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, name) : [name];
  });
}

if (isStartedScript(import.meta.url)) {
  await exitOnSetUpError(async () => {
    await setUp();
    await buildConsole();
  });
}
