import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { describeApi } from '../http/describe-api.ts';
import { ok, serveEndpoint } from '../http/serve-endpoint.ts';

export function registerOpenApiRoutes(app: FastifyInstance, { settings }: AppDependencies): void {
  let described = { publicUrl: settings.publicUrl, api: describeApi(settings) };
  serveEndpoint(app, 'openapi.get', async () => {
    const { publicUrl } = settings;
    if (described.publicUrl !== publicUrl) described = { publicUrl, api: describeApi(settings) };
    return ok(described.api);
  });
}
