import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import type { Caller } from '../auth/caller.ts';
import { findSessionOwner, listSessions, revokeSession } from '../auth/sessions.ts';
import { ApiError } from '../http/api-error.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';

export function registerSessionRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock, authenticator } = dependencies;

  serveEndpoint(app, 'sessions.list', async ({ caller, query }) => {
    const ownId = caller.kind === 'user' ? caller.user.id : null;
    const userId = query.user_id ?? ownId;
    if (userId === null) throw new ApiError('validation_failed', 'query.user_id is missing: a key has no sessions.');
    if (userId !== ownId && !looksAfterPeople(caller)) throw new ApiError('forbidden', 'Sessions of others are for admins.');
    const currentId = caller.kind === 'user' ? caller.sessionId : null;
    return ok({ items: await database.read((sql) => listSessions(sql, clock, userId, currentId)) });
  });

  serveEndpoint(app, 'sessions.delete', async ({ caller, parameters, request }) => {
    const answer = await submitWrite(dependencies, request, async (sql) => {
      const owner = await findSessionOwner(sql, clock, parameters.id);
      const isOwn = caller.kind === 'user' && owner === caller.user.id;
      if (owner === null || !(isOwn || looksAfterPeople(caller))) throw new ApiError('not_found', 'There is no such session.');
      await revokeSession(sql, clock, parameters.id);
      return NO_CONTENT;
    });
    authenticator.forget();
    return answer;
  });
}

/** A key comes as far as here with the scope `admin` only. */
function looksAfterPeople(caller: Caller): boolean {
  return caller.kind === 'key' || caller.user.role === 'admin';
}
