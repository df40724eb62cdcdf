import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ApiProxyDependencies, proxyApiCall } from './api-proxy.ts';

let server: Server;
let address: string;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
let refused: string[];

beforeEach(async () => {
  refused = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    answer(request, response, text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  address = typeof bound === 'object' && bound ? `http://127.0.0.1:${bound.port}` : '';
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function proxy(path: string, init: RequestInit = {}, changes: Partial<ApiProxyDependencies> = {}): Promise<Response> {
  const credentials = () => ({ server: address, token: 'secret' });
  return proxyApiCall(new Request(`http://docket${path}`, init), {
    fetch,
    credentials,
    onTokenRefused: (token) => refused.push(token),
    ...changes,
  });
}

describe('a call', () => {
  test('reaches the server’s same path with the token and the protocol, and without what is the page’s own', async () => {
    let seen: { url?: string | undefined; method?: string | undefined; headers: IncomingMessage['headers']; body: string } | null = null;
    answer = ({ url, method, headers }, response, body) => {
      seen = { url, method, headers, body };
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'docket-result': 'created' }).end('{"ok":true}');
    };
    const headers = {
      'content-type': 'application/json',
      'x-page': 'x',
      cookie: 'c=d',
      authorization: 'Bearer forged',
      'docket-protocol': '9',
    };
    const response = await proxy('/api/v1/tasks?limit=2', { method: 'POST', headers, body: '{"a":1}' });
    expect(seen).toMatchObject({
      url: '/api/v1/tasks?limit=2',
      method: 'POST',
      body: '{"a":1}',
      headers: { authorization: 'Bearer secret', 'docket-protocol': '1' },
    });
    expect(JSON.stringify(seen)).not.toMatch(/x-page|c=d|forged/);
    expect(await response.json()).toEqual({ ok: true });
    expect([response.headers.get('set-cookie'), response.headers.get('docket-result')]).toEqual([null, 'created']);
  });

  test('says that the server cannot be reached, is too slow, or that nobody is signed in', async () => {
    const failure = async (response: Response) => [response.status, (await response.json()).error.code];
    expect(await failure(await proxy('/api/v1/me', {}, { credentials: () => ({ server: 'http://127.0.0.1:1', token: 't' }) }))).toEqual([
      503,
      'server_unreachable',
    ]);
    answer = () => undefined;
    expect(await failure(await proxy('/api/v1/me', {}, { timeoutMs: 50 }))).toEqual([503, 'server_unreachable']);
    expect(await failure(await proxy('/api/v1/me', {}, { credentials: () => null }))).toEqual([401, 'unauthorized']);
    expect(refused).toEqual([]);
  });

  test('tells when the server no longer takes the token', async () => {
    answer = (_request, response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
    expect((await proxy('/api/v1/me')).status).toBe(401);
    expect(refused).toEqual(['secret']);
  });

  test('does not follow redirects: the token goes to the chosen server only', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'http://example.com/' }).end();
    expect((await proxy('/api/v1/me')).status).toBe(503);
  });
});

test('a stream passes on each event as it comes, and closes upstream when the page lets go', async () => {
  let push: (text: string) => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      push = (text) => response.write(text);
      push('one');
      response.on('close', resolve);
    };
  });
  const abort = new AbortController();
  const timeoutMs = 400;
  const response = await proxy('/api/v1/sync/stream', { headers: { accept: 'text/event-stream' }, signal: abort.signal }, { timeoutMs });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one');
  await setTimeout(2 * timeoutMs);
  push('two');
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('two');
  abort.abort();
  await closed;
});

test('a stream that the server never begins is given up: whoever waits tries again', async () => {
  answer = () => undefined;
  const response = await proxy('/api/v1/sync/stream', { headers: { accept: 'text/event-stream' } }, { timeoutMs: 50 });
  expect([response.status, (await response.json()).error.code]).toEqual([503, 'server_unreachable']);
});
