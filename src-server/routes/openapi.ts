import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { describeApi } from '../http/describe-api.ts';
import { ok, serveEndpoint } from '../http/serve-endpoint.ts';

export function registerOpenApiRoutes(app: FastifyInstance, { settings }: AppDependencies): void {
  const description = describeApi({ version: settings.version, publicUrl: settings.publicUrl });
  serveEndpoint(app, 'openapi.get', async () => ok(description));
}
