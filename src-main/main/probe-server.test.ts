import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { Check } from 'typebox/value';
import { afterEach, expect, test } from 'vitest';
import { makeCertificate } from '../../src-server/http/make-certificate.ts';
import { IPC_CALLS } from '../../src-shared/ipc/contract.ts';
import { explainUnreachable } from './explain-unreachable.ts';
import { probeServer } from './probe-server.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

const answering = (status: number, body: unknown) =>
  createServer((_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)));

test('a server says whether it waits for its first admin', async () => {
  const port = await listen(answering(200, { needed: true }));
  expect(await probeServer(fetch, `127.0.0.1:${port}/`)).toEqual({
    ok: true,
    value: { server: `http://127.0.0.1:${port}`, needsSetUp: true },
  });
});

test('what answers something else is called no Docket server, and another version by its name', async () => {
  const foreign = await listen(answering(200, { hello: 'world' }));
  expect(await probeServer(fetch, `127.0.0.1:${foreign}`)).toMatchObject({ code: 'not_docket' });
  const newer = await listen(answering(426, { error: { code: 'protocol_unsupported', message: 'Version 2.' } }));
  expect(await probeServer(fetch, `127.0.0.1:${newer}`)).toMatchObject({ code: 'protocol_unsupported' });
});

test('a certificate that nobody vouches for is named as the reason, and so is the wrong scheme', async () => {
  const secure = await listen(createSecureServer(makeCertificate(Date.now()), (_request, response) => response.end()));
  expect(await probeServer(fetch, `https://127.0.0.1:${secure}`)).toMatchObject({
    code: 'server_unreachable',
    message: expect.stringContaining('certificate of 127.0.0.1'),
  });
  expect(await probeServer(fetch, `http://127.0.0.1:${secure}`)).toMatchObject({ message: expect.stringContaining('try https://') });
  const plain = await listen(answering(200, { needed: false }));
  expect(await probeServer(fetch, `https://127.0.0.1:${plain}`)).toMatchObject({
    message: expect.stringContaining('does not speak https'),
  });
});

test('an address that is none, and one where nobody is, are told apart', async () => {
  expect(await probeServer(fetch, 'ftp://x')).toMatchObject({ code: 'bad_address' });
  expect(await probeServer(fetch, 'http://127.0.0.1:1')).toMatchObject({ message: expect.stringContaining('No answer from') });
});

test.each([
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'belongs to another name'],
  ['ENOTFOUND', 'Check the spelling'],
])('%s is explained', (code, text) => {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  expect(explainUnreachable('https://docket.example.com', error)).toContain(text);
});

test.each([
  ['as the field takes', `http://127.0.0.1:1/${'x'.repeat(2_020)}`],
  ['only once it is encoded', `http://127.0.0.1:1/${'ü'.repeat(1_000)}`],
])('an address too long, %s, is answered with a sentence', async (_name, typed) => {
  const { parameters, result } = IPC_CALLS['server.probe'];
  expect(Check(parameters, { server: typed })).toBe(true);
  const outcome = await probeServer(fetch, typed);
  expect(outcome).toMatchObject({ ok: false });
  expect(Check(result, outcome)).toBe(true);
});
