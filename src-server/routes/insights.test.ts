import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

describe('insights', () => {
  let server: TestApp;
  beforeEach(async () => {
    server = await openTestApp();
  });
  afterEach(async () => {
    expect(server.failures).toEqual([]);
    await server.close();
  });

  const get = (query: string, token?: string) => server.call('GET', `/api/v1/insights?${query}`, token === undefined ? {} : { token });

  it('are counted for managers, and for nobody below', async () => {
    const mo = await server.person('mo', 'manager');
    const olga = await server.person('olga');
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'a', fields: { title: 'A' } } });
    await server.call('POST', '/api/v1/tasks/a/start', { token: mo.token, body: {} });
    server.clock.advanceSeconds(60);
    await server.call('POST', '/api/v1/tasks/a/complete', { token: mo.token, body: {} });
    const { status, body } = await get('since=2026-03-01&until=2026-03-01&time_zone=Europe/Berlin', mo.token);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      unit: 'hour',
      totals: { arrivals: 1, completed: 1, handle: { count: 1 } },
      people: [{ user_uid: mo.id }],
    });
    expect(body.totals.handle.median).toBeGreaterThan(60);
    expect(body.buckets).toHaveLength(24);
    expect((await get('since=2026-03-01&until=2026-03-01', olga.token)).status).toBe(403);
  });

  it.each([
    ['until=2026-03-01', /since/],
    ['since=2026-03-01&until=2026-03-01&time_zone=Nowhere', 'query.time_zone names no time zone: write it as Europe/Berlin.'],
    ['since=2024-03-01&until=2026-03-01', 'query.since and query.until must be at most 366 days apart.'],
  ])('refuse %s', async (query, message) => {
    const { status, body } = await get(query);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.error).toMatchObject({ message: expect.stringMatching(message) });
  });
});
