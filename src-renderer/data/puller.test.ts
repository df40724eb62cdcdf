import { afterEach, expect, it, vi } from 'vitest';
import { until } from '../../e2e/fixtures/sync-world.ts';
import { ApiClient } from './api-client.ts';
import type { FeedWriter } from './feed-writer.ts';
import { Puller, REPLICA_FAILED } from './puller.ts';

afterEach(() => vi.useRealTimers());

it('connects at once after a sign-in, also when the refusal of the old token comes only then', async () => {
  const connecting: ((answer: Response) => void)[] = [];
  const expired = () => Response.json({ error: { code: 'session_expired', message: 'The session has ended.' } }, { status: 401 });
  const puller = new Puller({
    api: new ApiClient(() => new Promise((resolve) => connecting.push(resolve)), 'http://127.0.0.1'),
    writer: {} as FeedWriter,
    backoff: { firstMs: 5, longestMs: 5 },
    random: Math.random,
    silenceMs: 1_000,
    onConnected: () => undefined,
    onLive: () => undefined,
    onReceived: () => undefined,
    onFailure: () => undefined,
    onPresence: () => undefined,
    onWorkspace: () => undefined,
  });
  puller.start();
  await until('it connects', () => connecting.length === 1);
  puller.wake();
  connecting[0]?.(expired());
  await until('it connects with the new token', () => connecting.length === 2);
  const stopped = puller.stop();
  connecting[1]?.(expired());
  await stopped;
  expect(connecting).toHaveLength(2);
});

it('finds out soon that the replica takes nothing, however long there was no server', async () => {
  vi.useFakeTimers();
  let isThere = false;
  const failed: string[] = [];
  const puller = new Puller({
    api: new ApiClient(async () => {
      if (!isThere) throw new TypeError('nobody answers');
      return new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
    }, 'http://127.0.0.1'),
    writer: {} as FeedWriter,
    backoff: { firstMs: 300, longestMs: 5_000 },
    random: () => 1,
    silenceMs: 60_000,
    onConnected: () => {
      throw new Error('cannot be written');
    },
    onLive: () => undefined,
    onReceived: () => undefined,
    onFailure: ({ code }) => failed.push(code),
    onPresence: () => undefined,
    onWorkspace: () => undefined,
  });
  puller.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(failed.length).toBeGreaterThan(10);
  isThere = true;
  // The wait that has begun, and two short ones.
  await vi.advanceTimersByTimeAsync(5_000 + 300 + 600);
  const stopped = puller.stop();
  await vi.runAllTimersAsync();
  await stopped;
  expect(failed.filter((code) => code === REPLICA_FAILED.code)).toHaveLength(3);
});
