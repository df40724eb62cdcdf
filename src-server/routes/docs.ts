import type { FastifyInstance } from 'fastify';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { OpenApi } from '../docs/open-api.ts';
import { DOCS_POLICY, renderDocs } from '../docs/render-docs.ts';
import { describeApi } from '../http/describe-api.ts';

const HERE = 'http://127.0.0.1:4600';

export function registerDocsRoutes(app: FastifyInstance, { settings }: AppDependencies): void {
  const { method, path } = ENDPOINTS['docs.get'];
  let shown: { publicUrl: string | null; page: string } | null = null;
  app.route({
    method,
    url: path,
    async handler(_request, reply) {
      const { publicUrl } = settings;
      if (shown?.publicUrl !== publicUrl)
        shown = { publicUrl, page: renderDocs(describeApi(settings) as unknown as OpenApi, publicUrl ?? HERE) };
      reply.header('content-security-policy', DOCS_POLICY).header('x-content-type-options', 'nosniff').header('x-frame-options', 'DENY');
      reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-cache');
      return reply.type('text/html; charset=utf-8').send(shown.page);
    },
  });
}
