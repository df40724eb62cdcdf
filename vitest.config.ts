import { defineConfig } from 'vitest/config';

/** Tests that need a PostgreSQL: one is started for all of them. */
const POSTGRES = '{src-server,e2e}/**/*.postgres.test.ts';
/** Tests that run once on each database: they open it with `openTestStore`. */
const BOTH = [
  'src-server/sync/*.test.ts',
  'src-server/feed/{create-feed,presence-announcer}.test.ts',
  'src-server/tasks/{write,next}-task.test.ts',
  'src-server/tasks/{due-watch,upsert-tasks}.test.ts',
  'src-server/webhooks/{delivery-order,endpoint-health,endpoint-limits}.test.ts',
  'src-server/queues/rerouting.test.ts',
  'src-server/audit/verify-audit.test.ts',
  'src-server/bench/kill-dispatch/kill-dispatch.test.ts',
  'src-server/auth/{check-secret-key,sign-in-throttle}.test.ts',
  'src-server/routes/{leases,form-submissions,reviews,schedules}.test.ts',
  'src-server/settings/server-settings.test.ts',
  'src-server/http/{find-null-character,fuzz}.test.ts',
  'src-server/maintenance/{create-maintenance,maintenance-jobs}.test.ts',
  'src-server/connectors/engine/*.test.ts',
  'src-server/insights/read-insights.test.ts',
];

export default defineConfig({
  test: {
    // Real files, sockets and processes: two workers are what a two-core machine carries.
    maxWorkers: 2,
    dangerouslyIgnoreUnhandledErrors: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['src-*/**/*.test.{ts,tsx,mjs}', 'resources/**/*.test.{ts,mjs}', 'e2e/{boundaries,fixtures,scale,torture}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'out/**', POSTGRES],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [POSTGRES, ...BOTH],
          globalSetup: 'src-server/store/postgres/provide-postgres.ts',
          setupFiles: 'src-server/store/postgres/set-postgres-stores.ts',
        },
      },
    ],
  },
});
