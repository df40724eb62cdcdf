import { once } from 'node:events';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { openTestApp, TEST_ADMIN, TEST_KEY, type TestApp } from '../app-fixture.ts';
import { makeCertificate } from './make-certificate.ts';

let server: TestApp;
afterEach(() => server.close());

async function listen(settings: Parameters<typeof openTestApp>[0] = {}): Promise<number> {
  server = await openTestApp(settings);
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  return (server.app.server.address() as AddressInfo).port;
}

interface Heard {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  body: any;
}

/** Over a socket, encrypted where there is a certificate to trust. */
function call(port: number, method: string, path: string, { ca, headers = {}, body }: { ca?: string; headers?: object; body?: object }) {
  return new Promise<Heard>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: { authorization: `Bearer ${TEST_KEY}`, ...headers } };
    const sent = ca === undefined ? requestPlain(options) : request({ ...options, ca });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: text === '' ? null : JSON.parse(text) }));
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

describe('HTTPS', () => {
  const { cert, key } = makeCertificate(Date.now());

  it('is spoken with the certificate, to those who trust it', async () => {
    const port = await listen({ settings: { https: { cert, key } } });
    const { status, body } = await call(port, 'PATCH', '/api/v1/tasks/', { ca: cert, body: { uid: 'a', fields: { title: 'é' } } });
    expect([status, body.title]).toEqual([200, 'é']);
    await expect(call(port, 'GET', '/health/live', { ca: makeCertificate(Date.now()).cert })).rejects.toThrow(/self-signed|certificate/);
    await expect(call(port, 'GET', '/health/live', {})).rejects.toThrow();
  });

  it('names its pages by https', async () => {
    const port = await listen({ settings: { https: { cert, key } } });
    const form = { title: 'Claim', schema: { type: 'object', properties: { title: { type: 'string' } } } };
    const { body } = await call(port, 'POST', '/api/v1/forms', { ca: cert, body: form });
    expect(body.url).toBe(`https://127.0.0.1:${port}/f/${body.slug}`);
  });

  it('takes TLS 1.2 and later alone', async () => {
    const port = await listen({ settings: { https: { cert, key } } });
    const version = (options: object) =>
      new Promise<string | null>((resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1', ca: cert, ...options }, () => {
          resolve(socket.getProtocol());
          socket.destroy();
        });
        socket.once('error', reject);
      });
    expect(await version({})).toBe('TLSv1.3');
    expect(await version({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    await expect(version({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow();
  });
});

describe('a proxy', () => {
  const forwarded = { 'x-forwarded-for': '203.0.113.7, 127.0.0.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'docket.example.com' };
  const form = { title: 'Claim', schema: { type: 'object', properties: { title: { type: 'string' } } } };
  const addressOfSignIn = async (port: number, headers: object) => {
    await call(port, 'POST', '/api/v1/auth/login', { headers, body: { ...TEST_ADMIN, password: 'wrong' } });
    return (await call(port, 'GET', '/api/v1/audit?limit=1', {})).body.items[0].address;
  };

  it('that is trusted says who called, and how', async () => {
    const port = await listen({ settings: { trustedProxies: ['127.0.0.0/8'] } });
    expect(await addressOfSignIn(port, forwarded)).toBe('203.0.113.7');
    const { body } = await call(port, 'POST', '/api/v1/forms', { headers: forwarded, body: form });
    expect(body.url).toMatch(/^https:\/\/docket\.example\.com\/f\//);
  });

  it('that is not trusted is the caller itself', async () => {
    const port = await listen({ settings: { trustedProxies: ['10.0.0.0/8'] } });
    expect(await addressOfSignIn(port, forwarded)).toBe('127.0.0.1');
    const { body } = await call(port, 'POST', '/api/v1/forms', { headers: forwarded, body: form });
    expect(body.url).toBe(`http://127.0.0.1:${port}/f/${body.slug}`);
  });

  it('cannot be made up by whoever stands before it', async () => {
    const port = await listen({ settings: { trustedProxies: ['127.0.0.0/8'] } });
    expect(await addressOfSignIn(port, { 'x-forwarded-for': '198.51.100.1, 203.0.113.7' })).toBe('203.0.113.7');
  });
});

describe('a body that is refused for its size', () => {
  /** As many clients do: reads nothing before all is sent. */
  async function sendAll(port: number, headers: string, body: string): Promise<string> {
    const socket = connectPlain({ port, host: '127.0.0.1' });
    socket.pause();
    const head = `PATCH /api/v1/tasks HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TEST_KEY}\r\n${headers}\r\n\r\n`;
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.write(`${head}${body}`, (error) => (error ? reject(error) : resolve()));
    });
    socket.resume();
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return bytes.toString('latin1').split('\r\n')[0] ?? '';
  }

  it('is taken to its end, so that its sender reads why', async () => {
    const port = await listen();
    const bytes = 24 * 1024 * 1024;
    const body = `"${'x'.repeat(bytes - 2)}"`;
    expect(await sendAll(port, `content-length: ${bytes}`, body)).toBe('HTTP/1.1 413 Payload Too Large');
    const chunk = `${bytes.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(await sendAll(port, 'transfer-encoding: chunked', chunk)).toBe('HTTP/1.1 413 Payload Too Large');
  });
});
