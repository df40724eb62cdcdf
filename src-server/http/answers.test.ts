import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import type { Endpoint } from '../../src-shared/http/endpoint.ts';
import { openTestApp, type TestApp } from '../app-fixture.ts';

let server: TestApp;
beforeEach(async () => {
  server = await openTestApp();
});
afterEach(() => server.close());

const patch = (body: unknown, headers: Record<string, string> = {}) => server.call('PATCH', '/api/v1/tasks', { body, headers });

describe('an error', () => {
  it('has one shape, and an id of its own', async () => {
    const answers = [
      await server.call('GET', '/nowhere'),
      await server.call('GET', '/api/v1/nowhere/'),
      await server.call('PUT', '/api/v1/me'),
      await server.call('GET', '/api/v1/me', { token: 'wrong' }),
      await patch('{"a":'),
      await patch({ status: 'NONE' }),
      await patch('<a/>', { 'content-type': 'application/xml' }),
      await patch('x', { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [404, 'not_found'],
      [404, 'not_found'],
      [405, 'method_not_allowed'],
      [401, 'unauthorized'],
      [400, 'invalid_json'],
      [422, 'validation_failed'],
      [415, 'unsupported_media_type'],
      [415, 'unsupported_media_type'],
    ]);
    for (const { body, headers } of answers) {
      expect(Object.keys(body)).toEqual(['error']);
      expect(Object.keys(body.error).slice(0, 3)).toEqual(['code', 'message', 'requestId']);
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
    }
    expect(new Set(answers.map(({ body }) => body.error.requestId)).size).toBe(answers.length);
    expect(answers[2]?.headers.allow).toBe('GET');
  });

  it('of our own making says nothing of the inside', async () => {
    await server.dependencies.database.write((sql) => sql.run('DROP TABLE history'));
    const { status, body, text } = await patch({ uid: 'a', fields: { x: 1 } });
    expect([status, body.error.code]).toEqual([500, 'internal_error']);
    expect(text).not.toMatch(/history|sqlite|sql/i);
  });

  it('is a 503 where the database does not answer', async () => {
    await server.dependencies.database.write((sql) => sql.run('DROP TABLE feed'));
    const { status, headers, body } = await server.call('GET', '/health/ready', { token: null });
    expect([status, body.error.code, headers['retry-after']]).toEqual([503, 'unavailable', '5']);
    expect((await server.call('GET', '/health/live', { token: null })).status).toBe(200);
  });

  it('says which protocol is spoken', async () => {
    const { status, body } = await server.call('GET', '/api/v1/me', { headers: { 'docket-protocol': '2' } });
    expect([status, body.error.code]).toEqual([426, 'protocol_unsupported']);
    expect((await server.call('GET', '/api/v1/me', { headers: { 'docket-protocol': '1' } })).status).toBe(200);
  });

  it('is answered also to what is no HTTP', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.app.server.address() as { port: number };
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: { code: 'bad_request' } });
  });
});

describe('a trailing slash', () => {
  const endpoints = Object.entries<Endpoint>(ENDPOINTS).filter(([, { answers, method }]) => answers[200] !== null || method !== 'GET');

  it.each(endpoints)('makes no difference to %s, and is no redirect', async (_name, { method, path }) => {
    const url = path.replaceAll(/:\w+/g, 'nothing');
    const without = await server.call(method, url);
    // Some may be done only so often.
    server.clock.advanceSeconds(60);
    const withSlash = await server.call(method, `${url}/`);
    expect(withSlash.status).toBe(without.status);
    expect(withSlash.body?.error?.code).toBe(without.body?.error?.code);
    expect(Math.floor(withSlash.status / 100)).not.toBe(3);
    expect(withSlash.headers.location).toBeUndefined();
  });
});

describe('the limit of a key', () => {
  let limited: TestApp;
  beforeEach(async () => {
    limited = await openTestApp({ settings: { rateLimitPerMinute: 3 } });
  });
  afterEach(() => limited.close());

  const standing = ({ headers }: { headers: Record<string, string> }) =>
    [headers['ratelimit-limit'], headers['ratelimit-remaining'], headers['ratelimit-reset']].map(Number);

  it('stands on every answer, errors too', async () => {
    expect(standing(await limited.call('GET', '/api/v1/tasks'))).toEqual([3, 2, 60]);
    expect(standing(await limited.call('PATCH', '/api/v1/tasks', { body: '{' }))).toEqual([3, 1, 60]);
    expect(standing(await limited.call('GET', '/api/v1/tasks/nothing'))).toEqual([3, 0, 60]);
    const refused = await limited.call('GET', '/api/v1/tasks');
    expect([refused.status, refused.body.error.code, ...standing(refused)]).toEqual([429, 'rate_limited', 3, 0, 60]);
    expect(refused.headers['retry-after']).toBe('60');
    limited.clock.advanceSeconds(61);
    expect(standing(await limited.call('GET', '/api/v1/tasks'))).toEqual([3, 2, 60]);
  });

  it('stands on what is refused whoever asks, too', async () => {
    expect(standing(await limited.call('GET', '/api/v1/nothing'))).toEqual([3, 2, 60]);
    expect(standing(await limited.call('DELETE', '/api/v1/tasks'))).toEqual([3, 1, 60]);
    const old = await limited.call('GET', '/api/v1/tasks', { headers: { 'docket-protocol': '0' } });
    expect([old.status, ...standing(old)]).toEqual([426, 3, 0, 60]);
    expect((await limited.call('GET', '/api/v1/nothing')).status).toBe(429);
    expect((await limited.call('GET', '/api/v1/nothing', { token: null })).status).toBe(404);
    expect((await limited.call('GET', '/api/v1/nothing', { token: 'nobody' })).status).toBe(404);
    limited.clock.advanceSeconds(61);
    const unreadable = await limited.call('PATCH', '/api/v1/tasks', { body: '{}', headers: { 'content-encoding': 'gzip' } });
    expect([unreadable.status, ...standing(unreadable)]).toEqual([415, 3, 2, 60]);
  });

  it('is its own, and people have none', async () => {
    const other = await limited.key(['tasks:read']);
    const { token } = (
      await limited.call('POST', '/api/v1/auth/login', {
        token: null,
        body: { email: 'mia@example.com', password: 'correct horse battery' },
      })
    ).body;
    for (let call = 0; call < 4; call++) await limited.call('GET', '/api/v1/tasks');
    expect((await limited.call('GET', '/api/v1/tasks')).status).toBe(429);
    expect((await limited.call('GET', '/api/v1/tasks', { token: other })).status).toBe(200);
    for (let call = 0; call < 5; call++) expect((await limited.call('GET', '/api/v1/tasks', { token })).status).toBe(200);
    expect((await limited.call('GET', '/api/v1/me', { token })).headers['ratelimit-limit']).toBeUndefined();
  });
});

describe('an Idempotency-Key', () => {
  const once = { 'idempotency-key': 'once' };
  const count = async () => (await server.call('GET', '/api/v1/tasks')).body.items.length;

  it('gives the same write the same answer, and does it once', async () => {
    const first = await server.call('POST', '/api/v1/tasks', { body: { fields: { x: 1 }, odd: 1 }, headers: once });
    const second = await server.call('POST', '/api/v1/tasks/', { body: { fields: { x: 1 }, odd: 1 }, headers: once });
    expect(second.text).toBe(first.text);
    expect([second.status, second.headers['docket-result'], second.headers['docket-warnings']]).toEqual([
      200,
      'created',
      first.headers['docket-warnings'],
    ]);
    expect(await count()).toBe(1);
  });

  it('does it once for those that come at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.call('POST', '/api/v1/tasks', { body: { fields: { x: 1 } }, headers: once })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await count()).toBe(1);
  });

  it('with another body is refused', async () => {
    await server.call('POST', '/api/v1/tasks', { body: { fields: { x: 1 } }, headers: once });
    const other = await server.call('POST', '/api/v1/tasks', { body: { fields: { x: 2 } }, headers: once });
    expect([other.status, other.body.error.code]).toEqual([422, 'idempotency_mismatch']);
    expect(await count()).toBe(1);
  });

  it('belongs to a caller, a method and a path, for a day', async () => {
    const body = { fields: { x: 1 } };
    await server.call('POST', '/api/v1/tasks', { body, headers: once });
    await server.call('PUT', '/api/v1/tasks', { body, headers: once });
    await server.call('POST', '/api/v1/tasks', { body, headers: once, token: await server.key(['tasks:write']) });
    expect(await count()).toBe(3);
    server.clock.advanceSeconds(24 * 3600 + 1);
    await server.call('POST', '/api/v1/tasks', { body, headers: once });
    expect(await count()).toBe(4);
  });

  it('repeats refusals too, but not those that may pass', async () => {
    await server.call('POST', '/api/v1/tasks', { body: { uid: 'a', fields: {} } });
    const refused = await server.call('POST', '/api/v1/tasks', { body: { uid: 'a', fields: {} }, headers: once });
    await server.call('DELETE', '/api/v1/tasks/a');
    const again = await server.call('POST', '/api/v1/tasks', { body: { uid: 'a', fields: {} }, headers: once });
    expect([refused.status, again.status, again.body.error]).toEqual([409, 409, refused.body.error]);
  });

  it('keeps no secret', async () => {
    const body = { name: 'Shop', scopes: ['tasks:read'] };
    const first = await server.call('POST', '/api/v1/keys', { body, headers: once });
    const second = await server.call('POST', '/api/v1/keys', { body, headers: once });
    expect(first.body.key).toBeDefined();
    expect(second.body).toEqual({ ...first.body, key: undefined });
    const hook = { url: 'https://hooks.example.com/x' };
    const made = await server.call('POST', '/api/v1/hooks', { body: hook, headers: once });
    expect(made.body.secret).toBeDefined();
    expect((await server.call('POST', '/api/v1/hooks', { body: hook, headers: once })).body).toEqual({ ...made.body, secret: undefined });
    const rows = await server.dependencies.database.read((sql) => sql.all('SELECT * FROM idempotent_answers'));
    expect(JSON.stringify(rows)).not.toContain(first.body.key);
    expect(JSON.stringify(rows)).not.toContain(made.body.secret);
  });

  it('works for answers without a body', async () => {
    await patch({ uid: 'a', fields: { x: 1 } });
    const first = await server.call('DELETE', '/api/v1/tasks/a', { headers: once });
    const second = await server.call('DELETE', '/api/v1/tasks/a', { headers: once });
    expect([first.status, second.status]).toEqual([204, 204]);
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 and names every endpoint with its access', async () => {
    const { body } = await server.call('GET', '/openapi.json', { token: null });
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.values<Record<string, { operationId: string }>>(body.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted());
    expect(body.paths['/api/v1/tasks/{id}'].get.security).toEqual([{ bearer: [] }, { apiKey: [] }]);
    expect(body.paths['/health/live'].get.security).toEqual([]);
  });
});
