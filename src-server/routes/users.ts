import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';
import { hashPassword } from '../auth/password.ts';
import { ApiError } from '../http/api-error.ts';
import { ok, serveEndpoint, submitWrite } from '../http/serve-endpoint.ts';
import { changePerson, createPerson, findPerson, listPeople } from '../people/people.ts';

export function registerUserRoutes(app: FastifyInstance, dependencies: AppDependencies): void {
  const { database, clock, authenticator, passwordCost, randomBytes } = dependencies;
  const hash = (password: string) => hashPassword(password, passwordCost, randomBytes);

  serveEndpoint(app, 'users.list', async () => ok({ items: await database.read(listPeople) }));

  serveEndpoint(app, 'users.get', async ({ parameters }) => {
    const user = await database.read((sql) => findPerson(sql, parameters.id));
    if (!user) throw new ApiError('not_found', 'There is no such person.');
    return ok(user);
  });

  serveEndpoint(app, 'users.create', async ({ body, request }) => {
    const { password, ...person } = body;
    const passwordHash = password === undefined ? null : await hash(password);
    const id = `user_${randomBytes(9).toString('base64url')}`;
    return submitWrite(dependencies, request, async (sql) => ok(await createPerson(sql, clock, { ...person, id, passwordHash })));
  });

  serveEndpoint(app, 'users.change', async ({ body, parameters, request }) => {
    const { password, ...change } = body;
    const hashed = password === undefined ? {} : { passwordHash: await hash(password) };
    const answer = await submitWrite(dependencies, request, async (sql) =>
      ok(await changePerson(sql, clock, parameters.id, { ...change, ...hashed })),
    );
    authenticator.forget();
    return answer;
  });
}
