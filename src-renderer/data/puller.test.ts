import { expect, it } from 'vitest';
import { until } from '../../e2e/fixtures/sync-world.ts';
import { ApiClient } from './api-client.ts';
import type { FeedWriter } from './feed-writer.ts';
import { Puller } from './puller.ts';

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
