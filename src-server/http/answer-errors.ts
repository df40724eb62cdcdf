import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from '../../src-shared/error/codes.ts';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import { ApiError } from './api-error.ts';

const THROWN_AWAY_BYTES = 64 * 1024 * 1024;

/** Every answer that is no success leaves through here. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    if (app.server.listening && reply.hasHeader('connection') && mayFinish(request)) reply.removeHeader('connection');
    return sendError(apiErrorOf(error, request), request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(request.url);
    if (allowed.length === 0) return sendError(new ApiError('not_found', 'There is nothing at this address.'), request, reply);
    reply.header('allow', allowed.join(', '));
    return sendError(new ApiError('method_not_allowed', `${request.method} does not work here: ${allowed.join(', ')} do.`), request, reply);
  });
}

/**
 * The framework closes the connection when a body is refused: whoever is still sending it then sees a broken pipe and never
 * reads why. Instead, what still comes is thrown away, within reason and until a request has to be complete.
 */
function mayFinish({ headers }: FastifyRequest): boolean {
  return Number(headers['content-length'] ?? 0) <= THROWN_AWAY_BYTES;
}

/** Before any route is found: an address that cannot be decoded, say. */
export function sendUnreadable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendError(apiErrorOf(error, request), request, reply);
}

export function sendError(error: ApiError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfterSeconds)));
  if (ERROR_STATUS[error.code] === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(ERROR_STATUS[error.code]).type('application/json; charset=utf-8').send(errorBody(error, request.id));
}

export function errorBody(error: ApiError, requestId: string): ErrorBody {
  const { code, message, details } = error;
  return { error: { code, message, requestId, ...(details === undefined ? {} : { details }) } };
}

const FASTIFY_CODES: Readonly<Record<string, { code: ErrorCode; message: string }>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'unsupported_media_type', message: 'The content type cannot be read: send application/json.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'bad_request', message: 'The body is not as long as its content-length says.' },
  FST_ERR_BAD_URL: { code: 'bad_request', message: 'The address cannot be decoded.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not_found', message: 'There is nothing at this address.' },
  FST_ERR_ASYNC_CONSTRAINT: { code: 'bad_request', message: 'The request cannot be read.' },
};

/** What was thrown → what is answered. Whatever nobody expected is logged whole, and says nothing outside. */
export function apiErrorOf(error: unknown, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(request.routeOptions.bodyLimit);
  const known = FASTIFY_CODES[code ?? ''];
  if (known) return new ApiError(known.code, known.message);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    request.log.warn({ err: error }, 'refused by the framework');
    return new ApiError('bad_request', 'The request cannot be read.');
  }
  request.log.error({ err: error }, 'failed');
  return new ApiError('internal_error', 'Something went wrong on the server. The request id helps to find it in the log.');
}

/** With the limit: whoever sends many things at once has to know how many less would do. */
function tooLarge(limitBytes: number): ApiError {
  const message = `The body is larger than ${limitBytes} bytes: send less at a time.`;
  return new ApiError('body_too_large', message, { details: { limit_bytes: limitBytes } });
}

const PATHS = Object.values(ENDPOINTS).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}/?$`),
}));

function methodsAt(url: string): string[] {
  const [path = ''] = url.split('?');
  return [...new Set(PATHS.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}
