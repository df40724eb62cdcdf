import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import { openTestApp, TEST_KEY, type TestApp } from '../app-fixture.ts';
import type { GroupCommit } from '../tasks/group-commit.ts';
import { ApiError } from './api-error.ts';

let app: TestApp;

beforeEach(async () => {
  app = await openTestApp();
  // A key's first use is written down: the next write is the test's own.
  await app.call('GET', '/api/v1/tasks');
});
afterEach(() => app.close());

const ONCE = { 'idempotency-key': 'k1' };

interface ProcessAnswer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any;
}

/** Tells the writes of the request apart from those of the background. */
const asked = new AsyncLocalStorage<boolean>();

/**
 * Asks a second process on the same database. `write` is what becomes of its write, after it has looked for an answer
 * and found none.
 */
async function askSlowProcess(url: string, body: object, write: GroupCommit['submit']): Promise<ProcessAnswer> {
  const { groupCommit } = app.dependencies;
  let isFirst = true;
  const slow = buildApp({
    ...app.dependencies,
    groupCommit: {
      ...groupCommit,
      submit(command) {
        if (!asked.getStore() || !isFirst) return groupCommit.submit(command);
        isFirst = false;
        return write(command);
      },
    },
  });
  await slow.ready();
  const headers = { authorization: `Bearer ${TEST_KEY}`, ...ONCE };
  const answer = await asked.run(true, async () => await slow.inject({ method: 'POST', url, headers, payload: body }));
  const { statusCode, headers: answered, payload } = answer;
  return { status: statusCode, headers: answered, text: payload, body: payload === '' ? null : JSON.parse(payload) };
}

/** Something happens before the process decides. */
function afterwards(happens: () => Promise<unknown>): GroupCommit['submit'] {
  return async (command) => {
    await happens();
    return app.dependencies.groupCommit.submit(command);
  };
}

describe('the same Idempotency-Key at two processes at once', () => {
  const ask = (url: string, body: object) => app.call('POST', url, { body, headers: ONCE });

  it('gets the answer of the first, where the second would be refused for what the first did', async () => {
    const ann = await app.person('ann');
    await app.call('PUT', '/api/v1/tasks/t1', { body: { status: 'STARTED', assignee_uid: ann.id } });
    const url = '/api/v1/tasks/t1/complete';
    const answer = await askSlowProcess(
      url,
      {},
      afterwards(() => ask(url, {})),
    );
    expect([answer.status, answer.body.status, answer.headers['docket-repeated']]).toEqual([200, 'DONE', 'true']);
    expect(answer.headers.etag).toBe(`"${answer.body.version}"`);
  });

  it('gets the task that the first was given by next, and claims no other', async () => {
    const ann = await app.person('ann');
    await app.call('POST', '/api/v1/queues', { body: { id: 'all', name: 'All' } });
    for (const uid of ['t1', 't2']) await app.call('PUT', `/api/v1/tasks/${uid}`, { body: { fields: { title: uid } } });
    const url = '/api/v1/queues/all/next';
    const body = { assignee_uid: ann.id };
    let first = '';
    const answer = await askSlowProcess(
      url,
      body,
      afterwards(async () => {
        first = (await ask(url, body)).body.uid;
      }),
    );
    expect([answer.status, answer.body.uid]).toEqual([200, first]);
    const { body: claimed } = await app.call('GET', '/api/v1/tasks?status=ASSIGNED');
    expect(claimed.items).toHaveLength(1);
  });

  it('gets the answer of the first, where the second had decided, was undone and decides again', async () => {
    await app.call('PUT', '/api/v1/tasks/t1', { body: { fields: { title: 't1' } } });
    const url = '/api/v1/tasks/t1/comments';
    const body = { text: 'once' };
    const { groupCommit } = app.dependencies;
    const answer = await askSlowProcess(url, body, async (command) => {
      const undone = groupCommit.submit(async (sql) => {
        await command(sql);
        throw new Error('another command of the group failed');
      });
      await expect(undone).rejects.toThrow('another command');
      await ask(url, body);
      return groupCommit.submit(command);
    });
    expect([answer.status, answer.headers['docket-repeated']]).toEqual([200, 'true']);
    const { body: history } = await app.call('GET', '/api/v1/tasks/t1/history');
    expect(history.items.map(({ step }: { step: string }) => step)).toEqual(['create', 'comment']);
  });

  it('is refused where the first came with another body', async () => {
    const url = '/api/v1/tasks';
    const answer = await askSlowProcess(
      url,
      { fields: { title: 'two' } },
      afterwards(() => ask(url, { fields: { title: 'one' } })),
    );
    expect([answer.status, answer.body.error.code]).toEqual([422, 'idempotency_mismatch']);
  });

  it('gets no body where the first answered without one', async () => {
    const ann = await app.person('ann');
    await app.call('POST', '/api/v1/queues', { body: { id: 'empty', name: 'Empty' } });
    const url = '/api/v1/queues/empty/next';
    const body = { assignee_uid: ann.id };
    const answer = await askSlowProcess(
      url,
      body,
      afterwards(() => ask(url, body)),
    );
    expect([answer.status, answer.text, answer.headers['docket-repeated']]).toEqual([204, '', 'true']);
  });
});

describe('a batch with an Idempotency-Key that broke off', () => {
  const items = ['a', 'b', 'c'].map((title) => ({ fields: { title } }));
  const send = (body: object = { items }) => app.call('POST', '/api/v1/tasks/batch', { body, headers: ONCE });

  /** So many writes are done, then the process dies. */
  function breakAfter(writes: number): () => void {
    const { groupCommit } = app.dependencies;
    const { submit } = groupCommit;
    let left = writes;
    groupCommit.submit = (command) => {
      left -= 1;
      return left >= 0 ? submit(command) : Promise.reject(new Error('the process died'));
    };
    return () => {
      groupCommit.submit = submit;
    };
  }

  it('tries again what there was no time for, and makes nothing twice', async () => {
    const { groupCommit } = app.dependencies;
    const { submit } = groupCommit;
    let writes = 0;
    groupCommit.submit = (command) => {
      writes += 1;
      return writes === 3
        ? Promise.reject(new ApiError('unavailable', 'The write took too long.', { retryAfterSeconds: 1 }))
        : submit(command);
    };
    const before = await send();
    expect([before.status, before.headers['retry-after'], before.body.results[2].status]).toEqual([207, '1', 503]);
    const after = await send();
    expect([after.status, after.body.results.map(({ result }: { result: string }) => result)]).toEqual([
      200,
      ['created', 'created', 'created'],
    ]);
    expect((await app.call('GET', '/api/v1/tasks')).body.items).toHaveLength(3);
    expect((await send()).headers['docket-repeated']).toBe('true');
  });

  for (const writes of [1, 2, 3]) {
    it(`makes no task twice after ${writes} of 3 writes`, async () => {
      const mend = breakAfter(writes);
      expect((await send()).status).toBe(500);
      mend();
      const { status, body } = await send();
      expect([status, body.results.map(({ result }: { result: string }) => result)]).toEqual([200, ['created', 'created', 'created']]);
      const { body: list } = await app.call('GET', '/api/v1/tasks');
      const uids = list.items.map(({ uid }: { uid: string }) => uid);
      expect(uids.toSorted()).toEqual(body.results.map(({ task }: { task: { uid: string } }) => task.uid).toSorted());
      expect((await send()).body).toEqual(body);
    });
  }

  it('makes no task twice where the key was used the day before', async () => {
    expect((await send()).status).toBe(200);
    app.clock.advanceSeconds(24 * 3_600 + 60);
    await app.call('GET', '/api/v1/tasks');
    const mend = breakAfter(2);
    expect((await send()).status).toBe(500);
    mend();
    expect((await send()).status).toBe(200);
    expect((await app.call('GET', '/api/v1/tasks')).body.items).toHaveLength(6);
  });

  it('is refused when it comes with another body', async () => {
    const mend = breakAfter(1);
    await send();
    mend();
    const answer = await send({ items: [...items, { fields: { title: 'd' } }] });
    expect([answer.status, answer.body.error.code]).toEqual([422, 'idempotency_mismatch']);
  });
});

it('answers a key whose first caller went away before an answer without a body', async () => {
  const ann = await app.person('ann');
  await app.call('POST', '/api/v1/queues', { body: { id: 'empty', name: 'Empty' } });
  const { database } = app.dependencies;
  const { read } = database;
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  database.read = async (work) => {
    entered.resolve();
    await released.promise;
    return read(work);
  };
  await app.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.app.server.address() as AddressInfo;
  const atServer = once(app.app.server, 'connection') as Promise<[Socket]>;
  const caller = connect(port, '127.0.0.1');
  const url = '/api/v1/queues/empty/next';
  const body = JSON.stringify({ assignee_uid: ann.id });
  const head = [
    `authorization: Bearer ${TEST_KEY}`,
    'idempotency-key: k1',
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  caller.write(`POST ${url} HTTP/1.1\r\nhost: docket\r\n${head.join('\r\n')}\r\n\r\n${body}`);
  await entered.promise;
  const [connection] = await atServer;
  const gone = once(connection, 'close');
  caller.destroy();
  await gone;
  database.read = read;
  released.resolve();
  const answer = await app.call('POST', url, { body: JSON.parse(body), headers: ONCE });
  expect(answer.status).toBe(204);
});
