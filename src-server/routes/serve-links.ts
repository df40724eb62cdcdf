import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BASE } from '../../src-shared/http/endpoint.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { createSignInThrottle } from '../auth/sign-in-throttle.ts';
import { hashToken } from '../auth/tokens.ts';
import { renderMessage } from '../forms/page/render-sign-in.ts';
import type { Answer } from '../http/answer.ts';
import { ApiError } from '../http/api-error.ts';
import { auditRequest } from '../http/audit-request.ts';
import { storeAnswer } from '../http/idempotency.ts';
import { ok } from '../http/serve-endpoint.ts';
import { findLink, type LinkPurpose, type OneTimeLink } from '../people/one-time-links.ts';
import type { Sql } from '../store/database.ts';
import { servePage, wantsPage } from './serve-page.ts';

type LinkRouteDependencies = Pick<AppDependencies, 'database' | 'groupCommit' | 'clock' | 'settings'>;

/** What the routes of invitations and password resets have in common. */
export interface LinkRoutes {
  /** The address that is handed to somebody: it shows what the link is for, and a console takes it apart. */
  urlOf(request: FastifyRequest, folder: string, token: string): string;
  /** Makes a link. The URL is in this answer only: a repeat with the same Idempotency-Key gets the rest. */
  answerOnce<Body extends { url: string }>(request: FastifyRequest, command: (sql: Sql) => Promise<Body>): Promise<Answer<Body>>;
  /** Finds a link for somebody who is not signed in, throttled. Throws ApiErrors: not_found, rate_limited. */
  open(request: FastifyRequest, token: string): Promise<OneTimeLink>;
}

export function serveLinks(app: FastifyInstance, dependencies: LinkRouteDependencies, purpose: LinkPurpose): LinkRoutes {
  const { database, groupCommit, clock, settings } = dependencies;
  const throttle = createSignInThrottle(dependencies, purpose);
  app.addHook('preClose', async () => throttle.close());
  return {
    urlOf: (request, folder, token) => `${settings.publicUrl ?? `${request.protocol}://${request.host}`}${BASE}/${folder}/${token}`,
    answerOnce: (request, command) =>
      groupCommit.submit(async (sql) => {
        const body = await command(sql);
        const { url: _secret, ...stored } = body;
        const nowMicros = clock.nowMicros();
        await auditRequest(sql, request, nowMicros, body);
        if (request.idempotency) await storeAnswer(sql, request.idempotency, ok(stored), nowMicros);
        return ok(body);
      }),
    async open(request, token) {
      const name = hashToken(token);
      throttle.begin(name, request.ip);
      const link = await database.read((sql) => findLink(sql, clock, purpose, token));
      if (!link) throw noSuchLink();
      throttle.succeed(name, request.ip);
      return link;
    },
  };
}

/**
 * What a link is for, as JSON. Whoever follows it in a browser is told where to paste it: the console takes links, and a
 * page of the server must not ask for passwords.
 */
export function serveLink(
  app: FastifyInstance,
  name: 'invitations.get' | 'passwordResets.get',
  read: (token: string, request: FastifyRequest) => Promise<object>,
): void {
  servePage(app, name, async ({ request, speech }) => {
    const [token = ''] = Object.values(request.params as Record<string, string>);
    const body = await read(token, request);
    return wantsPage(request)
      ? { kind: 'page', status: 200, page: renderMessage('This link is for Docket', PASTE_IT, speech) }
      : { kind: 'json', body };
  });
}

const PASTE_IT =
  'Copy the address of this page. Then start Docket on your computer, choose “I have a link” below the sign-in form, and paste it there. It works once.';

export function noSuchLink(): ApiError {
  return new ApiError('not_found', 'This link is unknown, was used, or has expired: ask an admin for a new one.');
}
