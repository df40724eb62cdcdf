import type { FastifyInstance } from 'fastify';
import type { Me } from '../../src-shared/http/account-endpoints.ts';
import { API_KEY_SCOPES } from '../../src-shared/http/endpoint.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { Caller } from '../auth/caller.ts';
import { revokeSession } from '../auth/sessions.ts';
import type { SignIn } from '../auth/sign-in.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';

/** `signIn`: one for all doors, so that each counts the tries at the others. */
export function registerAuthRoutes(app: FastifyInstance, dependencies: AppDependencies, signIn: SignIn): void {
  const { authenticator, clock } = dependencies;

  serveEndpoint(app, 'auth.login', async ({ body, request }) => ok(await signIn({ ...body, address: request.ip })));

  serveEndpoint(app, 'auth.logout', async ({ caller, request }) => {
    if (caller.kind !== 'user') return NO_CONTENT;
    await submitWrite(dependencies, request, async (sql) => {
      await revokeSession(sql, clock, caller.sessionId);
      return NO_CONTENT;
    });
    authenticator.forget();
    return NO_CONTENT;
  });

  serveEndpoint(app, 'me.get', async ({ caller }) => ok(meOf(caller)));
  serveEndpoint(app, 'account.get', async ({ caller }) => ok(meOf(caller)));
}

function meOf(caller: Caller): Me {
  switch (caller.kind) {
    case 'user':
      return { kind: 'user', ...caller.user };
    case 'key': {
      const { keyId, name, source, scopes } = caller;
      return { kind: 'key', id: keyId, name, source, scopes: API_KEY_SCOPES.filter((scope) => scopes.includes(scope)) };
    }
  }
}
