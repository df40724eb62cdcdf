import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

let server: TestApp;
const log: string[] = [];
beforeEach(async () => {
  log.length = 0;
  const written = pino({ level: 'debug' }, { write: (line: string) => log.push(line) });
  server = await openTestApp({ settings: { publicUrl: 'https://docket.example.com', log: written } });
});
afterEach(() => server.close());

const DAY = 24 * 3_600;
const call = (method: string, path: string, body?: unknown, token: string | null | undefined = undefined) =>
  server.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const login = (email: string, password: string) => call('POST', '/auth/login', { email, password }, null);
/** What somebody without an account does with a link. */
const follow = (url: string, action = '', body?: unknown) =>
  server.call(body ? 'POST' : 'GET', new URL(url).pathname + action, { token: null, ...(body ? { body } : {}) });
const isSignedIn = async (token: string) => (await call('GET', '/me', undefined, token)).status === 200;

describe('an invitation', () => {
  const olga = { email: 'Olga@Example.com', role: 'manager', skills: ['french'] };
  const accept = (url: string, body: object = { name: 'Olga', password: 'correct horse' }) => follow(url, '/accept', body);

  it('is a link that makes the account, as the admin meant it, and signs in', async () => {
    const { status, body } = await call('POST', '/invitations', olga);
    expect(status).toBe(200);
    expect(body.url).toMatch(/^https:\/\/docket\.example\.com\/api\/v1\/invitations\/di_[\w-]{43}$/);
    expect((await follow(body.url)).body).toEqual({ email: 'olga@example.com', role: 'manager', expires_at: body.expires_at });
    const accepted = await accept(body.url);
    expect(accepted.body.user).toMatchObject({
      email: 'olga@example.com',
      name: 'Olga',
      role: 'manager',
      skills: ['french'],
      disabled: false,
    });
    expect(await isSignedIn(accepted.body.token)).toBe(true);
    expect((await login('olga@example.com', 'correct horse')).status).toBe(200);
    const { items } = (await call('GET', '/audit')).body;
    expect(items.map((entry: { action: string }) => entry.action).slice(0, 3)).toEqual([
      'auth.login',
      'invitations.accept',
      'invitations.create',
    ]);
  });

  it('works once, also for two who are quick', async () => {
    const { body } = await call('POST', '/invitations', olga);
    const answers = await Promise.all([accept(body.url), accept(body.url), accept(body.url)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404]);
    expect((await follow(body.url)).status).toBe(404);
  });

  it('ends after a week, when it is withdrawn, and when there is a newer one', async () => {
    const { body: first } = await call('POST', '/invitations', olga);
    const { body: second } = await call('POST', '/invitations', { ...olga, role: 'operator' });
    expect((await accept(first.url)).status).toBe(404);
    expect((await call('GET', '/invitations')).body.items).toEqual([{ ...second, url: undefined }]);
    expect((await call('DELETE', `/invitations/${second.id}`)).status).toBe(204);
    expect((await call('DELETE', `/invitations/${second.id}`)).status).toBe(404);
    expect((await accept(second.url)).status).toBe(404);
    const { body: third } = await call('POST', '/invitations', olga);
    server.clock.advanceSeconds(7 * DAY);
    expect((await accept(third.url)).status).toBe(404);
    expect((await call('GET', '/invitations')).body.items).toEqual([]);
  });

  it('is for nobody who has an account, at either time', async () => {
    await server.person('paul');
    expect((await call('POST', '/invitations', { ...olga, email: 'PAUL@example.com' })).status).toBe(409);
    const { body } = await call('POST', '/invitations', olga);
    await server.person('olga');
    expect((await accept(body.url)).status).toBe(409);
  });

  it('takes no weak password, and is not used up by it', async () => {
    const { body } = await call('POST', '/invitations', olga);
    expect((await accept(body.url, { name: 'Olga', password: 'short' })).status).toBe(422);
    expect((await accept(body.url, { name: 'Olga', password: 'long enough', role: 'admin' })).status).toBe(422);
    expect((await accept(body.url)).status).toBe(200);
  });

  it('cannot be guessed: one address has so many tries', async () => {
    const { body } = await call('POST', '/invitations', olga);
    for (let attempt = 0; attempt < 50; attempt += 1) {
      expect((await follow(`https://x/api/v1/invitations/di_guess${attempt}`)).status).toBe(404);
    }
    expect((await follow(body.url)).status).toBe(429);
  });

  it('stands in no list, no log, no stored answer and no table', async () => {
    const headers = { 'idempotency-key': 'once' };
    const { body } = await server.call('POST', '/api/v1/invitations', { body: olga, headers });
    const token = body.url.split('/').at(-1);
    const again = await server.call('POST', '/api/v1/invitations', { body: olga, headers });
    expect(again.body).toEqual({ ...body, url: undefined });
    await follow(body.url);
    await follow(`${body.url}x`);
    expect(log.join('')).toContain('/api/v1/invitations/di_…');
    const tables = ['one_time_links', 'audit_events', 'idempotent_answers'];
    const rows = await Promise.all(tables.map((table) => server.dependencies.database.read((sql) => sql.all(`SELECT * FROM ${table}`))));
    for (const text of [log.join(''), JSON.stringify(rows), (await call('GET', '/invitations')).text]) expect(text).not.toContain(token);
  });
});

describe('a password reset', () => {
  it('is a link by an admin: it sets the password, ends all sessions, and signs in', async () => {
    const olga = await server.person('olga');
    const { body } = await call('POST', `/users/${olga.id}/password-reset`);
    expect(body.url).toMatch(/\/api\/v1\/password-resets\/dr_/);
    const inBrowser = await server.call('GET', new URL(body.url).pathname, { token: null, headers: { accept: 'text/html,*/*' } });
    expect([inBrowser.status, inBrowser.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(inBrowser.text).toContain('I have a link');
    expect((await follow(body.url)).body).toEqual({ email: 'olga@example.com', name: 'olga', expires_at: body.expires_at });
    expect(await isSignedIn(olga.token)).toBe(true);
    const finished = await follow(body.url, '/finish', { password: 'a better one' });
    expect(finished.body.user.id).toBe(olga.id);
    expect([await isSignedIn(olga.token), await isSignedIn(finished.body.token)]).toEqual([false, true]);
    expect((await login('olga@example.com', 'password of olga')).status).toBe(401);
    expect((await login('olga@example.com', 'a better one')).status).toBe(200);
    expect((await follow(body.url, '/finish', { password: 'a third one' })).status).toBe(404);
  });

  it('is of no use after a day, after a newer one, as an invitation, or for a disabled account', async () => {
    const olga = await server.person('olga');
    const create = async () => (await call('POST', `/users/${olga.id}/password-reset`)).body;
    const first = await create();
    const second = await create();
    expect((await follow(first.url)).status).toBe(404);
    expect((await follow(second.url.replace('password-resets', 'invitations'))).status).toBe(404);
    server.clock.advanceSeconds(DAY);
    expect((await follow(second.url)).status).toBe(404);
    const third = await create();
    await call('PATCH', `/users/${olga.id}`, { disabled: true });
    expect((await follow(third.url, '/finish', { password: 'a better one' })).status).toBe(404);
    expect((await call('POST', `/users/${olga.id}/password-reset`)).status).toBe(409);
    expect((await call('POST', '/users/nobody/password-reset')).status).toBe(404);
  });
});

describe('the own password', () => {
  const change = (token: string, current: string, next = 'a better one') =>
    call('PATCH', '/me/password', { current_password: current, new_password: next }, token);

  it('is changed with the current one; other sessions and links end', async () => {
    const olga = await server.person('olga');
    const other = (await login('olga@example.com', 'password of olga')).body.token;
    const { body: link } = await call('POST', `/users/${olga.id}/password-reset`);
    expect((await change(olga.token, 'password of olga')).status).toBe(204);
    expect([await isSignedIn(olga.token), await isSignedIn(other)]).toEqual([true, false]);
    expect((await follow(link.url)).status).toBe(404);
    expect((await login('olga@example.com', 'a better one')).status).toBe(200);
  });

  it('stays where the current one is wrong, after too many tries even where it is right', async () => {
    const olga = await server.person('olga');
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await change(olga.token, 'wrong')).status).toBe(403);
    expect((await change(olga.token, 'password of olga')).status).toBe(429);
    expect(await isSignedIn(olga.token)).toBe(true);
    expect((await change(olga.token, 'password of olga', 'short')).status).toBe(422);
  });
});

describe('sessions', () => {
  it('are listed, those that are good, with the one that asks', async () => {
    const olga = await server.person('olga');
    const { token } = (await login('olga@example.com', 'password of olga')).body;
    await call('POST', '/auth/logout', undefined, (await login('olga@example.com', 'password of olga')).body.token);
    await server.dependencies.groupCommit.drain();
    const { body, text } = await call('GET', '/sessions', undefined, token);
    expect(body.items.map((session: { current: boolean; user_id: string }) => [session.current, session.user_id])).toEqual([
      [true, olga.id],
      [false, olga.id],
    ]);
    expect(text).not.toContain(token);
    server.clock.advanceSeconds(31 * DAY);
    expect((await call('GET', `/sessions?user_id=${olga.id}`)).body.items).toEqual([]);
  });

  it('are ended by whose they are, and by admins', async () => {
    const olga = await server.person('olga');
    const paul = await server.person('paul');
    const idOf = async (token: string) =>
      (await call('GET', '/sessions', undefined, token)).body.items.find((session: { current: boolean }) => session.current).id;
    const [hers, his] = [await idOf(olga.token), await idOf(paul.token)];
    expect((await call('GET', `/sessions?user_id=${paul.id}`, undefined, olga.token)).status).toBe(403);
    expect((await call('DELETE', `/sessions/${his}`, undefined, olga.token)).status).toBe(404);
    expect(await isSignedIn(paul.token)).toBe(true);
    expect((await call('DELETE', `/sessions/${hers}`, undefined, olga.token)).status).toBe(204);
    expect((await call('DELETE', `/sessions/${his}`)).status).toBe(204);
    expect([await isSignedIn(olga.token), await isSignedIn(paul.token)]).toEqual([false, false]);
    expect((await call('DELETE', `/sessions/${his}`)).status).toBe(404);
    expect((await call('GET', '/sessions')).status).toBe(422);
  });
});
