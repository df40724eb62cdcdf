import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { ApiOutcome } from './api-client.ts';
import { PresenceTeller } from './presence-teller.ts';

describe('what this console shows', () => {
  let told: { taskId: string | null; activity?: string }[];
  let answer: ApiOutcome<Response>;
  let teller: PresenceTeller;
  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    answer = { ok: true, value: new Response(null, { status: 204 }) };
    const send = async (path: string, { method, body }: RequestInit) => {
      expect([path, method]).toEqual(['/sync/presence', 'PUT']);
      const { deviceId, ...rest } = JSON.parse(String(body));
      expect(deviceId).toBe('window-1');
      told.push(rest);
      return answer;
    };
    teller = new PresenceTeller({ api: { send }, deviceId: 'window-1' });
  });
  afterEach(() => {
    teller.close();
    vi.useRealTimers();
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  test('is told once it stays, and again as long as it does', async () => {
    for (const uid of ['a', 'b', 'c']) teller.show(uid);
    await pass(299);
    expect(told).toEqual([]);
    await pass(1);
    expect(told).toEqual([{ taskId: 'c', activity: 'looking' }]);
    await pass(2 * SYNC_LIMITS.presenceRepeatMs);
    expect(told).toHaveLength(3);
    teller.show('c', 'working');
    await pass(300);
    expect(told.at(-1)).toEqual({ taskId: 'c', activity: 'working' });
  });

  test('is told once when it is nothing any more', async () => {
    teller.show('a');
    await pass(300);
    teller.show(null);
    await pass(10 * SYNC_LIMITS.presenceRepeatMs);
    expect(told).toEqual([{ taskId: 'a', activity: 'looking' }, { taskId: null }]);
  });

  test('is tried again where there was no network', async () => {
    answer = { ok: false, kind: 'unreachable', code: 'x', message: 'x', retryAfterMs: null };
    teller.show('a');
    await pass(300);
    teller.show(null);
    await pass(300);
    answer = { ok: true, value: new Response(null, { status: 204 }) };
    await pass(3 * SYNC_LIMITS.presenceRepeatMs);
    expect(told).toEqual([{ taskId: 'a', activity: 'looking' }, { taskId: null }, { taskId: null }]);
  });

  test('is told to nobody after the end', async () => {
    teller.show('a');
    teller.close();
    teller.show('b');
    await pass(SYNC_LIMITS.presenceRepeatMs);
    expect(told).toEqual([]);
  });
});
