import { defineConfig } from '@playwright/test';

const { SECOND_VIRTUAL_DISPLAY: secondDisplay, TEST_PARALLEL_INDEX: worker } = process.env;
// Two consoles on one display would take the focus and the clipboard from each other.
if (secondDisplay !== undefined && worker === '1') Object.assign(process.env, JSON.parse(secondDisplay));

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'e2e/results',
  workers: secondDisplay === undefined ? 1 : 2,
  // A busy machine takes its time: the longest spec takes half a minute on one that is not.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['./e2e/fixtures/picture-check.ts']],
  forbidOnly: process.env.CI !== undefined,
});
