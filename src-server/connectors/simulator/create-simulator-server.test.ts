import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createEventSender } from './create-event-sender.ts';
import { createRateWindow } from './create-rate-window.ts';
import { createSimulatorServer, type SimulatorServer } from './create-simulator-server.ts';
import type { SimulatorOptions } from './simulator.ts';
import { SimulatorRefusal } from './simulator-request.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(ending.splice(0).map((end) => end()));
});

async function start(options: SimulatorOptions = {}): Promise<SimulatorServer> {
  const server = await createSimulatorServer({
    ...options,
    routes: [
      { method: 'GET', path: '/things/latest', handle: () => ({ status: 200, json: { name: 'latest' } }) },
      { method: 'GET', path: '/things/:id', handle: ({ params }) => ({ status: 200, json: { id: params.id ?? null } }) },
      { method: 'POST', path: '/things', handle: ({ json }) => ({ status: 201, json: json ?? null }) },
      {
        method: 'POST',
        path: '/refused',
        handle: () => {
          throw new SimulatorRefusal({ status: 400, json: { reason: 'because' } }, 'Nobody asks so');
        },
      },
    ],
    admit: () => ({ 'x-left': '7' }),
    answerNotFound: () => ({ status: 404, json: { reason: 'not there' } }),
    answerBadJson: () => ({ status: 400, json: { reason: 'no json' } }),
    answerRateLimited: () => ({ status: 429, headers: { 'retry-after': '3' }, json: { reason: 'slowly' } }),
    answerServerError: () => ({ status: 503, text: '<html>' }),
  });
  ending.push(server.stop);
  return server;
}

describe('the simulator server', () => {
  it('routes, with literal segments before names, and adds the headers of admission', async () => {
    const server = await start();
    expect(await (await fetch(`${server.baseUrl}/things/latest`)).json()).toEqual({ name: 'latest' });
    const single = await fetch(`${server.baseUrl}/things/a%20b?x=1`);
    expect(await single.json()).toEqual({ id: 'a b' });
    expect(single.headers.get('x-left')).toBe('7');
    expect(server.violations()).toEqual([]);
  });

  it('notes what no good client sends, in the words of the refusal', async () => {
    const server = await start();
    const post = (path: string, body: string) =>
      fetch(`${server.baseUrl}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect((await post('/refused', '{}')).status).toBe(400);
    expect((await post('/things', '{')).status).toBe(400);
    expect((await post('/nowhere', '{}')).status).toBe(404);
    expect(server.violations()).toEqual([
      'POST /refused: Nobody asks so',
      'POST /things: The body is no JSON',
      'POST /nowhere: There is no such path',
    ]);
  });

  it('tells the time of its own clock, which stands still but for what is added', async () => {
    const server = await start({ isClockManual: true, startMs: Date.UTC(2026, 0, 31, 12) });
    expect((await fetch(`${server.baseUrl}/things/1`)).headers.get('date')).toBe('Sat, 31 Jan 2026 12:00:00 GMT');
    server.clock.advanceMs(61_000);
    expect((await fetch(`${server.baseUrl}/things/1`)).headers.get('date')).toBe('Sat, 31 Jan 2026 12:01:01 GMT');
  });

  it('shows the faults asked for, the same for the same seed, and ends them', async () => {
    const server = await start();
    const look = async (): Promise<string[]> => {
      server.setFaults({ seed: 5, rateLimited: 0.25, serverError: 0.25, cut: 0.25 });
      const seen: string[] = [];
      for (let count = 0; count < 24; count += 1) {
        seen.push(
          await fetch(`${server.baseUrl}/things/1`)
            .then(async (response) => `${response.status}${await response.text()}`)
            .catch(() => 'cut'),
        );
      }
      return seen;
    };
    const first = await look();
    expect(new Set(first)).toEqual(new Set(['200{"id":"1"}', '429{"reason":"slowly"}', '503<html>', 'cut']));
    expect(await look()).toEqual(first);
    server.setFaults(null);
    expect((await fetch(`${server.baseUrl}/things/1`)).status).toBe(200);
  });

  it('keeps exchanges when asked', async () => {
    const server = await start({ isRecording: true });
    await fetch(`${server.baseUrl}/things?a=1`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"n":1}' });
    expect(server.exchanges()).toMatchObject([
      { method: 'POST', url: '/things?a=1', requestBody: '{"n":1}', status: 201, responseBody: '{"n":1}' },
    ]);
  });
});

describe('a rate window', () => {
  it('refills steadily, at each full window, or as requests grow old', () => {
    let now = 500;
    const make = (shape: 'token' | 'fixed' | 'rolling') => createRateWindow({ shape, requests: 2, perMs: 1000, nowMs: () => now });
    const windows = { token: make('token'), fixed: make('fixed'), rolling: make('rolling') };
    const take = () => [windows.token, windows.fixed, windows.rolling].map((window) => window.take().isAllowed);
    expect([take(), take(), take()]).toEqual([
      [true, true, true],
      [true, true, true],
      [false, false, false],
    ]);
    expect([windows.token, windows.fixed, windows.rolling].map((window) => window.take().retryAfterMs)).toEqual([500, 500, 1000]);
    now = 1000;
    expect(take()).toEqual([true, true, false]);
    expect(take()).toEqual([false, true, false]);
    now = 1500;
    expect(take()).toEqual([true, false, true]);
  });
});

describe('the event sender', () => {
  it('sends what happened at once in batches, again after a failure, and nothing after the end', async () => {
    const bodies: string[] = [];
    let failures = 1;
    const receiver = createServer(async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) {
        chunks.push(chunk);
      }
      outgoing.statusCode = failures > 0 ? 500 : 200;
      failures -= 1;
      bodies.push(`${outgoing.statusCode} ${Buffer.concat(chunks).toString()}`);
      outgoing.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = receiver.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    ending.push(() => new Promise((resolve) => receiver.close(resolve)));

    const sender = createEventSender<number>({
      sign: (events) => ({ method: 'POST', headers: {}, body: JSON.stringify(events) }),
      batch: 2,
    });
    const end = sender.subscribe(`http://127.0.0.1:${port}/events`);
    sender.emit(1);
    sender.emit(2);
    await sender.settle();
    end();
    sender.emit(3);
    await sender.settle();
    await sender.stop();
    expect(bodies).toEqual(['500 [1,2]', '200 [1,2]']);
  });
});
