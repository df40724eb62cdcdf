import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

/** Another process changes something, and this one has not heard of it yet. */
describe('a replica whose scope was changed by another process', () => {
  let server: TestApp;
  let olga: { id: string; token: string };

  beforeEach(async () => {
    server = await openTestApp();
    olga = await server.person('olga', 'operator', ['german']);
    const condition = { combinator: 'and', rules: [] };
    await server.call('POST', '/api/v1/queues', { body: { id: 'police', name: 'Police', condition, skills: ['police'] } });
    await server.call('PUT', '/api/v1/tasks/t1', { body: { fields: { title: 'A case' } } });
  });
  afterEach(() => server.close());

  it('is brought into its new scope by the first pull, as a stream may have told it already', async () => {
    const before = await pull(null);
    expect(before).toMatchObject({ documents: [], hasMore: false });
    await writeUnheard('UPDATE users SET skills = ? WHERE id = ?', [JSON.stringify(['police']), olga.id]);
    expect(await pull(before.checkpoint)).toMatchObject({ resync: 'scope' });
    expect((await pull(null)).documents).toMatchObject([{ uid: 't1' }]);
    expect((await get('/api/v1/sync/workspace')).body.queues).toMatchObject([{ id: 'police' }]);
  });

  it('sees the tasks of a queue that it may work now', async () => {
    const before = await pull(null);
    await writeUnheard('UPDATE queues SET skills = ? WHERE id = ?', [JSON.stringify(['german']), 'police']);
    await writeUnheard('UPDATE queue_routing SET revision = ? WHERE id = 1', ['another']);
    expect(await pull(before.checkpoint)).toMatchObject({ resync: 'scope' });
    expect((await get('/api/v1/sync/workspace')).body.queues).toMatchObject([{ id: 'police', skills: ['german'] }]);
  });

  it('gets nothing after its session was ended', async () => {
    await writeUnheard('UPDATE sessions SET revoked_at = 1 WHERE user_id = ?', [olga.id]);
    expect(await get('/api/v1/sync/tasks')).toMatchObject({ status: 401, body: { error: { code: 'session_expired' } } });
  });

  const get = (path: string) => server.call('GET', path, { token: olga.token });

  async function pull(checkpoint: string | null) {
    return (await get(`/api/v1/sync/tasks${checkpoint === null ? '' : `?checkpoint=${checkpoint}`}`)).body;
  }

  function writeUnheard(text: string, parameters: string[]) {
    return server.dependencies.database.write((sql) => sql.run(text, parameters));
  }
});
