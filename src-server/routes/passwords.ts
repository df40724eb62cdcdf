import type { FastifyInstance } from 'fastify';
import type { User } from '../../src-shared/schema/user.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { hashPassword, verifyPassword } from '../auth/password.ts';
import { revokeSessionsOf } from '../auth/sessions.ts';
import { openSession } from '../auth/sign-in.ts';
import { createSignInThrottle } from '../auth/sign-in-throttle.ts';
import { makeToken, PASSWORD_RESET_PREFIX } from '../auth/tokens.ts';
import { ApiError } from '../http/api-error.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';
import { createLink, endLink, endLinks, findLink, type OneTimeLink } from '../people/one-time-links.ts';
import { changePerson, findPasswordHash, findPerson, setPasswordHash } from '../people/people.ts';
import type { Sql } from '../store/database.ts';
import { noSuchLink, serveLink, serveLinks } from './serve-links.ts';

const VALID_MICROS = 24 * 3_600_000_000;

/** A new password by an admin's link, and by oneself. */
export function registerPasswordRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  registerResets(app, dependencies);
  registerOwnPassword(app, dependencies);
}

function registerResets(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, groupCommit, clock, randomBytes, passwordCost, authenticator } = dependencies;
  const links = serveLinks(app, dependencies, 'passwordReset');

  serveEndpoint(app, 'passwordResets.create', async ({ parameters, request }) => {
    const token = makeToken(PASSWORD_RESET_PREFIX, randomBytes);
    const url = links.urlOf(request, 'password-resets', token);
    return links.answerOnce(request, async (sql) => {
      const user = await findPerson(sql, parameters.id);
      if (!user) throw new ApiError('not_found', 'There is no such person.');
      if (user.disabled) throw new ApiError('conflict', 'This account is disabled: enable it first.');
      const target = { userId: user.id, email: user.email, role: null, skills: [] };
      const link = await createLink(sql, clock, randomBytes, { purpose: 'passwordReset', token, ...target, validMicros: VALID_MICROS });
      return { id: link.id, url, expires_at: formatTimestamp(link.expiresAtMicros) };
    });
  });

  serveLink(app, 'passwordResets.get', async (token, request) => {
    const link = await links.open(request, token);
    const { email, name } = await database.read((sql) => holderOf(sql, link));
    return { email, name, expires_at: formatTimestamp(link.expiresAtMicros) };
  });

  serveEndpoint(app, 'passwordResets.finish', async ({ parameters, body, request }) => {
    await links.open(request, parameters.token);
    const passwordHash = await hashPassword(body.password, passwordCost, randomBytes);
    const signedIn = await groupCommit.submit(async (sql) => {
      const link = await findLink(sql, clock, 'passwordReset', parameters.token);
      if (!link || !(await endLink(sql, clock, 'passwordReset', link.id))) throw noSuchLink();
      const user = await changePerson(sql, clock, (await holderOf(sql, link)).id, { passwordHash });
      return openSession(sql, dependencies, user, { action: 'passwordResets.finish', address: request.ip });
    });
    authenticator.forget();
    return ok(signedIn);
  });
}

/** Throws as if there were no link when the account was disabled since. */
async function holderOf(sql: Sql, { userId }: OneTimeLink): Promise<User> {
  const user = userId === null ? null : await findPerson(sql, userId);
  if (!user || user.disabled) throw noSuchLink();
  return user;
}

function registerOwnPassword(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock, randomBytes, passwordCost, authenticator } = dependencies;
  const throttle = createSignInThrottle(dependencies, 'ownPassword');
  app.addHook('preClose', async () => throttle.close());

  serveEndpoint(app, 'me.changePassword', async ({ caller, body, request }) => {
    if (caller.kind !== 'user') throw new ApiError('forbidden', 'A key has no password.');
    const { id, email } = caller.user;
    throttle.begin(email, request.ip);
    const stored = await database.read((sql) => findPasswordHash(sql, id));
    // No 401: the session is good, and a client would take it for ended.
    if (stored === null || !(await verifyPassword(body.current_password, stored))) throw wrongPassword();
    throttle.succeed(email, request.ip);
    const passwordHash = await hashPassword(body.new_password, passwordCost, randomBytes);
    const answer = await submitWrite(dependencies, request, async (sql) => {
      // Hashing takes a while: somebody may have reset it meanwhile.
      if ((await findPasswordHash(sql, id)) !== stored) throw wrongPassword();
      await setPasswordHash(sql, id, passwordHash);
      await revokeSessionsOf(sql, clock, id, caller.sessionId);
      await endLinks(sql, { purpose: 'passwordReset', email, nowMicros: clock.nowMicros() });
      return NO_CONTENT;
    });
    authenticator.forget();
    return answer;
  });
}

function wrongPassword(): ApiError {
  return new ApiError('forbidden', 'The current password is wrong.');
}
