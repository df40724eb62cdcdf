import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, serveEndpoint } from '../http/serve-endpoint.ts';

export function registerHealthRoutes(app: FastifyInstance, { database, settings }: AppDependencies): void {
  const { version } = settings;
  serveEndpoint(app, 'health.live', async () => ok({ status: 'ok', version }));

  serveEndpoint(app, 'health.ready', async ({ request }) => {
    try {
      // The row is written when all migrations were applied.
      const feed = await database.read((sql) => sql.get('SELECT 1 AS one FROM feed WHERE id = 1'));
      if (!feed) throw new Error('the database was not migrated');
    } catch (error) {
      request.log.error({ err: error }, 'not ready');
      throw new ApiError('unavailable', 'The database does not answer.', { retryAfterSeconds: 5 });
    }
    return ok({ status: 'ok', version });
  });
}
