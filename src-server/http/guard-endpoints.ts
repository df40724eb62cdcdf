import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteOptions } from 'fastify';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { Access, Endpoint } from '../../src-shared/http/endpoint.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src-shared/sync/protocol.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import type { Caller } from '../auth/caller.ts';
import type {} from '../auth/request-caller.ts';
import { ApiError } from './api-error.ts';
import type { CountCall } from './rate-limit.ts';
import { readTraceparent } from './read-traceparent.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
  interface FastifyRequest {
    /** What the address and the method stand for: null where that is nothing. The framework's own way to it costs a copy a look. */
    endpoint: Endpoint | null;
  }
}

const BY_ROUTE = new Map<string, Endpoint>(Object.values(ENDPOINTS).map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));

/**
 * No route without an endpoint in `http/api.ts`: what stands there about access and shapes is enforced here, before any
 * handler runs. Must be called before routes are added.
 */
export function guardEndpoints(
  app: FastifyInstance,
  { authenticator, countCall }: { authenticator: Authenticator; countCall: CountCall },
): void {
  app.decorateRequest('caller');
  app.decorateRequest<Endpoint | null>('endpoint', null);
  app.addHook('onRoute', bindEndpoint);
  app.addHook('onRequest', (request, reply, done) => {
    let waiting: Promise<void> | null;
    try {
      waiting = admit(request, reply);
    } catch (error) {
      return done(error as Error);
    }
    if (waiting) waiting.then(() => done(), done);
    else done();
  });

  /** Throws, or rejects, what the request is refused with. Null: it is admitted, and nothing had to be asked. */
  function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> | null {
    const endpoint = request.routeOptions.config.endpoint ?? null;
    request.endpoint = endpoint;
    const otherProtocol = endpoint ? otherProtocolProblem(request) : null;
    if (!endpoint || otherProtocol) {
      return countAnyway(request, reply).then(() => {
        if (otherProtocol) throw otherProtocol;
      });
    }
    const { access } = endpoint;
    if (access === 'public') return endpoint.answersBeforeSetUp || authenticator.isKnownSetUp() ? null : refuseUntilSetUp(authenticator);
    const admitCaller = (caller: Caller) => {
      const trace = readTraceparent(request);
      request.caller = trace ? { ...caller, traceparent: trace.text } : caller;
      countCall(caller, reply);
      refuseForbidden(access, caller);
    };
    const token = findToken(request);
    const known = token === null ? null : authenticator.recall(token);
    if (!known) return identify(authenticator, request).then(admitCaller);
    admitCaller(known);
    return null;
  }

  /** What is refused whoever asks is a call like any other to somebody who is limited: they are told where they stand. */
  async function countAnyway(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = findToken(request);
    if (token === null) return;
    const caller = await authenticator.identify(token).catch((error: unknown) => {
      if (error instanceof ApiError) return null;
      throw error;
    });
    if (caller) countCall(caller, reply);
  }
}

async function refuseUntilSetUp(authenticator: Authenticator): Promise<void> {
  if (await authenticator.isSetUp()) return;
  throw new ApiError('not_set_up', 'This server has no admin yet: finish the first run with the code that it printed.');
}

async function identify(authenticator: Authenticator, request: FastifyRequest): Promise<Caller> {
  await refuseUntilSetUp(authenticator);
  return authenticator.identify(tokenOf(request));
}

function bindEndpoint(route: RouteOptions): void {
  const endpoint = BY_ROUTE.get(`${methodOf(route.method)} ${route.url}`);
  if (!endpoint) throw new Error(`the route ${route.method} ${route.url} is not in src-shared/http/api.ts`);
  route.config = { ...route.config, endpoint };
  route.schema = {
    ...(endpoint.body ? { body: endpoint.body.schema } : {}),
    ...(endpoint.query ? { querystring: endpoint.query } : {}),
    ...route.schema,
  };
  if (endpoint.body?.limitBytes !== undefined) route.bodyLimit = endpoint.body.limitBytes;
}

/** The framework answers HEAD wherever there is a GET. */
function methodOf(method: HTTPMethods | HTTPMethods[]): string {
  const [first] = [method].flat();
  return first === 'HEAD' ? 'GET' : String(first);
}

function otherProtocolProblem(request: FastifyRequest): ApiError | null {
  const version = request.headers[PROTOCOL_HEADER];
  if (version === undefined || version === String(PROTOCOL_VERSION)) return null;
  const message = `This server speaks protocol ${PROTOCOL_VERSION}, the request ${String(version).slice(0, 20)}.`;
  return new ApiError('protocol_unsupported', message, { details: { supported: PROTOCOL_VERSION } });
}

function findToken(request: FastifyRequest): string | null {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  const bearer = /^\s*Bearer\s+(.*\S)\s*$/i.exec(authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  return typeof apiKey === 'string' && apiKey.trim() !== '' ? apiKey.trim() : null;
}

function tokenOf(request: FastifyRequest): string {
  const token = findToken(request);
  if (token !== null) return token;
  throw new ApiError('unauthorized', 'No credentials came with the request: send "Authorization: Bearer KEY" or "x-api-key: KEY".');
}

function refuseForbidden(access: Exclude<Access, 'public'>, caller: Caller): void {
  switch (caller.kind) {
    case 'user':
      if (!access.roles.includes(caller.user.role)) {
        throw new ApiError('forbidden', `This takes the role ${access.roles.join(' or ')}; yours is ${caller.user.role}.`);
      }
      return;
    case 'key':
      if (access.scope === null) throw new ApiError('forbidden', 'This is for signed-in people: a key is no person.');
      if (access.scope !== 'any' && !hasScope(caller.scopes, access.scope))
        throw new ApiError('forbidden', `This takes a key with the scope ${access.scope}.`);
  }
}

/** `admin` holds all the others. */
export function hasScope(scopes: readonly string[], scope: string): boolean {
  return scopes.includes(scope) || scopes.includes('admin');
}
