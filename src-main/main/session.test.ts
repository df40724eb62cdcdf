import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signInFromFile } from './automatic-sign-in.ts';
import { normalizeServerAddress } from './server-address.ts';
import { type OwnServer, Session } from './session.ts';
import { createTokenVault } from './token-vault.ts';

let directory: string;
let server: Server;
let address: string;
let unsent: number;
let answer: (request: IncomingMessage, response: ServerResponse, body: { email?: string }) => void;

const user = (id: string) => ({ id, email: `${id}@example.com`, name: id, role: 'operator' as const, skills: [], disabled: false });
const noKeyring = { getSelectedStorageBackend: () => 'basic_text', isEncryptionAvailable: () => true } as never;
const keyring = {
  getSelectedStorageBackend: () => 'gnome_libsecret',
  isEncryptionAvailable: () => true,
  encryptString: (text: string) => Buffer.from(text).reverse(),
  decryptString: (bytes: Buffer) => Buffer.from(bytes).reverse().toString(),
} as never;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docket-session-'));
  unsent = 0;
  answer = (_request, response, { email = '' }) =>
    json(response, 200, { token: `token-of-${email}`, expires_at: 'later', user: user(email.split('@')[0] ?? '') });
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    answer(request, response, text ? JSON.parse(text) : {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = typeof bound === 'object' && bound ? `http://127.0.0.1:${bound.port}` : '';
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const NONE: OwnServer = { owns: () => false, locate: async (address) => ({ ok: true, value: address }) };

function makeSession(safeStorage = noKeyring, ownServer = NONE): Session {
  return new Session({
    directory,
    vault: createTokenVault(safeStorage, 'linux'),
    fetch,
    countUnsent: async () => unsent,
    suggestedServer: null,
    ownServer,
  });
}

test('a wrong password at a server without an admin says that it waits for one', async () => {
  answer = (request, response) => {
    if (request.url === '/api/v1/first-run') json(response, 200, { needed: true });
    else json(response, 401, { error: { code: 'invalid_credentials', message: 'Wrong.' } });
  };
  expect(await signIn(makeSession(), 'ada')).toMatchObject({ ok: false, code: 'not_set_up' });
});

const signIn = (session: Session, name: string) => session.signIn({ server: `${address}/`, email: `${name}@example.com`, password: 'x' });

describe('signing in', () => {
  test('is kept for the next start, without asking the server', async () => {
    expect(await signIn(makeSession(), 'ada')).toMatchObject({ ok: true });
    server.close();
    const next = makeSession();
    await next.load();
    expect(next.state.account).toMatchObject({ server: address, user: { id: 'ada' }, expired: false, tokenStorage: 'file' });
    expect(next.credentials()).toEqual({ server: address, token: 'token-of-ada@example.com' });
  });

  test('keeps the token out of the file where there is a keyring, and out of others’ sight where there is none', async () => {
    await signIn(makeSession(keyring), 'ada');
    const file = join(directory, 'session.json');
    expect(await readFile(file, 'utf8')).not.toContain('token-of');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const next = makeSession(keyring);
    await next.load();
    expect(next.credentials()?.token).toBe('token-of-ada@example.com');
    await signIn(makeSession(noKeyring), 'ada');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test.each([
    [
      'another password',
      401,
      { error: { code: 'invalid_credentials', message: 'The address or the password is wrong.', requestId: 'r' } },
      'invalid_credentials',
      'wrong',
    ],
    [
      'another version',
      426,
      { error: { code: 'protocol_unsupported', message: 'This server speaks version 2.', requestId: 'r' } },
      'protocol_unsupported',
      'different versions',
    ],
    ['something that is no Docket', 404, '<html>', 'not_docket', 'no Docket server'],
    ['a broken answer', 200, { token: 'x' }, 'not_docket', 'no Docket server'],
  ])('says clearly what is wrong: %s', async (_name, status, body, code, words) => {
    answer = (_request, response) => json(response, status, body);
    expect(await signIn(makeSession(), 'ada')).toMatchObject({ ok: false, code, message: expect.stringContaining(words) });
  });

  test('says clearly that nothing answers', async () => {
    const session = makeSession();
    expect(await session.signIn({ server: 'http://127.0.0.1:1', email: 'a@b.c', password: 'x' })).toMatchObject({
      ok: false,
      code: 'server_unreachable',
    });
    expect(session.state.account).toBeNull();
  });
});

describe('an account with unsent operations', () => {
  test('is not left for another person’s, and not signed out', async () => {
    const session = makeSession();
    await signIn(session, 'ada');
    unsent = 3;
    expect(await signIn(session, 'bob')).toMatchObject({
      ok: false,
      code: 'unsent_operations',
      message: expect.stringMatching(/^3 changes have .*ada@example.com/),
    });
    expect(await session.signOut()).toMatchObject({ ok: false, code: 'unsent_operations' });
    expect(session.state.account?.user.id).toBe('ada');
    expect(await signIn(session, 'ada')).toMatchObject({ ok: true });
    unsent = 0;
    expect(await signIn(session, 'bob')).toMatchObject({ ok: true, value: { account: { user: { id: 'bob' } } } });
  });
});

describe('a session that the server ended', () => {
  test('is announced once, kept over restarts, and over with a sign-in', async () => {
    const session = makeSession();
    await signIn(session, 'ada');
    const heard: (boolean | undefined)[] = [];
    session.onChange(({ account }) => heard.push(account?.expired));
    const token = session.credentials()?.token ?? '';
    await session.markExpired('another token');
    await Promise.all([session.markExpired(token), session.markExpired(token)]);
    const next = makeSession();
    await next.load();
    expect(next.state.account?.expired).toBe(true);
    await signIn(session, 'ada');
    expect(heard).toEqual([true, false]);
  });

  test('is signed out by forgetting, here and on the server', async () => {
    const session = makeSession();
    await signIn(session, 'ada');
    let revoked = '';
    answer = (request, response) => {
      revoked = `${request.url} ${request.headers.authorization}`;
      json(response, 200, {});
    };
    expect(await session.signOut()).toMatchObject({ ok: true, value: { account: null } });
    expect(revoked).toBe('/api/v1/auth/logout Bearer token-of-ada@example.com');
    const next = makeSession();
    await next.load();
    expect(next.state).toEqual({ account: null, suggestedServer: address });
    expect(await readFile(join(directory, 'session.json'), 'utf8')).not.toContain('token');
  });

  test('does not come back when it is signed out in the moment in which the server ends it', async () => {
    for (let turns = 0; turns < 40; turns += 1) {
      const session = makeSession();
      await signIn(session, 'ada');
      const marked = session.markExpired(session.credentials()?.token ?? '');
      for (let turn = 0; turn < turns; turn += 1) await setImmediate();
      await Promise.all([session.signOut(), marked]);
      const next = makeSession();
      await next.load();
      expect(next.state, `${turns} turns`).toEqual({ account: null, suggestedServer: address });
    }
  });

  test('does not take the place of the one that the same person begins meanwhile', async () => {
    let sealing: () => void = () => undefined;
    const session = makeSession({
      getSelectedStorageBackend: () => 'gnome_libsecret',
      isEncryptionAvailable: () => true,
      encryptString: (text: string) => {
        sealing();
        return Buffer.from(text).reverse();
      },
    } as never);
    await signIn(session, 'ada');
    const old = session.credentials()?.token ?? '';
    let marked: Promise<void> | null = null;
    sealing = () => {
      marked = session.markExpired(old);
    };
    answer = (_request, response) => json(response, 200, { token: 'the new one', expires_at: 'later', user: user('ada') });
    expect(await signIn(session, 'ada')).toMatchObject({ ok: true, value: { account: { expired: false } } });
    await marked;
    const next = makeSession(keyring);
    await next.load();
    expect([next.state.account?.expired, next.credentials()?.token]).toEqual([false, 'the new one']);
  });

  test('stays where its file cannot be removed, and says so: it would be back at the next start', async () => {
    const session = makeSession();
    await signIn(session, 'ada');
    const file = join(directory, 'session.json');
    await rm(file);
    await mkdir(join(file, 'in the way'), { recursive: true });
    expect(await session.signOut()).toMatchObject({ ok: false, code: 'not_forgotten', message: expect.stringContaining('disk') });
    expect(session.credentials()?.token).toBe('token-of-ada@example.com');
    await rm(file, { recursive: true });
    expect(await session.signOut()).toMatchObject({ ok: true, value: { account: null } });
  });
});

test('a sign-in that cannot be kept is none, here and on the server', async () => {
  const session = makeSession();
  await mkdir(join(directory, 'session.json.new'));
  const asked: string[] = [];
  const succeed = answer;
  answer = (request, response, body) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`.trim());
    succeed(request, response, body);
  };
  expect(await signIn(session, 'ada')).toMatchObject({ ok: false, code: 'not_kept', message: expect.stringContaining('disk') });
  expect(session.state.account).toBeNull();
  expect(asked).toEqual(['/api/v1/auth/login', '/api/v1/auth/logout Bearer token-of-ada@example.com']);
});

test('a keyring that fails keeps nobody out: the token goes into the file, and that is said', async () => {
  const locked = {
    getSelectedStorageBackend: () => 'gnome_libsecret',
    isEncryptionAvailable: () => true,
    encryptString: () => {
      throw new Error('Error while encrypting the text provided to safeStorage.encryptString.');
    },
  } as never;
  expect(await signIn(makeSession(locked), 'ada')).toMatchObject({ ok: true, value: { account: { tokenStorage: 'file' } } });
  const next = makeSession(locked);
  await next.load();
  expect(next.credentials()?.token).toBe('token-of-ada@example.com');
});

test('an account file that is none signs nobody in, and keeps nothing from starting', async () => {
  const file = join(directory, 'account.json');
  await writeFile(file, '{"email": "ada@exa');
  const session = makeSession();
  await signInFromFile(session, file, address, new AbortController().signal);
  expect(session.account).toBeNull();
});

test('an account file signs in as soon as the server answers, and not when somebody is signed in', async () => {
  const file = join(directory, 'account.json');
  await writeFile(file, JSON.stringify({ email: 'ada@example.com', password: 'x' }));
  let calls = 0;
  const succeed = answer;
  answer = (request, response, body) => {
    calls += 1;
    if (calls === 1) json(response, 403, { error: { code: 'not_set_up', message: 'There is no admin yet.', requestId: 'r' } });
    else succeed(request, response, body);
  };
  const session = makeSession();
  await signInFromFile(session, file, address, new AbortController().signal);
  expect([calls, session.state.account?.user.id]).toEqual([2, 'ada']);
  await signInFromFile(session, file, address, new AbortController().signal);
  expect(calls).toBe(2);
});

describe('on the console’s own server', () => {
  /** What owns an address, and where it is now. */
  const ownAt = (old: string, now = old): OwnServer => ({
    owns: (asked) => asked === old || asked === now,
    locate: async (asked) => ({ ok: true, value: asked === old ? now : asked }),
  });

  test('the account follows to another address, with its key and its token, over a restart', async () => {
    const session = makeSession(noKeyring, ownAt(address));
    await signIn(session, 'ada');
    const key = session.account?.key;
    const seen: (string | undefined)[] = [];
    session.onChange(({ account }) => seen.push(account?.server));
    await session.followOwnServer('http://127.0.0.1:1234');
    expect(seen).toEqual(['http://127.0.0.1:1234']);
    // Nothing is known of its ports any more: the account says it.
    const next = makeSession();
    await next.load();
    expect(next.ownAddress).toBe('http://127.0.0.1:1234');
    expect(next.account).toMatchObject({ key, server: 'http://127.0.0.1:1234' });
    expect(next.credentials()?.token).toBe('token-of-ada@example.com');
  });

  test('what an earlier version wrote is known by its port', async () => {
    await signIn(makeSession(), 'ada');
    const file = join(directory, 'session.json');
    const { own: _own, ...earlier } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify(earlier));
    const next = makeSession(noKeyring, ownAt(address));
    await next.load();
    expect(next.ownAddress).toBe(address);
  });

  test('a password goes where that runs now, and so does what the form starts from', async () => {
    const old = 'http://127.0.0.1:1234';
    const session = makeSession(noKeyring, ownAt(old, address));
    expect(await session.signIn({ server: old, email: 'ada@example.com', password: 'x' })).toMatchObject({ ok: true });
    expect(session.account?.server).toBe(address);
    await session.signOut();
    await session.followOwnServer(old);
    expect(session.state.suggestedServer).toBe(old);
    const next = makeSession();
    await next.load();
    expect([next.ownAddress, next.state.suggestedServer]).toEqual([old, old]);
  });

  test('an account of another server stays where it is', async () => {
    const session = makeSession();
    await signIn(session, 'ada');
    await session.followOwnServer('http://127.0.0.1:1234');
    expect([session.ownAddress, session.account?.server]).toEqual([null, address]);
  });

  test('nothing is asked where it does not start', async () => {
    let asked = 0;
    answer = (_request, response) => {
      asked += 1;
      json(response, 500, {});
    };
    const message = 'The server did not start.';
    const session = makeSession(noKeyring, { owns: () => true, locate: async () => ({ ok: false, code: 'not_started', message }) });
    expect(await signIn(session, 'ada')).toEqual({ ok: false, code: 'not_started', message });
    expect(asked).toBe(0);
  });
});

test('an account file takes nobody’s place who signed in while its server was slow to answer', async () => {
  const file = join(directory, 'account.json');
  await writeFile(file, JSON.stringify({ email: 'ada@example.com', password: 'x' }));
  const session = makeSession();
  const succeed = answer;
  let revoked = '';
  answer = async (request, response, body) => {
    if (request.url?.endsWith('/logout')) revoked = request.headers.authorization ?? '';
    if (body.email === 'ada@example.com') await signIn(session, 'bob');
    succeed(request, response, body);
  };
  await signInFromFile(session, file, address, new AbortController().signal);
  expect(session.account?.user.id).toBe('bob');
  expect(revoked).toBe('Bearer token-of-ada@example.com');
});

test('a server that moved to another address keeps its people’s outboxes', async () => {
  const file = join(directory, 'account.json');
  await writeFile(file, JSON.stringify({ email: 'ada@example.com', password: 'x' }));
  const session = makeSession();
  await signInFromFile(session, file, address, new AbortController().signal);
  const key = session.account?.key;
  const moved = address.replace('127.0.0.1', 'localhost');
  await signInFromFile(session, file, moved, new AbortController().signal);
  expect(session.account).toMatchObject({ key, server: moved });
});

test.each([
  ['docket.example.com', 'https://docket.example.com'],
  ['127.0.0.1:4600', 'http://127.0.0.1:4600'],
  ['http://localhost:4600/api/v1/', 'http://localhost:4600'],
  ['https://example.com/docket/', 'https://example.com/docket'],
  ['ftp://example.com', null],
  ['https://ada:secret@example.com', null],
  ['not an address', null],
  ['javascript:alert(1)', null],
])('the address %s is read as %s', (typed, read) => {
  expect(normalizeServerAddress(typed)).toBe(read);
});
