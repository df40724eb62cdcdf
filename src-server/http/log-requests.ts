import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { OnDemandLogger } from './on-demand-logger.ts';
import { readTraceparent } from './read-traceparent.ts';

/** Secrets never reach the log, whatever object somebody hands to it. */
export const REDACTED_PATHS = ['authorization', '["x-api-key"]', 'password', 'secret', 'token', 'key'].flatMap((name) =>
  name.startsWith('[') ? [`headers${name}`, `*.headers${name}`] : [name, `*.${name}`, `*.*.${name}`],
);

/** Links for one use carry theirs in the path. */
const TOKEN = /\b(d[a-z]_)[\w-]+/g;

/** Whatever is logged about a request names the trace that it is part of. */
export function logTraces(app: FastifyInstance): void {
  app.setChildLoggerFactory((logger, bindings, options, request) => {
    const trace = readTraceparent(request);
    return new OnDemandLogger(logger, trace ? { ...bindings, traceId: trace.traceId, parentId: trace.parentId } : bindings, options);
  });
}

/** One line for a request that was answered. Successes are for debugging: a busy server has thousands a second. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply;
    if (statusCode >= 400 || tellsSuccesses(app.log)) {
      const line = {
        method: request.method,
        url: request.url.split('?')[0]?.replace(TOKEN, '$1…'),
        status: statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      };
      if (statusCode >= 500) request.log.warn(line, 'failed');
      else if (statusCode >= 400) request.log.info(line, 'refused');
      else request.log.debug(line, 'answered');
    }
    done();
  });
}

function tellsSuccesses({ level }: FastifyBaseLogger): boolean {
  return level === 'debug' || level === 'trace';
}
