import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'e2e/results',
  // Each spec starts a server and one or two consoles: more than one at a time does not fit two cores.
  workers: 1,
  // A busy machine takes its time: the longest spec takes half a minute on one that is not.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  // These specs have no random inputs: what passes when it is asked again was a race, and is listed as flaky to be mended.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [['list'], ['./e2e/fixtures/picture-check.ts']],
  forbidOnly: process.env.CI !== undefined,
});
