import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { findShelf, requireBackup, requireShelf } from '../backup/find-shelf.ts';
import { ApiError } from '../http/api-error.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';
import { registerRestoreRoutes } from './server-restore.ts';

/** Each is as large as the database: a click too many must not fill the disk. */
const BACKUP_PAUSE_MICROS = 10_000_000;

/** `/server/backups`: made, listed, downloaded, removed, brought, put back. */
export function registerBackupRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock } = dependencies;
  let isBusy = false;
  let lastMicros = Number.NEGATIVE_INFINITY;

  serveEndpoint(app, 'server.backUp', async ({ request }) => {
    const shelf = await requireShelf(database);
    if (isBusy) throw new ApiError('conflict', 'A backup is being made already.');
    const nowMicros = clock.nowMicros();
    if (nowMicros - lastMicros < BACKUP_PAUSE_MICROS) {
      throw new ApiError('rate_limited', 'A backup was made a moment ago: wait ten seconds.', { retryAfterSeconds: 10 });
    }
    isBusy = true;
    try {
      const made = await shelf.make(nowMicros);
      lastMicros = nowMicros;
      return await submitWrite(dependencies, request, async () => ok(made));
    } finally {
      isBusy = false;
    }
  });
  serveEndpoint(app, 'server.backups', async () => {
    const shelf = await database.read(findShelf);
    return ok({ items: shelf?.list() ?? [] });
  });
  serveEndpoint(app, 'server.deleteBackup', async ({ parameters, request }) => {
    if (!(await requireShelf(database)).remove(parameters.name)) throw new ApiError('not_found', 'There is no such backup.');
    return submitWrite(dependencies, request, async () => NO_CONTENT);
  });
  registerDownload(app, dependencies);
  registerRestoreRoutes(app, dependencies);
}

function registerDownload(app: FastifyInstance, dependencies: AppDependencies): void {
  const { method, path } = ENDPOINTS['server.downloadBackup'];
  app.route<{ Params: { name: string } }>({
    method,
    url: path,
    async handler(request, reply) {
      const backup = await requireBackup(dependencies.database, request.params.name);
      // Whoever takes a copy of everything along stands in the audit log before the first byte goes.
      await submitWrite(dependencies, request, async () => NO_CONTENT);
      reply.type('application/octet-stream').header('content-disposition', `attachment; filename="${backup.name}"`);
      return reply.header('content-length', backup.bytes).send(createReadStream(backup.file));
    },
  });
}
