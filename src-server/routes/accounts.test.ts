import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, TEST_ADMIN, TEST_KEY, type TestApp } from '../app-fixture.ts';

let server: TestApp;
beforeEach(async () => {
  server = await openTestApp();
});
afterEach(() => server.close());

const login = (body: object, headers: Record<string, string> = {}) =>
  server.call('POST', '/api/v1/auth/login', { token: null, body, headers });
const DAY = 24 * 3600;

describe('signing in', () => {
  it('gives a token, its end, and the person', async () => {
    const { status, body } = await login({ ...TEST_ADMIN, email: ' MIA@example.com ' });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token', 'expires_at', 'user']);
    expect(body.token).toMatch(/^ds_/);
    expect(body.user).toMatchObject({ email: 'mia@example.com', role: 'admin', disabled: false });
    const me = await server.call('GET', '/api/v1/me', { token: body.token });
    expect(me.body).toEqual({ kind: 'user', ...body.user });
    expect((await server.call('GET', '/api/v1/accounts/me/', { token: body.token })).body).toEqual(me.body);
  });

  it('does not say whether the address or the password was wrong', async () => {
    const wrongPassword = await login({ ...TEST_ADMIN, password: 'something else' });
    const wrongEmail = await login({ ...TEST_ADMIN, email: 'nobody@example.com' });
    expect(wrongPassword.status).toBe(401);
    expect(wrongPassword.body.error).toMatchObject({ code: 'invalid_credentials' });
    expect(wrongEmail.body.error.message).toBe(wrongPassword.body.error.message);
  });

  it('takes a password however its characters are composed', async () => {
    await server.call('POST', '/api/v1/users', {
      body: { email: 'a@b.c', name: 'A', role: 'operator', password: 'caf\u00e9 caf\u00e9 1' },
    });
    expect((await login({ email: 'a@b.c', password: 'cafe\u0301 cafe\u0301 1' })).status).toBe(200);
  });

  it('is refused for a while after many wrong passwords for one account, and only for that one', async () => {
    await server.person('olga', 'operator');
    for (let attempt = 0; attempt < 10; attempt++) expect((await login({ ...TEST_ADMIN, password: 'wrong' })).status).toBe(401);
    const refused = await login(TEST_ADMIN);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await login({ email: 'olga@example.com', password: 'password of olga' })).status).toBe(200);
    server.clock.advanceSeconds(16 * 60);
    expect((await login(TEST_ADMIN)).status).toBe(200);
  });

  it('counts attempts that are made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => login({ ...TEST_ADMIN, password: 'wrong' })));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
  });

  it('is refused for a while after many wrong passwords from one address', async () => {
    for (let attempt = 0; attempt < 50; attempt++) await login({ email: `guess${attempt}@example.com`, password: 'wrong' });
    expect((await login(TEST_ADMIN)).status).toBe(429);
  });

  it('sets no cookie and no CORS header, and reads no cookie', async () => {
    const { headers, body } = await login(TEST_ADMIN, { origin: 'https://evil.example' });
    expect(Object.keys(headers).filter((name) => name === 'set-cookie' || name.startsWith('access-control'))).toEqual([]);
    const byCookie = await server.call('GET', '/api/v1/me', {
      token: null,
      headers: { cookie: `token=${body.token}; session=${body.token}` },
    });
    expect(byCookie.status).toBe(401);
  });
});

describe('a session', () => {
  it('ends by signing out, at once', async () => {
    const { token } = await server.person('olga');
    expect((await server.call('POST', '/api/v1/auth/logout', { token })).status).toBe(204);
    const after = await server.call('GET', '/api/v1/me', { token });
    expect([after.status, after.body.error.code]).toEqual([401, 'session_expired']);
  });

  it('ends by itself, and says so', async () => {
    const { token } = await server.person('olga');
    server.clock.advanceSeconds(29 * DAY);
    expect((await server.call('GET', '/api/v1/me', { token })).status).toBe(200);
    server.clock.advanceSeconds(2 * DAY);
    const after = await server.call('GET', '/api/v1/me', { token });
    expect([after.status, after.body.error.code]).toEqual([401, 'session_expired']);
  });

  it('takes its streams with it when it ends, and others hear of new people', async () => {
    const { feed, authenticator } = server.dependencies;
    const [olga, paul] = [await server.person('olga'), await server.person('paul')];
    const texts: string[] = [];
    const ended: string[] = [];
    for (const [name, { token }] of Object.entries({ olga, paul })) {
      const sink = {
        write: (text: string) => texts.push(`${name}: ${text}`),
        bufferedBytes: () => 0,
        onDrain: () => undefined,
        end: () => ended.push(name),
      };
      await feed.connect(await authenticator.identify(token), { checkpoint: null, lastSeq: null }, sink);
    }
    await server.call('POST', '/api/v1/auth/logout', { token: olga.token });
    await expect.poll(() => ended).toEqual(['olga']);
    expect(texts.filter((text) => text.includes('workspace'))).toEqual([]);
    await server.person('quinn');
    await expect.poll(() => texts.filter((text) => text.includes('workspace')).length).toBe(1);
    expect(texts.at(-1)).toContain('paul: ');
  });

  it('of nobody is refused', async () => {
    const answer = await server.call('GET', '/api/v1/me', { token: 'ds_made_up' });
    expect([answer.status, answer.body.error.code]).toEqual([401, 'unauthorized']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('ends when the person is disabled or gets a new password', async () => {
    const olga = await server.person('olga');
    const paul = await server.person('paul');
    await server.call('PATCH', `/api/v1/users/${olga.id}`, { body: { disabled: true } });
    await server.call('PATCH', `/api/v1/users/${paul.id}`, { body: { password: 'another password' } });
    expect((await server.call('GET', '/api/v1/me', { token: olga.token })).status).toBe(401);
    expect((await server.call('GET', '/api/v1/me', { token: paul.token })).body.error.code).toBe('session_expired');
    expect((await login({ email: 'olga@example.com', password: 'password of olga' })).status).toBe(401);
    expect((await login({ email: 'paul@example.com', password: 'another password' })).status).toBe(200);
  });

  it('follows a change of the role at once', async () => {
    const olga = await server.person('olga');
    expect((await server.call('GET', '/api/v1/users', { token: olga.token })).status).toBe(403);
    await server.call('PATCH', `/api/v1/users/${olga.id}`, { body: { role: 'admin' } });
    expect((await server.call('GET', '/api/v1/users', { token: olga.token })).status).toBe(200);
  });
});

describe('people', () => {
  const create = (body: object) => server.call('POST', '/api/v1/users', { body });
  const olga = { email: 'Olga@Example.com', name: 'Olga', role: 'operator', skills: ['french'] };

  it('are made by a key with the scope admin, and listed', async () => {
    const { status, body } = await create(olga);
    expect(status).toBe(200);
    expect(body).toEqual({ id: body.id, email: 'olga@example.com', name: 'Olga', role: 'operator', skills: ['french'], disabled: false });
    expect((await server.call('GET', `/api/v1/users/${body.id}`)).body).toEqual(body);
    expect((await server.call('GET', '/api/v1/users')).body.items).toContainEqual(body);
    expect((await login({ email: olga.email, password: '' })).status).toBe(401);
  });

  it.each([
    ['a short password', { ...olga, password: 'too short' }, 'body.password'],
    ['an unknown role', { ...olga, role: 'owner' }, 'body.role'],
    ['no address', { name: 'Olga', role: 'operator' }, 'body.email'],
    ['an address without an @', { ...olga, email: 'olga' }, 'body.email'],
    ['an unknown key', { ...olga, admin: true }, 'body.admin'],
    ['a number for a name', { ...olga, name: 5 }, 'body.name'],
  ])('are refused with %s', async (_what, body, path) => {
    const answer = await create(body);
    expect([answer.status, answer.body.error.code]).toEqual([422, 'validation_failed']);
    expect(answer.body.error.message).toContain(path);
  });

  it('have an address of their own', async () => {
    await create(olga);
    expect(await create({ ...olga, email: 'OLGA@example.com' })).toMatchObject({
      status: 409,
      body: { error: { code: 'already_exists' } },
    });
  });

  it('include an admin, always', async () => {
    const [admin] = (await server.call('GET', '/api/v1/users')).body.items;
    for (const change of [{ role: 'manager' }, { disabled: true }]) {
      expect((await server.call('PATCH', `/api/v1/users/${admin.id}`, { body: change })).status).toBe(409);
    }
    expect((await server.call('GET', `/api/v1/users/${admin.id}`)).body).toEqual(admin);
    expect((await server.call('PATCH', '/api/v1/users/nobody', { body: { name: 'X' } })).status).toBe(404);
  });
});

describe('keys', () => {
  const make = (body: object = { name: 'Shop', source: 'shop', scopes: ['tasks:write', 'tasks:read'] }) =>
    server.call('POST', '/api/v1/keys', { body });

  it('are shown once, and work as a bearer token and as x-api-key alike', async () => {
    const { body } = await make();
    expect(body.key).toMatch(/^dk_live_/);
    const me = { kind: 'key', id: body.id, name: 'Shop', source: 'shop', scopes: ['tasks:read', 'tasks:write'] };
    expect((await server.call('GET', '/api/v1/me', { token: body.key })).body).toEqual(me);
    expect((await server.call('GET', '/api/v1/me', { token: null, headers: { 'X-API-Key': body.key } })).body).toEqual(me);
    expect((await server.call('GET', '/api/v1/me', { token: null, headers: { authorization: `bearer  ${body.key}` } })).body).toEqual(me);
    await server.dependencies.groupCommit.drain();
    const list = await server.call('GET', '/api/v1/keys');
    expect(list.text).not.toContain(body.key);
    expect(list.body.items).toContainEqual({ ...body, key: undefined, last_used_at: expect.any(String) });
  });

  it('are stored as nothing that could be used', async () => {
    const { body } = await make();
    const rows = await server.dependencies.database.read((sql) => sql.all('SELECT * FROM api_keys'));
    expect(JSON.stringify(rows)).not.toContain(body.key);
    expect(JSON.stringify(rows)).not.toContain(TEST_KEY);
  });

  it('are rotated: the old secret ends at once, the source stays', async () => {
    const { body: first } = await make();
    await server.call('GET', '/api/v1/me', { token: first.key });
    const { body: second } = await server.call('POST', `/api/v1/keys/${first.id}/rotate`);
    expect(second).toMatchObject({ id: first.id, source: 'shop' });
    expect((await server.call('GET', '/api/v1/me', { token: first.key })).status).toBe(401);
    expect((await server.call('GET', '/api/v1/me', { token: second.key })).status).toBe(200);
  });

  it('are revoked at once', async () => {
    const { body } = await make();
    await server.call('GET', '/api/v1/me', { token: body.key });
    expect((await server.call('DELETE', `/api/v1/keys/${body.id}`)).status).toBe(204);
    expect((await server.call('GET', '/api/v1/me', { token: body.key })).status).toBe(401);
    expect((await server.call('DELETE', `/api/v1/keys/${body.id}`)).status).toBe(404);
    expect((await server.call('POST', `/api/v1/keys/${body.id}/rotate`)).status).toBe(404);
  });

  it('tell when they were last used, to the minute', async () => {
    const { body } = await make();
    const lastUse = async () =>
      (await server.call('GET', '/api/v1/keys')).body.items.find((key: { id: string }) => key.id === body.id).last_used_at;
    expect(await lastUse()).toBeNull();
    await server.call('GET', '/api/v1/me', { token: body.key });
    await server.dependencies.groupCommit.drain();
    const first = await lastUse();
    expect(first).not.toBeNull();
    await server.call('GET', '/api/v1/me', { token: body.key });
    await server.dependencies.groupCommit.drain();
    expect(await lastUse()).toBe(first);
    server.clock.advanceSeconds(61);
    await server.call('GET', '/api/v1/me', { token: body.key });
    await server.dependencies.groupCommit.drain();
    expect((await lastUse()) > first).toBe(true);
  });

  it.each([
    { name: 'x', scopes: [] },
    { name: 'x', scopes: ['everything'] },
    { scopes: ['admin'] },
    { name: 'x', scopes: ['admin'], source: 'a b' },
  ])('are refused as %j', async (body) => expect((await make(body)).status).toBe(422));
});

describe('the first run', () => {
  let empty: TestApp;
  beforeEach(async () => {
    empty = await openTestApp({ isEmpty: true });
  });
  afterEach(() => empty.close());

  const admin = { email: 'ada@example.com', name: 'Ada', password: 'correct horse' };
  const finish = (code: string, body: object = admin) => empty.call('POST', '/api/v1/first-run', { token: null, body: { code, ...body } });
  const code = () => empty.dependencies.firstRunCode?.code ?? '';

  it('is all that a new server does, besides health', async () => {
    expect((await empty.call('GET', '/health/ready')).status).toBe(200);
    expect((await empty.call('GET', '/api/v1/first-run')).body).toEqual({ needed: true });
    const other = await empty.call('GET', '/api/v1/tasks');
    expect([other.status, other.body.error.code]).toEqual([403, 'not_set_up']);
  });

  it('makes the admin, signed in, once', async () => {
    const { status, body } = await finish(code().toLowerCase().replace('-', ' '));
    expect(status).toBe(200);
    expect((await empty.call('GET', '/api/v1/users', { token: body.token })).body.items).toEqual([body.user]);
    expect((await finish(code())).status).toBe(409);
    expect((await empty.call('GET', '/api/v1/first-run')).body).toEqual({ needed: false });
  });

  it('takes five tries', async () => {
    for (let attempt = 0; attempt < 5; attempt++) expect((await finish('AAAAA-AAAAA')).status).toBe(403);
    expect((await finish(code())).body.error.message).toContain('too often');
  });

  it('takes fifteen minutes; then there is another code, without a restart', async () => {
    const old = code();
    empty.clock.advanceSeconds(15 * 60);
    expect((await finish(old)).body.error.message).toContain('expired');
    expect((await finish(old)).body.error.message).toContain('not the code');
    expect((await finish(code())).status).toBe(200);
  });

  it('wants a password of ten characters, and spends no try on a short one', async () => {
    for (let attempt = 0; attempt < 6; attempt++) expect((await finish(code(), { ...admin, password: 'short' })).status).toBe(422);
    expect((await finish(code())).status).toBe(200);
  });
});
