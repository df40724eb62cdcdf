import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { hashToken } from '../auth/tokens.ts';
import { ApiError } from '../http/api-error.ts';

const STREAM = ENDPOINTS['sync.stream'].path;

/** `/metrics`, and what it tells about requests. */
export function registerMetricsRoutes(app: FastifyInstance, { metrics, settings }: AppDependencies): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { path: route = 'none' } = request.endpoint ?? {};
    // A stream lasts as long as somebody listens.
    if (route !== STREAM) {
      metrics.observeRequest({ method: request.method, route, status: reply.statusCode, durationMs: reply.elapsedTime });
    }
    done();
  });
  app.addHook('onClose', async () => metrics.close());

  const { method, path } = ENDPOINTS['metrics.get'];
  app.route({
    method,
    url: path,
    async handler(request, reply) {
      allowScraping(request, settings.metricsTokenHash);
      return reply.type(metrics.contentType).send(await metrics.render());
    },
  });
}

function allowScraping(request: FastifyRequest, tokenHash: string | null): void {
  if (isFromThisMachine(request)) return;
  if (tokenHash === null)
    throw new ApiError('forbidden', 'From other machines this takes a token, which an admin makes in the console: settings, Server.');
  const [, given = ''] = /^\s*Bearer\s+(.*\S)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  // Hashes are of one length, whatever was sent.
  if (!timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(tokenHash))) {
    throw new ApiError('unauthorized', 'Send "Authorization: Bearer TOKEN" with the token for figures that an admin made in the console.');
  }
}

/** A proxy on this machine passes on what comes from anywhere. */
function isFromThisMachine({ socket, headers }: FastifyRequest): boolean {
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined || headers.via !== undefined) return false;
  const { remoteAddress = '' } = socket;
  return ipaddr.isValid(remoteAddress) && ipaddr.process(remoteAddress).range() === 'loopback';
}
