import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { changePerson } from '../people/people.ts';
import { hashPassword } from './password.ts';
import { createSignIn } from './sign-in.ts';

const NEW_PASSWORD = 'another horse battery';

let server: TestApp;
let ann: { id: string; token: string };
beforeEach(async () => {
  server = await openTestApp();
  ann = await server.person('ann');
});
afterEach(() => server.close());

/** Holds up all writes; what is given back changes the person and lets them go on. */
async function holdWrites(change: Parameters<typeof changePerson>[3]): Promise<() => Promise<unknown>> {
  const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const writing = server.dependencies.groupCommit.submit(async (sql) => {
    begin();
    await held;
    return changePerson(sql, server.clock, ann.id, change);
  });
  await begun;
  return () => {
    goOn();
    return writing;
  };
}

const hash = (password: string) => hashPassword(password, server.dependencies.passwordCost, server.dependencies.randomBytes);
const countSessions = () =>
  server.dependencies.database.read((sql) =>
    sql.get('SELECT COUNT(*) AS many FROM sessions WHERE user_id = ? AND revoked_at IS NULL', [ann.id]),
  );

describe('a sign-in', () => {
  const signInDuring = async (change: Parameters<typeof changePerson>[3]) => {
    const { promise: verified, resolve: verify } = Promise.withResolvers<void>();
    const throttle = { begin: () => undefined, succeed: () => verify(), close: () => undefined };
    const signIn = createSignIn({ ...server.dependencies, throttle });
    const goOn = await holdWrites(change);
    const signedIn = signIn({ email: 'ann@example.com', password: 'password of ann', address: '192.0.2.1' });
    await verified;
    await goOn();
    return signedIn;
  };

  it('by a password that is replaced before it is through lets nobody in', async () => {
    const passwordHash = await hash(NEW_PASSWORD);
    await expect(signInDuring({ passwordHash })).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(await countSessions()).toEqual({ many: 0 });
  });

  it('to an account that is disabled before it is through lets nobody in, later neither', async () => {
    await expect(signInDuring({ disabled: true })).rejects.toMatchObject({ code: 'unauthorized' });
    expect(await countSessions()).toEqual({ many: 0 });
  });
});

describe('a person’s own change of the password', () => {
  it('is refused where somebody replaced the password that it goes by', async () => {
    await server.call('GET', '/api/v1/me', { token: ann.token });
    const goOn = await holdWrites({ passwordHash: await hash(NEW_PASSWORD) });
    const { promise: looked, resolve: look } = Promise.withResolvers<void>();
    const { database } = server.dependencies;
    const read = database.read.bind(database);
    vi.spyOn(database, 'read').mockImplementationOnce((work) => read(work).finally(look));
    const body = { current_password: 'password of ann', new_password: 'the third of the passwords' };
    const changing = server.call('PATCH', '/api/v1/me/password', { token: ann.token, body });
    await looked;
    await goOn();
    expect((await changing).status).toBe(403);
    const signIn = { token: null, body: { email: 'ann@example.com', password: NEW_PASSWORD } };
    expect((await server.call('POST', '/api/v1/auth/login', signIn)).status).toBe(200);
  });
});
