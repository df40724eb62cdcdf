import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { TEST_KEY } from './app-fixture.ts';
import { openPostgresDatabase } from './store/postgres/open-postgres-database.ts';
import { createTemporaryDatabase } from './store/postgres/temporary-postgres.ts';
import { makeTemporaryFolder } from './store/temporary-folder.ts';

/** Starts a server process; gives back its first line, or what it said before it ended. */
async function startServer(children: ChildProcess[], variables: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
    env: { PATH: process.env.PATH ?? '', DOCKET_PORT: '0', DOCKET_BOOTSTRAP_API_KEY: TEST_KEY, ...variables },
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

describe('a server process on a PostgreSQL that others use', () => {
  const children: ChildProcess[] = [];
  const removals: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    for (const remove of removals.splice(0)) await remove();
  });

  it('does not start with another secret key than theirs, and says why', async () => {
    const database = await createTemporaryDatabase(inject('postgresUrl'));
    const folders = [makeTemporaryFolder(), makeTemporaryFolder()];
    removals.push(...folders.map(({ remove }) => remove), () => database.remove());
    const [one, other] = folders.map(({ folder }) => ({ DOCKET_DATABASE_URL: database.url, DOCKET_DATA_DIR: join(folder, 'data') }));
    const key = { DOCKET_SECRET_KEY: 'a secret key that all servers share' };
    expect(await startServer(children, { ...one, ...key })).toMatch(/^listening on http/);
    const refused = await startServer(children, { ...other });
    expect(refused).toContain('DOCKET_SECRET_KEY');
    expect(refused).toMatch(/exit 1$/);
    expect(refused.trim().split('\n')).toHaveLength(2);
    expect(await startServer(children, { ...other, ...key })).toMatch(/^listening on http/);
  });

  it('starts while another one hangs in the middle of a write', async () => {
    const { url, remove } = await createTemporaryDatabase(inject('postgresUrl'));
    const { folder, remove: removeFolder } = makeTemporaryFolder();
    const variables = { DOCKET_DATABASE_URL: url, DOCKET_DATA_DIR: join(folder, 'data') };
    expect(await startServer(children, variables)).toMatch(/^listening on http/);
    const hanging = openPostgresDatabase({ url, limits: { statementMs: 0, lockMs: 0, idleMs: 0, transactionMs: 0 } });
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    const { promise: hangs, resolve: noteHanging } = Promise.withResolvers<void>();
    const writing = hanging.write(async () => {
      noteHanging();
      await goOn;
    });
    removals.push(
      resolve,
      () => writing,
      () => hanging.close(),
      removeFolder,
      remove,
    );
    await hangs;
    expect(await startServer(children, variables)).toMatch(/^listening on http/);
  });
});
