import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Real files, sockets and processes: two workers are what a two-core machine carries.
    maxWorkers: 2,
    include: ['src-*/**/*.test.{ts,tsx,mjs}', 'resources/**/*.test.{ts,mjs}', 'e2e/boundaries/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'out/**'],
    dangerouslyIgnoreUnhandledErrors: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
