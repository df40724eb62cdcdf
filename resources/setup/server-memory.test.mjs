import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from './project-paths.mjs';
import { collectorsFlag, memoryEnvironment, youngSpaceFlag } from './server-memory.mjs';

/** Whoever starts a server: a command, this set-up, a console, a benchmark. */
const STARTERS = [
  'package.json',
  'resources/setup/server-memory.mjs',
  'src-main/main/server-process.ts',
  'src-server/bench/server-process.ts',
];

const read = (file) => readFileSync(join(projectRoot, file), 'utf8');

test('a server has the same room and the same collectors, whoever starts it', () => {
  const files = globSync('{package.json,{resources,src-main,src-server,e2e}/**/*.{ts,mjs}}', {
    cwd: projectRoot,
    exclude: ['**/*.test.*', '**/node_modules/**'],
  });
  const naming = files.map((file) => file.replaceAll('\\', '/')).filter((file) => read(file).includes('--max-semi-space-size'));
  expect(naming.sort()).toEqual(STARTERS);
  for (const file of STARTERS) {
    expect(read(file).match(/--max-semi-space-size=\d+/g), file).toEqual([youngSpaceFlag]);
    expect(read(file).match(/--v8-pool-size=\d+/g), file).toEqual([collectorsFlag]);
  }
});

test('a server has one heap of glibc’s, whoever starts it', () => {
  const { MALLOC_ARENA_MAX } = memoryEnvironment;
  // `npm run server` has it from `run.mjs`.
  for (const file of STARTERS.slice(2)) expect(read(file), file).toContain(`MALLOC_ARENA_MAX: '${MALLOC_ARENA_MAX}'`);
  expect(read('resources/setup/run.mjs')).toContain('...memoryEnvironment');
});
