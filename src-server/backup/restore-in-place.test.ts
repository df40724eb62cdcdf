import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Restoration } from '../../src-shared/http/backup-endpoints.ts';
import { TEST_ADMIN, TEST_KEY } from '../app-fixture.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';

let folder: string;
let remove: () => void;
let child: ChildProcess;
let url: string;
beforeEach(async () => {
  ({ folder, remove } = makeTemporaryFolder());
  await start();
});
afterEach(async () => {
  await kill();
  remove();
});

async function start(): Promise<void> {
  child = spawn(process.execPath, [join(import.meta.dirname, '../start.ts')], {
    env: {
      PATH: process.env.PATH ?? '',
      DOCKET_DATA_DIR: folder,
      DOCKET_PORT: '0',
      DOCKET_LOG_LEVEL: 'silent',
      DOCKET_BOOTSTRAP_API_KEY: TEST_KEY,
      DOCKET_BOOTSTRAP_ADMIN_EMAIL: TEST_ADMIN.email,
      DOCKET_BOOTSTRAP_ADMIN_PASSWORD: TEST_ADMIN.password,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  for await (const chunk of child.stdout ?? []) {
    out += String(chunk);
    if (out.includes('\n')) break;
  }
  url = out.replace('listening on ', '').trim();
}

async function kill(): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = { 'x-api-key': TEST_KEY }) =>
  fetch(`${url}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const put = (uid: string) => call('PATCH', '/tasks', { uid, fields: { title: uid } });
const has = async (uid: string) => (await call('GET', `/tasks/${uid}`)).status === 200;

async function backUp(): Promise<string> {
  const { name } = (await (await call('POST', '/server/backups')).json()) as { name: string };
  return name;
}

/** A server that is between two databases does not answer. */
async function restore(name: string): Promise<Restoration> {
  const begun = await call('POST', `/server/backups/${name}/restore`, { confirm: name });
  expect([begun.status, await begun.json()]).toMatchObject([200, { state: 'preparing', name }]);
  for (;;) {
    const asked = await call('GET', '/server/restoration').catch(() => null);
    const now = asked ? ((await asked.json()) as Restoration) : null;
    if (now?.state === 'done' || now?.state === 'failed') return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a backup that is put back from the console', () => {
  it('takes the place of the database at the same address, leaves who may come in as it is, and can be undone', async () => {
    await put('kept');
    const name = await backUp();
    await put('lost');
    const { key } = (await (await call('POST', '/keys', { name: 'Late', scopes: ['tasks:read'] })).json()) as { key: string };
    const login = await fetch(`${url}/api/v1/auth/login`, { method: 'POST', body: JSON.stringify(TEST_ADMIN) });
    const { token } = (await login.json()) as { token: string };
    const pulled = await call('GET', '/sync/tasks', undefined, { authorization: `Bearer ${token}` });
    const { checkpoint } = (await pulled.json()) as { checkpoint: string };
    const difference = await (await call('GET', `/server/backups/${name}/difference`)).json();
    expect(difference).toMatchObject({ new_tasks: 1, changed_tasks: 0, is_ours: true, opens_secrets: true, refusal: null });

    const wrong = await call('POST', `/server/backups/${name}/restore`, { confirm: 'yes' });
    expect(wrong.status).toBe(422);
    const done = await restore(name);

    expect(done).toMatchObject({ state: 'done', problem: null, kept_as: expect.stringContaining('-replaced.db') });
    expect([await has('kept'), await has('lost')]).toEqual([true, false]);
    const again = await call('GET', `/sync/tasks?checkpoint=${checkpoint}`, undefined, { authorization: `Bearer ${token}` });
    expect(await again.json()).toMatchObject({ resync: 'epoch' });
    expect((await call('GET', '/tasks', undefined, { 'x-api-key': key })).status).toBe(200);
    const audit = (await (await call('GET', '/audit?limit=5')).json()) as { items: { action: string; actor: { name: string } }[] };
    expect(audit.items.find(({ action }) => action === 'server.restore')).toMatchObject({ actor: { name: 'First key' } });

    expect(await restore(done.kept_as ?? '')).toMatchObject({ state: 'done' });
    expect([await has('kept'), await has('lost')]).toEqual([true, true]);
  });

  it('leaves the old database or the new one when the process dies on the way', async () => {
    await put('kept');
    const name = await backUp();
    await put('later');
    for (const waitForReplacing of [false, true]) {
      await call('POST', `/server/backups/${name}/restore`, { confirm: name });
      while (waitForReplacing) {
        const state = await call('GET', '/server/restoration').then(
          (answer) => answer.json() as Promise<Restoration>,
          () => null,
        );
        if (state === null || state.state !== 'preparing') break;
      }
      await kill();
      await start();
      expect(await has('kept')).toBe(true);
      expect(readdirSync(folder).filter((file) => file.includes('restoring'))).toEqual([]);
      expect(((await (await call('GET', '/server/restoration')).json()) as Restoration).state).toBe('none');
    }
    // Between the two names of one file: the second one is no backup.
    await kill();
    linkSync(join(folder, 'docket.db'), join(folder, 'backups', 'docket-x-replaced.db'));
    await start();
    expect(readdirSync(join(folder, 'backups'))).not.toContain('docket-x-replaced.db');
    expect(await has('kept')).toBe(true);
  });
});

describe('a backup from another machine', () => {
  const send = (upload: string, offset: number, total: number, bytes: Uint8Array) =>
    fetch(`${url}/api/v1/server/backup-upload?upload=${upload}&offset=${offset}&total=${total}`, {
      method: 'PUT',
      headers: { 'x-api-key': TEST_KEY, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });

  it('arrives in pieces, is read through, and counts only then', async () => {
    await put('kept');
    const name = await backUp();
    const bytes = readFileSync(join(folder, 'backups', name));
    const upload = randomUUID();
    const half = Math.floor(bytes.length / 2);
    expect(await (await send(upload, 0, bytes.length, bytes.subarray(0, half))).json()).toEqual({ received: half, backup: null });
    const gap = await send(upload, half + 1, bytes.length, bytes.subarray(half + 1));
    expect([gap.status, await gap.json()]).toMatchObject([409, { error: { details: { received: half } } }]);
    const done = await send(upload, half, bytes.length, bytes.subarray(half));
    const { backup } = (await done.json()) as { backup: { name: string } };
    expect(readFileSync(join(folder, 'backups', backup.name)).equals(bytes)).toBe(true);
    await put('lost');
    expect(await restore(backup.name)).toMatchObject({ state: 'done' });
    expect([await has('kept'), await has('lost')]).toEqual([true, false]);
  });

  it('is thrown away when it is none, refused where there is no room for it, and not put back where it was damaged', async () => {
    await put('kept');
    const name = await backUp();
    const bytes = Buffer.from('this is no database');
    const refused = await send(randomUUID(), 0, bytes.length, bytes);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('no Docket database')]);
    expect(readdirSync(join(folder, 'backups'))).toEqual([name]);
    expect((await send(randomUUID(), 0, 65 * 1024 ** 3, bytes)).status).toBe(413);
    const file = join(folder, 'backups', name);
    writeFileSync(file, readFileSync(file).fill(0xff, 4096, 8192));
    expect((await call('GET', `/server/backups/${name}/difference`)).status).toBe(409);
    expect((await call('POST', `/server/backups/${name}/restore`, { confirm: name })).status).toBe(409);
    expect(await has('kept')).toBe(true);
  });
});
