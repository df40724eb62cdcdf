import type { FastifyInstance } from 'fastify';
import type { Invitation } from '../../src-shared/http/access-endpoints.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { hashPassword } from '../auth/password.ts';
import { openSession } from '../auth/sign-in.ts';
import { INVITATION_PREFIX, makeToken } from '../auth/tokens.ts';
import { ApiError } from '../http/api-error.ts';
import { NO_CONTENT, ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';
import { createLink, endLink, findLink, listLinks, type OneTimeLink } from '../people/one-time-links.ts';
import { checkEmail, createPerson, findPersonByEmail } from '../people/people.ts';
import { noSuchLink, serveLink, serveLinks } from './serve-links.ts';

const VALID_MICROS = 7 * 24 * 3_600_000_000;

export function registerInvitationRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, groupCommit, clock, randomBytes, passwordCost, authenticator } = dependencies;
  const links = serveLinks(app, dependencies, 'invitation');

  serveEndpoint(app, 'invitations.list', async () =>
    ok({ items: (await database.read((sql) => listLinks(sql, clock, 'invitation'))).map(invitationOf) }),
  );

  serveEndpoint(app, 'invitations.create', async ({ body, request }) => {
    const { role, skills = [] } = body;
    const email = checkEmail(body.email);
    const token = makeToken(INVITATION_PREFIX, randomBytes);
    const url = links.urlOf(request, 'invitations', token);
    return links.answerOnce(request, async (sql) => {
      if (await findPersonByEmail(sql, email)) throw new ApiError('already_exists', `Somebody has the address ${email} already.`);
      const link = { purpose: 'invitation', token, userId: null, email, role, skills, validMicros: VALID_MICROS } as const;
      return { ...invitationOf(await createLink(sql, clock, randomBytes, link)), url };
    });
  });

  serveEndpoint(app, 'invitations.delete', async ({ parameters, request }) =>
    submitWrite(dependencies, request, async (sql) => {
      if (!(await endLink(sql, clock, 'invitation', parameters.invitation))) {
        throw new ApiError('not_found', 'There is no such invitation that could still be accepted.');
      }
      return NO_CONTENT;
    }),
  );

  serveLink(app, 'invitations.get', async (token, request) => {
    const { email, role, expires_at } = invitationOf(await links.open(request, token));
    return { email, role, expires_at };
  });

  serveEndpoint(app, 'invitations.accept', async ({ parameters, body, request }) => {
    await links.open(request, parameters.invitation);
    const passwordHash = await hashPassword(body.password, passwordCost, randomBytes);
    const id = `user_${randomBytes(9).toString('base64url')}`;
    const signedIn = await groupCommit.submit(async (sql) => {
      // Another request may have been quicker.
      const link = await findLink(sql, clock, 'invitation', parameters.invitation);
      if (!link || !(await endLink(sql, clock, 'invitation', link.id))) throw noSuchLink();
      const { email, role, skills } = invitationOf(link);
      const person = await createPerson(sql, clock, { id, email, name: body.name, role, skills, passwordHash });
      return openSession(sql, dependencies, person, { action: 'invitations.accept', address: request.ip });
    });
    authenticator.forget();
    return ok(signedIn);
  });
}

function invitationOf({ id, email, role, skills, createdAtMicros, expiresAtMicros }: OneTimeLink): Invitation {
  if (role === null) throw new Error('an invitation has a role');
  return { id, email, role, skills, created_at: formatTimestamp(createdAtMicros), expires_at: formatTimestamp(expiresAtMicros) };
}
