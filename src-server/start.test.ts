import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TEST_ADMIN, TEST_KEY } from './app-fixture.ts';
import { makeCertificate } from './http/make-certificate.ts';
import { openSqliteDatabase } from './store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from './store/temporary-folder.ts';

const ACCOUNTS = {
  DOCKET_BOOTSTRAP_API_KEY: TEST_KEY,
  DOCKET_BOOTSTRAP_ADMIN_EMAIL: TEST_ADMIN.email,
  DOCKET_BOOTSTRAP_ADMIN_PASSWORD: TEST_ADMIN.password,
};

let folder: string;
let remove: () => void;
const children: ChildProcess[] = [];
beforeEach(() => {
  ({ folder, remove } = makeTemporaryFolder());
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  remove();
});

interface Server {
  child: ChildProcess;
  out(): string;
  err(): string;
  exited: Promise<number | null>;
}

function spawnServer(variables: Record<string, string> = {}, args: string[] = []): Server {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts'), ...args], {
    env: { PATH: process.env.PATH ?? '', DOCKET_DATA_DIR: join(folder, 'data'), DOCKET_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const exited = once(child, 'close').then(() => child.exitCode);
  return { child, out: () => out, err: () => err, exited };
}

async function listening(server: Server): Promise<string> {
  while (!server.out().includes('\n')) {
    const ended = await Promise.race([server.exited.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 20))]);
    if (ended) throw new Error(`it ended: ${server.err()}`);
  }
  return server.out().replace('listening on ', '').trim();
}

const call = (url: string, path: string, init: RequestInit = {}) =>
  fetch(url + path, { ...init, headers: { 'x-api-key': TEST_KEY, ...init.headers } });

describe('the server process', () => {
  it('says one line when it is ready, keeps its files to itself, and ends in order', async () => {
    const server = spawnServer(ACCOUNTS);
    const url = await listening(server);
    expect(server.out()).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\n$/);
    expect((await call(url, '/health/ready')).status).toBe(200);
    const data = join(folder, 'data');
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(data)) expect([name, statSync(join(data, name)).mode & 0o777]).toEqual([name, 0o600]);
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(server.out().split('\n')).toHaveLength(2);
  });

  it('is quiet when it is asked to be, until an admin chooses another level, or where its environment did', async () => {
    const level = async (url: string) => {
      const body = await (await call(url, '/api/v1/server')).json();
      return (body as { configuration: { log_level: string } }).configuration.log_level;
    };
    const server = spawnServer(ACCOUNTS, ['--quiet']);
    const url = await listening(server);
    expect(await level(url)).toBe('warn');
    const change = await call(url, '/api/v1/server', { method: 'PATCH', body: '{"log_level":"info"}' });
    expect([change.status, await level(url)]).toEqual([200, 'info']);
    server.child.kill('SIGTERM');
    await server.exited;
    expect(server.err()).toContain('"signal":"SIGTERM"');
    const fixed = await listening(spawnServer({ DOCKET_LOG_LEVEL: 'error' }, ['--quiet']));
    expect(await level(fixed)).toBe('error');
  });

  it('finishes what it has begun before it ends, with streams open', async () => {
    const server = spawnServer(ACCOUNTS);
    const url = await listening(server);
    const stream = await call(url, '/api/v1/sync/stream');
    const writes = Array.from({ length: 50 }, (_, index) =>
      call(url, '/api/v1/tasks', { method: 'PATCH', body: JSON.stringify({ uid: `t${index}`, fields: { index } }) }),
    );
    await writes[0];
    server.child.kill('SIGINT');
    const answers = await Promise.allSettled(writes);
    const taken = answers.flatMap((answer, index) => (answer.status === 'fulfilled' && answer.value.ok ? [`t${index}`] : []));
    expect(await server.exited).toBe(0);
    expect(await stream.text()).not.toBe('');
    const again = spawnServer();
    const list = await call(await listening(again), '/api/v1/tasks?limit=1000');
    const { items } = (await list.json()) as { items: { uid: string }[] };
    expect(items.map(({ uid }) => uid)).toEqual(expect.arrayContaining(taken));
  });

  it('keeps every answered write through SIGKILL, and starts again at once', async () => {
    const server = spawnServer(ACCOUNTS);
    const url = await listening(server);
    expect((await call(url, '/api/v1/tasks', { method: 'PATCH', body: '{"uid":"a","fields":{"x":1}}' })).status).toBe(200);
    server.child.kill('SIGKILL');
    await server.exited;
    const next = await listening(spawnServer());
    expect((await call(next, '/api/v1/tasks/a')).status).toBe(200);
  });

  it('prints a first-run code where there is no admin, off standard output', async () => {
    const server = spawnServer();
    const url = await listening(server);
    const [code] = /[A-Z0-9]{5}-[A-Z0-9]{5}/.exec(server.err()) ?? [];
    const answer = await call(url, '/api/v1/first-run', { method: 'POST', body: JSON.stringify({ code, ...TEST_ADMIN }) });
    expect(answer.status).toBe(200);
    expect((await call(url, '/api/v1/first-run')).status).toBe(200);
  });

  it('speaks HTTPS with the files that its environment names', async () => {
    const { cert, key } = makeCertificate(Date.now());
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    const url = await listening(spawnServer({ ...ACCOUNTS, DOCKET_TLS_CERT: certFile, DOCKET_TLS_KEY: keyFile }));
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const status = await new Promise((resolve, reject) => {
      get(`${url}/health/ready`, { ca: cert }, (answer) => resolve(answer.resume().statusCode)).once('error', reject);
    });
    expect(status).toBe(200);
  });

  it('logs no secrets', async () => {
    const server = spawnServer({ ...ACCOUNTS, DOCKET_LOG_LEVEL: 'trace' });
    const url = await listening(server);
    await call(url, '/api/v1/auth/login', { method: 'POST', body: JSON.stringify(TEST_ADMIN) });
    await call(url, '/api/v1/auth/login', { method: 'POST', body: `{"password":"${TEST_ADMIN.password}",` });
    await call(url, '/api/v1/me', { headers: { authorization: 'Bearer wrong-secret' } });
    server.child.kill('SIGTERM');
    await server.exited;
    expect(server.err()).toContain('/api/v1/auth/login');
    for (const secret of [TEST_KEY, TEST_ADMIN.password, 'wrong-secret']) expect(server.err()).not.toContain(secret);
  });

  it('explains its environment with --help', async () => {
    const server = spawnServer({}, ['--help']);
    expect(await server.exited).toBe(0);
    expect(server.out()).toContain('DOCKET_DATA_DIR');
  });
});

describe('a start that cannot be', () => {
  async function refusal(variables: Record<string, string>, args: string[] = []): Promise<string> {
    const server = spawnServer(variables, args);
    expect(await server.exited).toBe(1);
    expect(server.out()).toBe('');
    expect(server.err().trim().split('\n')).toHaveLength(1);
    return server.err();
  }

  it('names a variable that is none', async () => expect(await refusal({ DOCKET_PROT: '1' })).toContain('DOCKET_PROT'));

  it('names an option that is none', async () => expect(await refusal({}, ['--port=1'])).toContain('--port=1'));

  it('names the port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await refusal({ ...ACCOUNTS, DOCKET_PORT: String(port) })).toContain(`Port ${port} is in use`);
    other.close();
  });

  it('names the server that already runs on the folder, and leaves it alone', async () => {
    const first = spawnServer(ACCOUNTS);
    const url = await listening(first);
    expect(await refusal({})).toContain('Another Docket server is running');
    expect((await call(url, '/health/ready')).status).toBe(200);
  });

  it('names a newer database', async () => {
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    const database = openSqliteDatabase({ file: join(folder, 'data', 'docket.db') });
    await database.migrate();
    await database.write((sql) =>
      sql.run("INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (9999, '9999-future', 'x', 0)"),
    );
    await database.close();
    expect(await refusal({})).toContain('newer than this server');
  });

  it('names a folder that cannot be written', async () => {
    const blocked = join(folder, 'blocked');
    mkdirSync(blocked, { mode: 0o500 });
    // Root may write everywhere: a path through a file cannot be made by anybody.
    const inside = process.getuid?.() === 0 ? join(process.execPath, 'data') : join(blocked, 'data');
    expect(await refusal({ DOCKET_DATA_DIR: inside })).toContain('cannot be written');
    chmodSync(blocked, 0o700);
  });

  it('names a certificate that is not there', async () => {
    expect(await refusal({ DOCKET_TLS_CERT: '/nowhere/cert.pem', DOCKET_TLS_KEY: '/nowhere/key.pem' })).toContain('DOCKET_TLS_CERT');
  });
});
