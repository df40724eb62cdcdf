import { runSteps } from './run-steps.mjs';

const NODE = process.execPath;

/** `npm run check`: format, lint, types, dead code, unit tests with boundaries, contract, build, size budget. */
export const CHECKS = [
  { name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', '.'] },
  ...['src-shared', 'src-server', 'src-server/forms/page', 'src-main', 'src-renderer', 'e2e'].map((folder) => ({
    name: `types of ${folder}`,
    command: ['tsc', '-p', folder],
  })),
  { name: 'dead code', command: ['knip'] },
  { name: 'lock file', command: [NODE, 'resources/setup/check-lock.mjs'] },
  { name: 'script of form pages', command: [NODE, 'resources/form-page/write-form-page.ts', '--check'] },
  { name: 'HTTP contract', command: [NODE, 'resources/openapi/write-openapi.ts', '--check'] },
  { name: 'unit, integration, contract and boundary tests', command: ['vitest', 'run', '--silent=passed-only'], loud: true },
  { name: 'build', command: [NODE, 'resources/setup/build-console.mjs'] },
  { name: 'size budget', command: ['size-limit'] },
];

if (import.meta.main) process.exitCode = (await runSteps(CHECKS)) === 0 ? 0 : 1;
