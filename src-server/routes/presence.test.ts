import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

describe('PUT /sync/presence', () => {
  let server: TestApp;
  beforeEach(async () => {
    server = await openTestApp();
    const condition = { rules: [{ field: 'fields.team', operator: '=', value: 'refunds' }] };
    await server.call('POST', '/api/v1/queues', { body: { id: 'refunds', name: 'Refunds', condition } });
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 't1', fields: { team: 'refunds' } } });
    await server.call('PATCH', '/api/v1/tasks', { body: { uid: 'hidden', fields: {} } });
  });
  afterEach(async () => {
    expect(server.failures).toEqual([]);
    await server.close();
  });
  const say = (token: string, taskId: string | null, extras = {}) =>
    server.call('PUT', '/api/v1/sync/presence', { token, body: { deviceId: 'desk', taskId, ...extras } });

  it('is heard in the stream of colleagues', async () => {
    const [olga, paul] = [await server.person('olga'), await server.person('paul')];
    await server.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.app.server.address() as AddressInfo;
    const stream = await fetch(`http://127.0.0.1:${port}/api/v1/sync/stream`, { headers: { authorization: `Bearer ${paul.token}` } });
    expect((await say(olga.token, 't1', { activity: 'working' })).status).toBe(204);
    let heard = '';
    for await (const chunk of stream.body ?? []) {
      heard += Buffer.from(chunk).toString();
      if (heard.includes('event: presence')) break;
    }
    expect(heard).toContain(`{"people":[{"userId":"${olga.id}","taskId":"t1","activity":"working"}]}`);
  });

  it('is for people, and for tasks that they may see', async () => {
    const olga = await server.person('olga');
    expect((await say(olga.token, 'hidden')).status).toBe(404);
    expect((await say(olga.token, 'nothing')).status).toBe(404);
    expect((await say(olga.token, null)).status).toBe(204);
    expect((await say(await server.key(['admin']), 't1')).status).toBe(403);
    expect((await say(olga.token, 't1', { activity: 'sleeping' })).status).toBe(422);
    expect(server.dependencies.presence.people()).toEqual([]);
  });
});
