import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src-shared/http/api.ts';
import { API_KEY_SCOPES, type Endpoint } from '../../src-shared/http/endpoint.ts';
import { USER_ROLES } from '../../src-shared/schema/user.ts';
import { openTestApp, type TestApp } from '../app-fixture.ts';

let server: TestApp;
const tokens = new Map<string, string>();

beforeAll(async () => {
  server = await openTestApp();
  for (const role of USER_ROLES) tokens.set(`role ${role}`, (await server.person(role, role)).token);
  for (const scope of API_KEY_SCOPES) tokens.set(`scope ${scope}`, await server.key([scope]));
});
afterAll(() => server.close());

const endpoints = Object.entries<Endpoint>(ENDPOINTS);

/** Nothing is there and no body is sent: whoever is let in is answered anything but 401 and 403. */
async function statusFor({ method, path, answers }: Endpoint, token: string | null): Promise<number | 'stream'> {
  // A stream never ends: being let in is all that there is to see.
  if (answers[200] === null) return 'stream';
  const { status } = await server.call(method, path.replaceAll(/:\w+/g, 'nothing'), { token });
  return status;
}

describe('every route', () => {
  it('is declared in http/api.ts, and everything declared there is a route', () => {
    const missing = endpoints.filter(([, { method, path }]) => !server.app.hasRoute({ method, url: path })).map(([name]) => name);
    expect(missing).toEqual([]);
  });

  it('that is declared nowhere stops the server from starting', async () => {
    const other = await openTestApp();
    expect(() => other.app.get('/api/v1/secret-door', async () => 'open')).toThrow();
    await other.close();
  });

  it.each(endpoints.filter(([, { access }]) => access !== 'public'))('%s asks for credentials', async (_name, endpoint) => {
    if (endpoint.answers[200] === null) return;
    expect(await statusFor(endpoint, null)).toBe(401);
    expect(await statusFor(endpoint, 'dk_live_nobody_has_this_key_0000')).toBe(401);
  });

  it.each(endpoints)('%s lets in exactly whom its access names', async (name, endpoint) => {
    const { access } = endpoint;
    for (const [holder, token] of tokens) {
      if (name === 'auth.logout' || (await statusFor(endpoint, token)) === 'stream') continue;
      const [kind = '', what = ''] = holder.split(' ');
      const isAllowed =
        access === 'public' ||
        (kind === 'role'
          ? (access.roles as readonly string[]).includes(what)
          : access.scope !== null && (access.scope === 'any' || what === access.scope || what === 'admin'));
      const status = await statusFor(endpoint, token);
      // Samples and deliveries show tasks: besides its scope a key has to be able to read them.
      if (isAllowed && holder === 'scope hooks' && status === 403) expect(name).toMatch(/samples|deliveries/);
      else expect({ holder, isForbidden: status === 403 || status === 401 }).toEqual({ holder, isForbidden: !isAllowed });
    }
  });
});
