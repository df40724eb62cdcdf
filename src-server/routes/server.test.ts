import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Check } from 'typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServerState } from '../../src-shared/http/server-endpoints.ts';
import { openTestApp, type TestApp } from '../app-fixture.ts';

let server: TestApp;
beforeAll(async () => {
  server = await openTestApp();
});
afterAll(() => server.close());

test('an admin sees what runs and how much there is to do', async () => {
  await server.call('PATCH', '/api/v1/tasks/a', { body: { fields: { title: 'A' } } });
  const { status, body } = await server.call('GET', '/api/v1/server');
  expect(status).toBe(200);
  expect(Check(ServerState, body)).toBe(true);
  expect(body).toMatchObject({ version: '0.0.0-test', tasks: { TODO: 1, DONE: 0 }, database: { kind: 'sqlite' }, last_backup: null });
  expect(body.database.bytes).toBeGreaterThan(4_096);
});

test('a backup is a whole database that only its owner reads; the next one has to wait', async () => {
  const made = await server.call('POST', '/api/v1/server/backups');
  expect(made.status).toBe(200);
  const { file, bytes } = made.body;
  expect(statSync(file).size).toBe(bytes);
  expect(statSync(file).mode & 0o077).toBe(0);
  const copy = new DatabaseSync(file, { readOnly: true });
  expect(copy.prepare('SELECT uid FROM tasks').all()).toMatchObject([{ uid: 'a' }]);
  copy.close();
  expect((await server.call('GET', '/api/v1/server')).body.last_backup).toMatchObject({ file, bytes });
  expect((await server.call('POST', '/api/v1/server/backups')).status).toBe(429);
  server.clock.advanceSeconds(11);
  expect((await server.call('POST', '/api/v1/server/backups')).status).toBe(200);
  const { body } = await server.call('GET', '/api/v1/audit?limit=5');
  expect(body.items.map(({ action }: { action: string }) => action)).toContain('server.backUp');
});

test('backups are listed, taken along by admins alone with a line in the audit log, and removed', async () => {
  const { items } = (await server.call('GET', '/api/v1/server/backups')).body;
  expect(items.length).toBeGreaterThan(1);
  const [newest] = items;
  expect(items).toEqual([...items].sort((a, b) => (a.name < b.name ? 1 : -1)));
  const path = `/api/v1/server/backups/${newest.name}`;
  const download = await server.call('GET', `${path}/download`);
  expect([download.status, download.headers['content-length']]).toEqual([200, String(newest.bytes)]);
  expect(download.text).toMatch(/^SQLite format 3/);
  const { token } = await server.person('mo', 'manager');
  expect((await server.call('GET', `${path}/download`, { token })).status).toBe(403);
  expect((await server.call('GET', '/api/v1/audit?limit=3')).text).toContain('server.downloadBackup');
  expect((await server.call('GET', '/api/v1/server/backups/..%2Fdocket.db/download')).status).toBe(404);
  expect((await server.call('DELETE', path)).status).toBe(204);
  expect((await server.call('DELETE', path)).status).toBe(404);
  expect((await server.call('GET', '/api/v1/server/backups')).body.items).toHaveLength(items.length - 1);
});

test('how long done tasks are kept is set while the server runs', async () => {
  expect((await server.call('GET', '/api/v1/server')).body.configuration).toMatchObject({ done_retention_days: 0, log_level: null });
  const changed = await server.call('PATCH', '/api/v1/server', { body: { done_retention_days: 30 } });
  expect([changed.status, changed.body.done_retention_days]).toEqual([200, 30]);
  expect((await server.call('GET', '/api/v1/server')).body.configuration.done_retention_days).toBe(30);
  expect((await server.call('PATCH', '/api/v1/server', { body: { done_retention_days: -1 } })).status).toBe(422);
});

test('the audit log is read through while everybody works on, and says how it ended', async () => {
  const path = '/api/v1/server/audit-verification';
  expect((await server.call('GET', path)).body.state).toBe('never');
  expect((await server.call('POST', path)).body.state).toBe('running');
  await expect.poll(async () => (await server.call('GET', path)).body).toMatchObject({ state: 'holds', problem: null });
  await server.dependencies.database.write((sql) =>
    sql.run("INSERT INTO audit_seals (number, last_seq, entries, content_hash, previous_hash, hash, at) VALUES (1, 3, 3, 'x', '', 'y', 1)"),
  );
  await server.call('POST', path);
  await expect
    .poll(async () => (await server.call('GET', path)).body)
    .toMatchObject({ state: 'broken', problem: expect.stringMatching(/^seal 1: /) });
});
