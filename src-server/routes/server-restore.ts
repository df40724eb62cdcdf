import { rmSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Restoration } from '../../src-shared/http/backup-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { auditActorOf } from '../audit/insert-audit-event.ts';
import { opensSealedCheck } from '../auth/check-secret-key.ts';
import { receivePiece } from '../backup/backup-upload.ts';
import type { BackupComparison } from '../backup/compare-backup.ts';
import { findDatabaseFile, requireBackup, requireShelf } from '../backup/find-shelf.ts';
import { NOTHING_RESTORED } from '../backup/restorer.ts';
import { runBackupTask } from '../backup/run-backup-task.ts';
import { ApiError } from '../http/api-error.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';
import { reasonOf } from '../reason-of.ts';
import { findFeed, renewEpoch } from '../sync/feed-position.ts';

/** Backups that are brought, looked at, and put in the place of the database. */
export function registerRestoreRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, restorer, secretBox, clock } = dependencies;
  registerUpload(app, dependencies);

  async function compare(name: string): Promise<BackupComparison> {
    const { file } = await requireBackup(database, name);
    const current = (await database.read(findDatabaseFile)) ?? '';
    return runBackupTask({ kind: 'compare', backup: file, database: current }).catch((error: unknown) => {
      throw new ApiError('conflict', reasonOf(error));
    });
  }

  serveEndpoint(app, 'server.compareBackup', async ({ parameters }) => {
    const { upToMicros, newTasks, changedTasks, otherChanges, isOurs, sealedCheck, refusal } = await compare(parameters.name);
    return ok({
      up_to: upToMicros === null ? null : formatTimestamp(upToMicros),
      new_tasks: newTasks,
      changed_tasks: changedTasks,
      other_changes: otherChanges,
      is_ours: isOurs,
      opens_secrets: sealedCheck === null || opensSealedCheck(secretBox, sealedCheck),
      refusal,
    });
  });

  serveEndpoint(app, 'server.restoration', async () => {
    return ok(restorer?.state() ?? NOTHING_RESTORED);
  });

  serveEndpoint(app, 'server.restoreBackup', async ({ parameters: { name }, body, caller, request }) => {
    const { file } = await requireBackup(database, name);
    if (!restorer) throw new ApiError('conflict', 'This server cannot put its database back by itself.');
    if (body.confirm !== name) throw new ApiError('validation_failed', 'body.confirm must be the name of the backup.');
    const { refusal } = await compare(name);
    if (refusal !== null) throw new ApiError('conflict', REFUSALS[refusal]);
    const begun: Restoration = { ...NOTHING_RESTORED, state: 'preparing', name, started_at: formatTimestamp(clock.nowMicros()) };
    const answer = await submitWrite(dependencies, request, async () => ok(begun));
    if (!restorer.begin(file, name, auditActorOf(caller))) throw new ApiError('conflict', 'A backup is being put back already.');
    return answer;
  });

  serveEndpoint(app, 'server.renewIdentity', ({ request }) =>
    submitWrite(dependencies, request, async (sql) => {
      await renewEpoch(sql, (await findFeed(sql)).epoch);
      return NO_CONTENT;
    }),
  );
}

const REFUSALS = {
  newer: 'This backup was made by a newer server: it needs that one.',
  no_admin: 'Nobody in this backup could administer the server afterwards.',
} as const satisfies Record<NonNullable<BackupComparison['refusal']>, string>;

function registerUpload(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock } = dependencies;
  serveEndpoint(app, 'server.uploadBackup', async ({ query: { upload, offset, total }, request }) => {
    const shelf = await requireShelf(database);
    const piece = { upload, offset: Number(offset), total: Number(total), bytes: request.rawBytes ?? Buffer.alloc(0) };
    const { received, file } = await receivePiece(shelf.folder(), piece);
    if (received < piece.total) return ok({ received, backup: null });
    const backup = await shelf.adopt(file, clock.nowMicros()).catch((error: unknown) => {
      rmSync(file, { force: true });
      throw new ApiError('validation_failed', reasonOf(error));
    });
    return submitWrite(dependencies, request, async () => ok({ received, backup }));
  });
}
