import { sealAudit } from '../audit/seal-audit.ts';
import { pruneSessions } from '../auth/sessions.ts';
import { pruneConnectors } from '../connectors/engine/prune-connectors.ts';
import { pruneRefusedEntries } from '../forms/form-entries.ts';
import { pruneSubmissions } from '../forms/submit-form.ts';
import { pruneAnswers } from '../http/idempotency.ts';
import { expireLeases } from '../leases/lease-commands.ts';
import { pruneLeases } from '../leases/lease-rows.ts';
import { pruneLinks } from '../people/one-time-links.ts';
import { sampleReviews } from '../reviews/sample-reviews.ts';
import type { Sql } from '../store/database.ts';
import { pruneLedger } from '../sync/operation-ledger.ts';
import type { WriteDependencies } from '../tasks/write-task.ts';
import { pruneHookEvents } from '../webhooks/hook-events.ts';
import type { MaintenanceJob } from './create-maintenance.ts';
import { deleteOldTasks } from './delete-old-tasks.ts';
import { readDoneRetention } from './done-retention.ts';
import { pruneExits } from './prune-exits.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface JobSettings extends WriteDependencies {
  /** 0: they are kept. What an admin has set counts instead. */
  doneRetentionDays: number;
}

/** What has to be done from time to time. Deliveries are cleaned up by their dispatcher. */
export function maintenanceJobs(settings: JobSettings): MaintenanceJob[] {
  const { doneRetentionDays } = settings;
  return [
    { name: 'audit.seal', everyMs: 10_000, runPiece: sealAudit },
    { name: 'reviews.sample', everyMs: 15_000, runPiece: sampleReviews },
    pruningJob('leases.expire', 15_000, (sql, nowMicros) => expireLeases(sql, settings, nowMicros)),
    pruningJob('leases.prune', DAY_MS, pruneLeases),
    pruningJob('ledger.prune', DAY_MS, pruneLedger),
    pruningJob('exits.prune', DAY_MS, pruneExits),
    pruningJob('sessions.prune', DAY_MS, pruneSessions),
    pruningJob('links.prune', DAY_MS, pruneLinks),
    pruningJob('answers.prune', HOUR_MS, pruneAnswers),
    pruningJob('submissions.prune', DAY_MS, pruneSubmissions),
    pruningJob('formEntries.prune', DAY_MS, pruneRefusedEntries),
    pruningJob('connectors.prune', HOUR_MS, pruneConnectors),
    pruningJob('hookEvents.prune', DAY_MS, pruneHookEvents),
    pruningJob('tasks.deleteOld', HOUR_MS, async (sql, nowMicros) => {
      const days = await readDoneRetention(sql, doneRetentionDays);
      return days === 0 ? 0 : deleteOldTasks(sql, settings, nowMicros - days * DAY_MS * 1_000);
    }),
  ];
}

function pruningJob(name: string, everyMs: number, prune: (sql: Sql, nowMicros: number) => Promise<number>): MaintenanceJob {
  return {
    name,
    everyMs,
    runPiece: async ({ write, nowMicros }) => (await write((sql) => prune(sql, nowMicros))) > 0,
  };
}
