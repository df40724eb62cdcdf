import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from '../auth/api-keys.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';

export function registerKeyRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, authenticator } = dependencies;

  serveEndpoint(app, 'keys.list', async () => ok({ items: await database.read(listApiKeys) }));

  serveEndpoint(app, 'keys.create', async ({ body, request }) =>
    submitWrite(dependencies, request, async (sql) => ok(await createApiKey(sql, dependencies, body))),
  );

  serveEndpoint(app, 'keys.rotate', async ({ parameters, request }) => {
    const answer = await submitWrite(dependencies, request, async (sql) => ok(await rotateApiKey(sql, dependencies, parameters.id)));
    authenticator.forget();
    return answer;
  });

  serveEndpoint(app, 'keys.delete', async ({ parameters, request }) => {
    const answer = await submitWrite(dependencies, request, async (sql) => {
      await revokeApiKey(sql, dependencies, parameters.id);
      return NO_CONTENT;
    });
    authenticator.forget();
    return answer;
  });
}
