import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TEST_KEY } from './app-fixture.ts';
import { createTemporaryDatabase, type TemporaryDatabase } from './store/postgres/temporary-postgres.ts';
import { makeTemporaryFolder } from './store/temporary-folder.ts';

const KEY = { DOCKET_SECRET_KEY: 'a secret key that all servers share' };

describe('server processes on one PostgreSQL', () => {
  const children: ChildProcess[] = [];
  const removals: (() => void)[] = [];
  let database: TemporaryDatabase;
  let urls: string[];

  beforeAll(async () => {
    database = await createTemporaryDatabase(inject('postgresUrl'));
    urls = [];
    for (const number of [1, 2]) urls.push((await startServer(KEY)).replace('listening on ', '').trim() || `no server ${number}`);
  }, 90_000);
  afterAll(async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    for (const remove of removals) remove();
    await database.remove();
  });

  /** Each has a data folder of its own; gives back its first line, or what it said before it ended. */
  async function startServer(variables: Record<string, string> = {}): Promise<string> {
    const { folder, remove } = makeTemporaryFolder();
    removals.push(remove);
    const own = { DOCKET_DATABASE_URL: database.url, DOCKET_DATA_DIR: join(folder, 'data'), DOCKET_BOOTSTRAP_API_KEY: TEST_KEY };
    const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
      env: { PATH: process.env.PATH ?? '', DOCKET_PORT: '0', ...own, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const line = once(child.stdout, 'data').then(([chunk]) => String(chunk));
    return Promise.race([line, once(child, 'close').then(([code]) => `${said}exit ${code}`)]);
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  async function call(server: number, method: string, path: string, body?: object, token = TEST_KEY): Promise<any> {
    const answer = await fetch(`${urls[server]}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === '' ? null : JSON.parse(text);
  }

  async function person(name: string): Promise<{ id: string; token: string }> {
    const password = `password of ${name}`;
    const { id } = await call(0, 'POST', '/users', { email: `${name}@example.com`, name, role: 'operator', password });
    const { token } = await call(1, 'POST', '/auth/login', { email: `${name}@example.com`, password });
    return { id, token };
  }

  it('do not start with another secret key than the others, and say why', async () => {
    const refused = await startServer();
    expect(refused).toContain('DOCKET_SECRET_KEY');
    expect(refused).toMatch(/exit 1$/);
    expect(refused.trim().split('\n')).toHaveLength(2);
  });

  it('tell consoles at the others who looks at what, and give nobody the same task offline', async () => {
    const [ann, bob] = [await person('ann'), await person('bob')];
    await call(0, 'POST', '/queues', {
      id: 'all',
      name: 'All',
      condition: { rules: [{ field: 'fields.team', operator: '=', value: 'all' }] },
    });
    const items = Array.from({ length: 40 }, (_, index) => ({ uid: `t${index}`, fields: { team: 'all' } }));
    await call(1, 'POST', '/tasks/batch', { items });

    const leases = await Promise.all(
      [0, 1, 0, 1].map((server, index) =>
        call(server, 'POST', '/leases', { queue_uid: 'all', count: 10 }, index < 2 ? ann.token : bob.token),
      ),
    );
    const taken = leases.flatMap(({ tasks }) => tasks.map(({ uid }: { uid: string }) => uid));
    expect([taken.length, new Set(taken).size]).toEqual([40, 40]);

    const aborter = new AbortController();
    const stream = await fetch(`${urls[0]}/api/v1/sync/stream`, {
      headers: { authorization: `Bearer ${bob.token}` },
      signal: aborter.signal,
    });
    const saying = setInterval(() => void call(1, 'PUT', '/sync/presence', { deviceId: 'desk', taskId: 't7' }, ann.token), 200);
    let heard = '';
    for await (const chunk of stream.body ?? []) {
      heard += Buffer.from(chunk).toString();
      if (heard.includes('event: presence')) break;
    }
    clearInterval(saying);
    aborter.abort();
    expect(heard).toContain(`{"people":[{"userId":"${ann.id}","taskId":"t7","activity":"looking"}]}`);
  });
});
