import { createParser } from 'eventsource-parser';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ERROR_STATUS, type ErrorBody } from '../../src-shared/error/codes.ts';
import type { PullResponse, Workspace } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import { createFeed, type Feed } from '../feed/create-feed.ts';
import { ApiError } from '../http/api-error.ts';
import { encodeCheckpoint } from '../sync/checkpoint.ts';
import { BACK_OFFICE, callerOf, createAction, type Engine, openEngine, operationOf, testUser } from '../sync/engine-fixture.ts';
import { scopeOf } from '../sync/scope.ts';
import { registerSyncRoutes } from './sync.ts';

describe('the sync routes', () => {
  let engine: Engine;
  let feed: Feed;
  let app: FastifyInstance;
  let base: string;
  const ann = callerOf(testUser('ann'));
  const callers: Record<string, Caller> = { ann, key: BACK_OFFICE, blind: { ...BACK_OFFICE, scopes: ['hooks'] } };

  beforeEach(async () => {
    engine = await openEngine();
    const { database, commands, clock, queues, people, seals } = engine;
    const onError = (error: unknown) => {
      throw error;
    };
    feed = createFeed({ database, clock, queues, seals, findCaller: async (caller) => caller, onError, pauseMs: 0 });
    app = Fastify();
    app.decorateRequest('caller');
    app.addHook('onRequest', async (request) => {
      request.caller = callers[String(request.headers.authorization ?? 'ann')] ?? ann;
    });
    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof ApiError)
        return reply.status(ERROR_STATUS[error.code]).send({ error: { code: error.code, message: error.message } });
      return reply.send(error);
    });
    await app.register(
      async (api) =>
        registerSyncRoutes(api, {
          ...{ database, commands, clock, queues, people, feed, seals, readPublicUrl: async () => null, serverVersion: '0.1.0' },
          readCurrent: async (_sql, caller) => ({ caller, queues }),
        }),
      { prefix: '/api/v1' },
    );
    base = await app.listen({ port: 0 });
  });
  afterEach(async () => {
    await app.close();
    await engine.remove();
  });

  it('pages through the feed', async () => {
    for (const uid of ['a', 'b', 'c']) await engine.write(uid, createAction(uid));
    const first = await get('/sync/tasks?limit=2');
    expect([first.status, first.body.documents.length, first.body.hasMore]).toEqual([200, 2, true]);
    const second = await get(`/sync/tasks?limit=2&checkpoint=${first.body.checkpoint}`);
    expect([second.body.documents[0]?.id, second.body.hasMore]).toEqual(['c', false]);
    expect((await get('/sync/tasks?checkpoint=&limit=999999')).body.documents).toHaveLength(3);
  });

  it('takes operations', async () => {
    await engine.write('t1', createAction('t1'));
    const answer = await post({ deviceId: 'd1', operations: [operationOf('d1', 1, 't1', 'claim')] });
    expect(answer).toMatchObject({ status: 200, body: { results: [{ result: 'applied', seq: 2, task: { status: 'ASSIGNED' } }] } });
  });

  it('refuses requests that are wrong as a whole', async () => {
    expect((await post({ deviceId: 'd1', operations: [] })).status).toBe(400);
    expect((await post({ deviceId: 'd1', operations: [operationOf('d1', 1, 't1', 'claim')] }, 'key')).status).toBe(403);
    expect((await get('/sync/tasks', { authorization: 'blind' })).status).toBe(403);
    expect((await get('/sync/stream', { authorization: 'blind' })).status).toBe(403);
  });

  it('tells a client of another version which one it speaks', async () => {
    for (const path of ['/sync/tasks', '/sync/stream', '/sync/workspace']) {
      const answer = await get<ErrorBody>(path, { 'docket-protocol': '2' });
      expect([answer.status, answer.body.error]).toMatchObject([
        426,
        { code: 'protocol_unsupported', message: expect.stringContaining('version 1') },
      ]);
    }
    expect((await get('/sync/tasks', { 'docket-protocol': '1' })).status).toBe(200);
  });

  it('gives a database that was put back a new identity when a replica is ahead of it', async () => {
    const { epoch } = (await get('/sync/tasks')).body;
    const { hash: scope } = scopeOf(ann, engine.queues);
    const ahead = encodeCheckpoint({ epoch, scope, seq: 7, startedAt: 7 }, engine.seals);
    const answer = await get(`/sync/tasks?checkpoint=${ahead}`);
    expect(answer.body.resync).toBe('beyond');
    expect(answer.body.epoch).not.toBe(epoch);
    expect((await get(`/sync/tasks?checkpoint=${answer.body.checkpoint}`)).body).toMatchObject({ epoch: answer.body.epoch, documents: [] });
  });

  it('starts nobody over but the client that makes up a checkpoint ahead of the feed', async () => {
    await engine.write('a', createAction('a'));
    const { epoch, checkpoint } = (await get('/sync/tasks')).body;
    const forged = encodeCheckpoint(
      { epoch, scope: scopeOf(ann, engine.queues).hash, seq: 7, startedAt: 7 },
      { ...engine.seals, of: () => 'mine' },
    );
    const answer = await get(`/sync/tasks?checkpoint=${forged}`);
    expect(answer.body).toMatchObject({ resync: 'unreadable', epoch });
    expect((await get(`/sync/tasks?checkpoint=${answer.body.checkpoint}`)).body.documents).toHaveLength(1);
    expect((await get(`/sync/tasks?checkpoint=${checkpoint}`)).body).toMatchObject({ epoch, documents: [] });
  });

  it('gives a replica the queues and people', async () => {
    expect((await get<Workspace>('/sync/workspace')).body).toMatchObject({
      serverVersion: '0.1.0',
      user: { id: 'ann', role: 'operator' },
      queues: [{ id: 'refunds' }, { id: 'letters' }, { id: 'fraud' }],
      people: [{ id: 'ann', name: 'Ann' }, { id: 'bob' }, { id: 'cat' }],
    });
    expect((await get<Workspace>('/sync/workspace', { authorization: 'key' })).body.user).toBeNull();
  });

  it('streams what is committed, and goes on after the last id', async () => {
    const stream = await openStream();
    await engine.write('a', createAction('a'));
    const event = await stream.next('tasks');
    expect(event).toMatchObject({ id: '1', data: { prevSeq: 0, seq: 1, documents: [{ id: 'a' }] } });
    stream.close();
    await engine.write('b', createAction('b'));
    const again = await openStream({ 'last-event-id': '1' });
    expect(await again.next('tasks')).toMatchObject({ id: '2', data: { prevSeq: 1, documents: [{ id: 'b' }] } });
    again.close();
  });

  it('opens no stream for who asks for its head alone', async () => {
    const { status } = await fetch(`${base}/api/v1/sync/stream`, { method: 'HEAD', headers: { authorization: 'ann' } });
    expect(Math.floor(status / 100)).toBe(4);
  });

  it('ends its streams when the server closes', async () => {
    const stream = await openStream();
    await app.close();
    await stream.ended;
  });

  it('bounds what it keeps for a client that does not read', async () => {
    const stream = await openStream({}, { reads: false });
    const big = 'x'.repeat(200_000);
    for (let index = 0; index < 60; index += 1) await engine.write(`t${index}`, createAction(`t${index}`, 'refunds', { big }));
    stream.read();
    expect(await stream.next('resync')).toMatchObject({ data: { reason: 'overflow' } });
    stream.close();
  });

  async function get<Body = PullResponse>(path: string, headers: Record<string, string> = {}) {
    const answer = await fetch(`${base}/api/v1${path}`, { headers });
    return { status: answer.status, body: (await answer.json()) as Body };
  }

  async function post(body: unknown, authorization = 'ann') {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(`${base}/api/v1/sync/operations`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  }

  async function openStream(headers: Record<string, string> = {}, { reads = true } = {}) {
    const aborter = new AbortController();
    const answer = await fetch(`${base}/api/v1/sync/stream`, { headers, signal: aborter.signal });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const events: { id: string | undefined; event: string | undefined; data: unknown }[] = [];
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let wake: () => void = () => undefined;
    const parser = createParser({
      onEvent({ id, event, data }) {
        events.push({ id, event, data: JSON.parse(data) });
        wake();
      },
    });
    const readAll = async () => {
      const decoder = new TextDecoder();
      try {
        for await (const chunk of answer.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
      } catch (error) {
        if (!aborter.signal.aborted) throw error;
      }
      end();
    };
    if (reads) void readAll();
    return {
      ended,
      read: () => void readAll(),
      close: () => aborter.abort(),
      async next(name: string) {
        for (;;) {
          const index = events.findIndex(({ event }) => event === name);
          if (index >= 0) return events.splice(0, index + 1).at(-1);
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
    };
  }
});
