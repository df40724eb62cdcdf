import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EndpointBody } from '../../src-shared/http/endpoint.ts';
import { ApiError } from './api-error.ts';
import { NULL_CHARACTER_PROBLEM, refuseNullCharacter } from './find-null-character.ts';
import { readBody } from './read-body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** SHA-256 of the body's bytes, where an Idempotency-Key came with them. */
    bodyFingerprint: string;
    /** The body as it came, where the endpoint asks for that. */
    rawBytes: Buffer | null;
    /** Whether U+0000 stands somewhere in the body, maybe; where items are judged one by one, each has to be looked at. */
    mayHoldNullCharacter: boolean;
  }
}

/** As itself, in JSON, and in a form. Most bodies have none, and need not be looked through. */
const NULL_CHARACTER_FORMS = ['\0', '\\u0000', '%00'];
const NO_BODY = createHash('sha256').digest('base64url');

/** One parser for every content type, and what an endpoint says about missing bodies and lists of one. */
export function readBodies(app: FastifyInstance): void {
  app.decorateRequest('bodyFingerprint', NO_BODY);
  app.decorateRequest<Buffer | null>('rawBytes', null);
  app.decorateRequest('mayHoldNullCharacter', false);
  app.removeAllContentTypeParsers();
  // Most bodies are JSON: the type that is named is found at once.
  app.addContentTypeParser<Buffer>(['application/json', '*'], { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.headers['idempotency-key'] !== undefined) request.bodyFingerprint = createHash('sha256').update(bytes).digest('base64url');
    if (request.endpoint?.body?.isRaw) {
      request.rawBytes = bytes;
      done(null, {});
      return;
    }
    try {
      const { text, value } = readBody(request.headers['content-type'], bytes);
      request.mayHoldNullCharacter = NULL_CHARACTER_FORMS.some((form) => text.includes(form));
      if (request.mayHoldNullCharacter && !request.endpoint?.body?.isJudgedByItem) refuseNullCharacter(value, 'body');
      done(null, value);
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onRequest', (request, _reply, done) => {
    done(problemOf(request));
  });
  app.addHook('preValidation', (request, _reply, done) => {
    const expected: EndpointBody | undefined = request.endpoint?.body;
    if (!expected) return done();
    const body = bodyFor(expected, request.body);
    if (body instanceof ApiError) return done(body);
    request.body = body;
    done();
  });
}

/** What makes a request unreadable, whatever its body says. */
function problemOf(request: FastifyRequest): ApiError | undefined {
  const { headers, url = '' } = request.raw;
  if (url.includes('%00')) return new ApiError('validation_failed', `The address ${NULL_CHARACTER_PROBLEM}.`);
  // n8n sends an empty one for raw bodies; the framework would refuse it before the parser is asked.
  if (headers['content-type']?.trim() === '') delete headers['content-type'];
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === '' || encoding === 'identity') return undefined;
  return new ApiError('unsupported_media_type', `Bodies with the encoding ${encoding.slice(0, 40)} are not read here: send them plain.`);
}

function bodyFor(expected: EndpointBody, body: unknown): unknown {
  if (body === undefined || body === null) {
    if (expected.isOptional) return {};
    return new ApiError('empty_body', body === null ? 'The body is null: send an object.' : 'The body is empty: send a JSON object.');
  }
  if (Array.isArray(body) && body.length === 1) return body[0];
  return body;
}
