import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAddressGuard } from '../webhooks/address-guard.ts';
import { createVendorHttp, type VendorHttpOptions } from './create-vendor-http.ts';
import { createSimulatedWaiting, type SimulatedWaiting } from './simulated-waiting.ts';
import { VendorError } from './vendor-error.ts';
import { createVendorNetwork, type VendorNetwork } from './vendor-network.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let base: string;
let handlers: Handler[];
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string; atMs: number }[];
let waiting: SimulatedWaiting;
let network: VendorNetwork;
let resolved: string[];

const ok: Handler = (_request, response) => response.setHeader('content-type', 'application/json').end('{"fine":true}');
const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Handler =>
  (_request, response) =>
    response.writeHead(code, headers).end(body);
const cut: Handler = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('{"fi');
  setImmediate(() => response.destroy());
};

beforeEach(async () => {
  handlers = [];
  seen = [];
  resolved = ['127.0.0.1'];
  waiting = createSimulatedWaiting();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body, atMs: waiting.nowMs() });
      (handlers.shift() ?? ok)(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  network = createVendorNetwork({ guard: createAddressGuard(['127.0.0.0/8']), resolve: async () => resolved }, waiting);
});

afterEach(async () => {
  network.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function open(options: Partial<VendorHttpOptions> = {}) {
  return createVendorHttp(network, {
    baseUrl: base,
    limits: { default: { requests: 1_000, perMs: 1_000 } },
    credentials: { token: 'a secret of the tests' },
    signal: new AbortController().signal,
    ...options,
  });
}

it('reads an answer in the characters that it says it is written in', async () => {
  handlers.push((_request, response) =>
    response.setHeader('content-type', 'text/csv; charset=windows-1252').end(Buffer.from([0x80, 0xfc])),
  );
  handlers.push((_request, response) => response.setHeader('content-type', 'text/plain; charset=nonsense').end('ü'));
  const http = open();
  expect((await http.request({ method: 'GET', path: '/' })).text).toBe('€ü');
  expect((await http.request({ method: 'GET', path: '/' })).text).toBe('ü');
});

async function errorOf(promise: Promise<unknown>): Promise<VendorError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(VendorError);
  return error as VendorError;
}

describe('requests to a vendor', () => {
  it('carry a JSON body, a query and their headers, and give the answer back as it is', async () => {
    handlers = [status(404, { 'x-request-id': '7' }, '{"message":"no such ticket"}')];
    const answer = await open().request({
      method: 'PUT',
      path: '/api/tickets/1',
      query: { include: 'users', page: 2, absent: undefined },
      json: { ticket: { status: 'solved' } },
      headers: { authorization: 'Bearer x' },
    });
    expect(answer).toMatchObject({ status: 404, headers: { 'x-request-id': '7' } });
    expect(answer.json()).toEqual({ message: 'no such ticket' });
    expect(seen[0]).toMatchObject({ method: 'PUT', url: '/api/tickets/1?include=users&page=2', body: '{"ticket":{"status":"solved"}}' });
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'accept-encoding': 'gzip', authorization: 'Bearer x' });
  });

  it('carry a form', async () => {
    await open().request({ method: 'POST', path: '/login', form: { user: 'a b', password: 'ü' } });
    expect(seen[0]).toMatchObject({ body: 'user=a+b&password=%C3%BC' });
    expect(seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('read packed answers, and count what was unpacked', async () => {
    const packed: Handler = (_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('"'.padEnd(5_000, 'x')));
    handlers = [packed, packed];
    expect((await open().request({ method: 'GET', path: '/' })).text).toHaveLength(5_000);
    const error = await errorOf(open().request({ method: 'GET', path: '/', limitBytes: 4_000 }));
    expect(error.reason).toBe('unexpected');
    expect(seen).toHaveLength(2);
  });

  it('keep a path of the base address, and follow whole addresses of the same origin only', async () => {
    const http = open({ baseUrl: `${base}/regional/` });
    await http.request({ method: 'GET', path: '/v2/cases' });
    await http.request({ method: 'GET', path: `${base}/v2/cases?page=2` });
    expect(seen.map(({ url }) => url)).toEqual(['/regional/v2/cases', '/v2/cases?page=2']);
    const elsewhere = [
      'http://127.0.0.1:1/v2',
      'https://attacker.example/',
      `http://x@${base.slice(7)}/`,
      '@attacker.example/',
      'relative',
    ];
    for (const path of elsewhere) {
      const error = await errorOf(http.request({ method: 'GET', path }));
      expect(error.reason).toBe('unexpected');
    }
    await open().request({ method: 'GET', path: '//attacker.example/x' });
    expect(seen.map(({ url }) => url).slice(2)).toEqual(['//attacker.example/x']);
  });

  it('follow no redirect', async () => {
    handlers = [status(302, { location: 'http://127.0.0.1:1/' })];
    expect((await open().request({ method: 'GET', path: '/' })).status).toBe(302);
    expect(seen).toHaveLength(1);
  });

  it('give every set-cookie', async () => {
    handlers = [(_request, response) => response.setHeader('set-cookie', ['a=1', 'b=2; expires=Thu, 01 Jan 2030 00:00:00 GMT']).end()];
    const { headers } = await open().request({ method: 'GET', path: '/' });
    expect(headers['set-cookie']).toBe('a=1\nb=2; expires=Thu, 01 Jan 2030 00:00:00 GMT');
  });

  it('say what to do about an answer that is no JSON', async () => {
    handlers = [status(200, {}, '<html>')];
    const answer = await open().request({ method: 'GET', path: '/' });
    expect(() => answer.json()).toThrow(/no JSON/);
  });
});

describe('trouble at the vendor', () => {
  it('is waited out, as long as Retry-After says', async () => {
    handlers = [status(429, { 'retry-after': '7' }), status(503, { 'retry-after': new Date(waiting.nowMs() + 20_000).toUTCString() })];
    await open().request({ method: 'POST', path: '/' });
    expect(seen.map(({ atMs }) => atMs - (seen[0]?.atMs ?? 0))).toEqual([0, 7_000, 20_000]);
  });

  it('is told, and everybody else with the account waits, where Retry-After is long', async () => {
    handlers = [status(429, { 'retry-after': '3600' })];
    const error = await errorOf(open().request({ method: 'GET', path: '/' }));
    expect(error).toMatchObject({ reason: 'rate_limited', retryAfterMs: 3_600_000, status: 429 });
    expect(await errorOf(open().request({ method: 'GET', path: '/' }))).toMatchObject({ reason: 'rate_limited' });
    expect(seen).toHaveLength(1);
    await open({ credentials: { token: 'of another account' } }).request({ method: 'GET', path: '/' });
    waiting.advanceMs(3_600_000);
    await open().request({ method: 'GET', path: '/' });
    expect(seen).toHaveLength(3);
  });

  it('is read from what only this vendor says', async () => {
    handlers = [status(423), (_request, response) => response.setHeader('x-ratelimit-remaining', '0').end('{}')];
    const http = open({
      readWaitMs: ({ status: code, headers }) => (code === 423 ? 2_000 : headers['x-ratelimit-remaining'] === '0' ? 10_000 : null),
    });
    expect((await http.request({ method: 'GET', path: '/' })).status).toBe(200);
    await http.request({ method: 'GET', path: '/' });
    expect(seen.map(({ atMs }) => atMs - (seen[0]?.atMs ?? 0))).toEqual([0, 2_000, 12_000]);
  });

  it('is tried again with longer and longer pauses, a few times', async () => {
    handlers = Array.from({ length: 9 }, () => status(502, {}, 'bad gateway'));
    const error = await errorOf(open().request({ method: 'GET', path: '/' }));
    expect(error).toMatchObject({ reason: 'unavailable', status: 502, vendorMessage: 'bad gateway' });
    expect(seen.map(({ atMs }) => atMs - (seen[0]?.atMs ?? 0))).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
  });

  it('makes no second request of one that may have been done', async () => {
    handlers = [status(500), cut, cut];
    expect((await errorOf(open().request({ method: 'POST', path: '/parts' }))).reason).toBe('unavailable');
    expect((await errorOf(open().request({ method: 'POST', path: '/parts' }))).reason).toBe('unavailable');
    expect(seen).toHaveLength(2);
    await open().request({ method: 'POST', path: '/search', isRepeatable: true });
    expect(seen).toHaveLength(4);
  });

  it('never lets a cut answer pass for a whole one', async () => {
    handlers = Array.from({ length: 5 }, () => cut);
    expect(await errorOf(open().request({ method: 'GET', path: '/' }))).toMatchObject({ reason: 'unavailable' });
  });

  it('ends a request that takes too long', async () => {
    handlers = [() => undefined];
    const error = await errorOf(open().request({ method: 'POST', path: '/', timeoutMs: 30 }));
    expect(error.message).toMatch(/within 0.03 seconds/);
  });

  it('is not sent again once nothing is admitted any more, and takes nobody’s place', async () => {
    handlers.push(status(500), status(500));
    let admitted = 0;
    const http = open({
      limits: { default: { requests: 3, perMs: 3_600_000 } },
      async admit() {
        admitted += 1;
        if (admitted > 2) throw new RangeError('not any more');
      },
    });
    await expect(http.request({ method: 'PUT', path: '/' })).rejects.toThrow(RangeError);
    expect(seen).toHaveLength(2);
    await expect(http.request({ method: 'PUT', path: '/' })).rejects.toThrow(RangeError);
  });

  it('ends with the run', async () => {
    const run = new AbortController();
    handlers = [() => run.abort()];
    await expect(open({ signal: run.signal }).request({ method: 'GET', path: '/' })).rejects.toThrow();
    await expect(open({ signal: run.signal }).request({ method: 'GET', path: '/' })).rejects.toThrow();
    expect(seen).toHaveLength(1);
  });
});

describe('budgets', () => {
  it('let no stretch of time hold more requests than they allow, over all who share the account', async () => {
    const limits = { default: { requests: 100, perMs: 1_000 }, search: { requests: 3, perMs: 1_000 } };
    const [one, other] = [open({ limits }), open({ limits })];
    const requests = Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? one : other));
    await Promise.all(requests.map((http) => http.request({ method: 'GET', path: '/search', budget: 'search' })));
    await one.request({ method: 'GET', path: '/list' });
    const times = seen.filter(({ url }) => url === '/search').map(({ atMs }) => atMs);
    for (const [at, time] of times.entries()) expect((times[at + 3] ?? Number.POSITIVE_INFINITY) - time).toBeGreaterThanOrEqual(1_000);
    expect(times).toHaveLength(10);
    expect(seen.at(-1)?.atMs).toBe(times.at(-1));
  });
});

describe('the network around the server', () => {
  it('is not reached, by address or by name', async () => {
    const { port } = new URL(base);
    network.close();
    network = createVendorNetwork({ guard: createAddressGuard([]), resolve: async () => resolved }, waiting);
    for (const host of ['127.0.0.1', 'vendor.example', '[::1]']) {
      const error = await errorOf(open({ baseUrl: `http://${host}:${port}` }).request({ method: 'GET', path: '/' }));
      expect(error).toMatchObject({ reason: 'forbidden' });
      expect(error.message).toMatch(/admin can allow its network/);
    }
    expect(seen).toHaveLength(0);
  });

  it('is no matter where the name resolves to an allowed address, and to that one the connection is made', async () => {
    const { port } = new URL(base);
    await open({ baseUrl: `http://vendor.example:${port}` }).request({ method: 'GET', path: '/' });
    expect(seen[0]?.headers.host).toBe(`vendor.example:${port}`);
  });

  it('is told from a host that there is not', async () => {
    network = createVendorNetwork(
      {
        guard: createAddressGuard([]),
        resolve: () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })),
      },
      waiting,
    );
    const error = await errorOf(open({ baseUrl: 'https://no-such.zendesk.example' }).request({ method: 'GET', path: '/' }));
    expect(error).toMatchObject({ reason: 'not_found' });
    expect(error.message).toMatch(/no-such.zendesk.example/);
  });

  it('refuses base addresses that are none, or hold a password', () => {
    for (const baseUrl of ['', 'zendesk.com', 'ftp://x', 'https://me:secret@x.example'])
      expect(() => open({ baseUrl })).toThrow(VendorError);
  });
});

describe('secrets', () => {
  it('are in no error, whatever the vendor repeats', async () => {
    const told = ['a secret of the tests', 'a%20secret%20of%20the%20tests', 'YSBzZWNyZXQgb2YgdGhlIHRlc3Rz', 'the-session-token'];
    handlers = [status(500, {}, `wrong: ${told.join(', ')}`)];
    const error = await errorOf(open().request({ method: 'POST', path: '/', headers: { Authorization: 'Bearer the-session-token' } }));
    expect(error.vendorMessage).toBe('wrong: •••, •••, •••, •••');
    for (const each of told) expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(each);
  });
});
