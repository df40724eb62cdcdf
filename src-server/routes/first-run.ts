import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { insertAuditEvent } from '../audit/insert-audit-event.ts';
import type { FirstRunCode } from '../auth/first-run.ts';
import { hashPassword } from '../auth/password.ts';
import { openSession } from '../auth/sign-in.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, serveEndpoint } from '../http/serve-endpoint.ts';
import { createPerson, hasAdmin } from '../people/people.ts';

export function registerFirstRunRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, groupCommit, clock, randomBytes, passwordCost, firstRunCode, authenticator } = dependencies;

  serveEndpoint(app, 'firstRun.get', async () => ok({ needed: !(await database.read(hasAdmin)) }));

  serveEndpoint(app, 'firstRun.finish', async ({ body, request }) => {
    if (!firstRunCode || (await database.read(hasAdmin))) throw alreadySetUp();
    await checkCode(dependencies, firstRunCode, body.code, request.ip);
    const passwordHash = await hashPassword(body.password, passwordCost, randomBytes);
    const id = `user_${randomBytes(9).toString('base64url')}`;
    const signedIn = await groupCommit.submit(async (sql) => {
      if (await hasAdmin(sql)) throw alreadySetUp();
      const name = body.name ?? nameFrom(body.email);
      const admin = await createPerson(sql, clock, { id, email: body.email, name, role: 'admin', passwordHash });
      return openSession(sql, dependencies, admin, { action: 'firstRun.finish', address: request.ip });
    });
    authenticator.forget();
    return ok(signedIn);
  });
}

/** Whoever tries codes leaves a trace. Throws an ApiError `forbidden`. */
async function checkCode({ groupCommit, clock }: AppDependencies, expected: FirstRunCode, code: string, address: string): Promise<void> {
  try {
    expected.check(code);
  } catch (error) {
    const actor = { kind: 'nobody', id: null, name: 'Nobody' } as const;
    const event = { atMicros: clock.nowMicros(), actor, action: 'firstRun.refuse', subject: null, address, details: {} };
    await groupCommit.submit((sql) => insertAuditEvent(sql, event));
    throw error;
  }
}

function alreadySetUp(): ApiError {
  return new ApiError('conflict', 'This server has an admin already: sign in.');
}

function nameFrom(email: string): string {
  return email.split('@')[0] || email;
}
