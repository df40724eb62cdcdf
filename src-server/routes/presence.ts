import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { NO_CONTENT, serveEndpoint } from '../http/serve-endpoint.ts';
import { findVisibleTask } from '../tasks/act-on-task.ts';

export function registerPresenceRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, presence } = dependencies;
  app.addHook('preClose', async () => presence.close());

  serveEndpoint(app, 'sync.presence', async ({ caller, body }) => {
    const { taskId } = body;
    // Nobody is shown where they may not be.
    if (taskId !== null) await database.read((sql) => findVisibleTask(sql, dependencies, caller, taskId));
    if (caller.kind === 'user') presence.say(caller.user.id, body);
    return NO_CONTENT;
  });
}
