import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { holdRead } from '../store/hold-read.ts';
import { writeServerValue } from '../store/server-values.ts';
import { changeSettings, createSettingsBook } from './server-settings.ts';

let server: TestApp;
beforeEach(async () => {
  server = await openTestApp();
});
afterEach(() => server.close());

describe('what an admin sets', () => {
  const change = (body: object) => server.call('PATCH', '/api/v1/server', { body });

  it('counts at once for limits, links, networks and figures', async () => {
    const hook = { url: 'http://10.1.2.3/hook', scope: 'all' };
    expect((await server.call('POST', '/api/v1/hooks', { body: hook })).status).toBe(422);
    const token = 'a token of the figures of this server';
    const wanted = { public_url: 'https://docket.example.com/', allowed_networks: ['10.0.0.0/8'], rate_limit_per_minute: 4 };
    const { status, body } = await change({ ...wanted, trusted_proxies: ['10.9.9.9'], metrics_token: token });
    expect([status, body]).toMatchObject([
      200,
      {
        public_url: 'https://docket.example.com',
        allowed_networks: ['10.0.0.0/8'],
        trusted_proxies: ['10.9.9.9/32'],
        rate_limit_per_minute: 4,
        metrics_elsewhere: true,
        fixed: [],
      },
    ]);
    const made = await server.call('POST', '/api/v1/hooks', { body: hook });
    expect([made.status, made.headers['ratelimit-limit']]).toEqual([200, '4']);
    const figures = { 'x-forwarded-for': '192.0.2.1', authorization: `Bearer ${token}` };
    expect((await server.call('GET', '/metrics', { token: null, headers: figures })).status).toBe(200);
    expect((await server.call('GET', '/openapi.json', { token: null })).body.servers).toEqual([{ url: 'https://docket.example.com' }]);
    expect((await change({ rate_limit_per_minute: null, allowed_networks: null })).body).toMatchObject({
      rate_limit_per_minute: 0,
      allowed_networks: ['127.0.0.0/8'],
      public_url: 'https://docket.example.com',
    });
    await server.dependencies.database.read(async (sql) => {
      const rows = await sql.all<{ details: string }>("SELECT details FROM audit_events WHERE action = 'server.change'");
      expect(rows).toHaveLength(2);
      expect(JSON.stringify(rows)).not.toContain(token);
    });
  });

  it('is refused where it is none, and nothing changes', async () => {
    const wrong = [
      {},
      { public_url: 'docket' },
      { trusted_proxies: ['office'] },
      { log_level: 'loud' },
      { metrics_token: 'short' },
      { secret_key: 'x' },
    ];
    for (const body of wrong) expect([body, (await change(body)).status]).toEqual([body, 422]);
    expect((await server.call('GET', '/api/v1/server')).body.configuration).toMatchObject({ public_url: null, trusted_proxies: [] });
  });

  it('does not count against what the server was started with', async () => {
    const fixed = await openTestApp({ settings: { rateLimitPerMinute: 500, fixed: new Set(['rate_limit_per_minute']) } });
    try {
      const refused = await fixed.call('PATCH', '/api/v1/server', { body: { rate_limit_per_minute: 7 } });
      expect([refused.status, refused.body.error.message]).toEqual([409, expect.stringContaining('DOCKET_RATE_LIMIT_PER_MINUTE')]);
      expect((await fixed.call('GET', '/api/v1/server')).body.configuration).toMatchObject({
        rate_limit_per_minute: 500,
        fixed: [{ setting: 'rate_limit_per_minute', variable: 'DOCKET_RATE_LIMIT_PER_MINUTE' }],
      });
    } finally {
      await fixed.close();
    }
  });
});

describe('a setting', () => {
  it('reaches the other processes of a database', async () => {
    const log = pino({ level: 'info' }, { write: () => undefined });
    const { database } = server.dependencies;
    const other = createSettingsBook(database, { ...server.dependencies.settings, metricsToken: null, log });
    await server.call('PATCH', '/api/v1/server', { body: { log_level: 'trace' } });
    await other.refresh();
    expect([log.level, other.settings.logLevel]).toEqual(['trace', 'trace']);
    await server.call('PATCH', '/api/v1/server', { body: { log_level: null } });
    await other.refresh();
    expect(log.level).toBe('info');
  });

  it('is looked for again where it could not be read', async () => {
    const { database, settings, settingsBook } = server.dependencies;
    const refresh = vi.spyOn(settingsBook, 'refresh').mockRejectedValueOnce(new Error('the database is away'));
    await database.write((sql) => changeSettings(sql, new Set(), { rate_limit_per_minute: 7 }));
    await vi.waitFor(() => expect([refresh.mock.calls.length > 1, settings.rateLimitPerMinute]).toEqual([true, 7]), { timeout: 15_000 });
  });

  it('is in what a console reads before this process has heard of it', async () => {
    const form = { title: 'Complaint', schema: { type: 'object', properties: { customer: { type: 'string', maxLength: 20 } } } };
    expect((await server.call('POST', '/api/v1/forms', { body: form })).status).toBe(200);
    // As another process commits it, whose notification is on its way still.
    const set = JSON.stringify({ public_url: 'https://docket.example.com' });
    await server.dependencies.database.write((sql) => writeServerValue(sql, 'settings', set));
    const { body } = await server.call('GET', '/api/v1/sync/workspace');
    expect(body.forms).toMatchObject([{ url: 'https://docket.example.com/f/complaint' }]);
  });

  it('stays as it was set last where an older look at it ends last', async () => {
    const { database } = server.dependencies;
    const { database: slow, isHeld, release } = holdRead(database, 1);
    const book = createSettingsBook(slow, { ...server.dependencies.settings, metricsToken: null });
    const older = book.refresh();
    await isHeld;
    await database.write((sql) => changeSettings(sql, new Set(), { rate_limit_per_minute: 7 }));
    const newer = book.refresh();
    await database.read(async () => undefined);
    release();
    await Promise.all([older, newer]);
    expect(book.settings.rateLimitPerMinute).toBe(7);
  });
});
