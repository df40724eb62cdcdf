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
