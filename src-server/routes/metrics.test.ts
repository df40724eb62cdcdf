import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { COUNT_DELIVERIES, COUNT_TASKS } from '../metrics/count-work.ts';

const TOKEN = 'token of the scraper';
let server: TestApp;
beforeEach(async () => {
  server = await openTestApp({ settings: { metricsToken: TOKEN } });
});
afterEach(() => server.close());

const scrape = (remoteAddress = '127.0.0.1', headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'GET', url: '/metrics', remoteAddress, headers });
/** The value of a metric, by its line up to the blank. */
async function value(name: string): Promise<number | undefined> {
  const line = (await scrape()).payload.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

describe('the metrics', () => {
  it('count requests by route, not by address', async () => {
    await server.call('GET', '/api/v1/tasks/one');
    await server.call('GET', '/api/v1/tasks/two/');
    await server.call('GET', '/nowhere');
    const name = 'docket_http_request_duration_seconds_count';
    expect(await value(`${name}{method="GET",route="/api/v1/tasks/:id",status="404"}`)).toBe(2);
    expect(await value(`${name}{method="GET",route="none",status="404"}`)).toBe(1);
  });

  it('tell of commits, and of writes that shared one', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, index) => server.call('PATCH', '/api/v1/tasks', { body: { uid: `t${index}` } })));
    const [commits = 0, commands = 0] = [
      await value('docket_group_commit_commands_count'),
      await value('docket_group_commit_commands_sum'),
    ];
    expect(commands).toBeGreaterThanOrEqual(5);
    expect(commits).toBeGreaterThan(0);
    expect(await value('docket_group_commit_duration_seconds_count')).toBe(commits);
  });

  it('count tasks by status, once a minute at most', async () => {
    const person = await server.person('olga');
    for (const uid of ['a', 'b', 'c', 'd']) await server.call('PATCH', '/api/v1/tasks', { body: { uid } });
    await server.call('POST', '/api/v1/tasks/a/start', { token: (await server.person('mo', 'manager')).token });
    await server.call('POST', '/api/v1/tasks/b/assign', { body: { assignee_uid: person.id } });
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'c', status: 'DONE' } });
    const counts = () => Promise.all(['TODO', 'ASSIGNED', 'STARTED', 'DONE'].map((status) => value(`docket_tasks{status="${status}"}`)));
    expect(await counts()).toEqual([1, 1, 1, 1]);
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'e' } });
    expect(await counts()).toEqual([1, 1, 1, 1]);
    server.clock.advanceSeconds(61);
    expect(await counts()).toEqual([2, 1, 1, 1]);
  });

  it('count them in indexes alone', async () => {
    for (const text of [COUNT_TASKS, COUNT_DELIVERIES]) {
      const plan = await server.dependencies.database.read((sql) => sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`));
      const looks = plan.map(({ detail }) => detail).filter((detail) => /^(SCAN|SEARCH)/.test(detail));
      expect(looks.length).toBeGreaterThan(0);
      for (const look of looks) expect(look).toMatch(/USING COVERING INDEX (tasks_|deliveries_)/);
    }
  });

  it('tell what became of deliveries, and how many are left', async () => {
    const statuses = [204, 500];
    const receiver = createServer((_request, response) => response.writeHead(statuses.shift() ?? 500).end()).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as { port: number };
    const hook = { url: `http://127.0.0.1:${port}`, events: ['task.created', 'task.updated'], scope: 'all' };
    await server.call('POST', '/api/v1/hooks', { body: hook });
    server.dependencies.dispatcher.start();
    const attempts = (outcome: string) => value(`docket_webhook_attempts_total{outcome="${outcome}"}`);
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'a' } });
    await vi.waitFor(async () => expect(await attempts('delivered')).toBe(1));
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'b' } });
    await vi.waitFor(async () => expect(await attempts('failed')).toBe(1));
    await server.call('PATCH', '/api/v1/tasks/b', { body: { fields: { x: 1 } } });
    await server.dependencies.groupCommit.drain();
    server.clock.advanceSeconds(61);
    const backlog = await Promise.all(['ready', 'waiting'].map((state) => value(`docket_webhook_backlog{state="${state}"}`)));
    expect(backlog).toEqual([1, 1]);
    receiver.close();
  });

  it('tell of streams, of the event loop and of memory', async () => {
    const sink = { write: () => undefined, bufferedBytes: () => 0, onDrain: () => undefined, end: () => undefined };
    const caller = { kind: 'key', keyId: 'k', name: 'K', source: 'k', scopes: ['admin'] } as const;
    const end = await server.dependencies.feed.connect(caller, { checkpoint: null, lastSeq: null }, sink);
    expect(await value('docket_feed_clients')).toBe(1);
    end();
    expect(await value('docket_feed_clients')).toBe(0);
    expect(await value('docket_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  });

  it('are for this machine, and for whoever has the token', async () => {
    expect((await scrape('::1')).statusCode).toBe(200);
    expect((await scrape('::ffff:127.0.0.1')).statusCode).toBe(200);
    expect((await scrape('192.0.2.7')).statusCode).toBe(401);
    expect((await scrape('192.0.2.7', { authorization: 'Bearer wrong' })).statusCode).toBe(401);
    expect((await scrape('192.0.2.7', { authorization: `Bearer ${TOKEN}` })).statusCode).toBe(200);
    for (const name of ['x-forwarded-for', 'forwarded', 'via']) {
      expect((await scrape('127.0.0.1', { [name]: 'for=192.0.2.7' })).statusCode).toBe(401);
    }
  });

  it('stay on this machine where there is no token', async () => {
    const other = await openTestApp();
    const answer = await other.app.inject({
      method: 'GET',
      url: '/metrics',
      remoteAddress: '192.0.2.7',
      headers: { authorization: 'Bearer x' },
    });
    expect(answer.statusCode).toBe(403);
    await other.close();
  });
});
