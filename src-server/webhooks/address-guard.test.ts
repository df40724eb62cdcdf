import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddressGuard, forbiddenRange } from './address-guard.ts';
import { createRequestSender } from './request-sender.ts';
import { openTestReceiver, type TestReceiver } from './test-receiver.ts';
import { parseTarget, refuseTarget } from './webhook-target.ts';

/** Every notation that ends up somewhere inside. PORT is where the trap listens. */
const FORBIDDEN_URLS = [
  // Loopback, in the notations that URL parsers and operating systems read.
  'https://127.0.0.1:PORT/',
  'https://127.0.0.1.:PORT/',
  'https://127.1:PORT/',
  'https://127.0.1:PORT/',
  'https://127.255.255.254:PORT/',
  'https://2130706433:PORT/',
  'https://0x7f000001:PORT/',
  'https://0x7f.0.0.1:PORT/',
  'https://0x7f.1:PORT/',
  'https://017700000001:PORT/',
  'https://0177.0.0.1:PORT/',
  'https://0177.0.0.01:PORT/',
  'https://%31%32%37.0.0.1:PORT/',
  'https://１２７.0.0.1:PORT/',
  'https://127。0。0。1:PORT/',
  'https://[::1]:PORT/',
  'https://[0:0:0:0:0:0:0:1]:PORT/',
  'https://[0000::0001]:PORT/',
  'https://[::ffff:127.0.0.1]:PORT/',
  'https://[::ffff:7f00:1]:PORT/',
  'https://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
  'https://[::127.0.0.1]:PORT/',
  'https://[::7f00:1]:PORT/',
  'https://[::ffff:0:127.0.0.1]:PORT/',
  'https://[64:ff9b::127.0.0.1]:PORT/',
  'https://[64:ff9b::7f00:1]:PORT/',
  'https://[64:ff9b:1::127.0.0.1]:PORT/',
  'https://[2002:7f00:1::]:PORT/',
  'https://[2002:7f00:1::1]:PORT/',
  'https://[2001:0:7f00:1::]:PORT/',
  // Unspecified: on Linux this is loopback too.
  'https://0.0.0.0:PORT/',
  'https://0:PORT/',
  'https://0.1.2.3:PORT/',
  'https://[::]:PORT/',
  'https://[::ffff:0.0.0.0]:PORT/',
  // Private, link-local, carrier-grade NAT, metadata.
  'https://10.0.0.1/',
  'https://10.255.255.255/',
  'https://167772161/',
  'https://0xa.0.0.1/',
  'https://012.0.0.1/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.0.1/',
  'https://192.168.257/',
  'https://100.64.0.1/',
  'https://100.127.255.255/',
  'https://100.100.100.200/',
  'https://169.254.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://[::ffff:169.254.169.254]/',
  'https://[fd00:ec2::254]/',
  'https://168.63.129.16/',
  'https://192.0.0.192/',
  'https://[fe80::1]/',
  'https://[febf::1]/',
  'https://[fec0::1]/',
  'https://[feff::1]/',
  'https://[fc00::1]/',
  'https://[fdff:ffff::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:192.168.0.1]/',
  'https://[::10.0.0.1]/',
  'https://[64:ff9b::10.0.0.1]/',
  'https://[64:ff9b:1::10.0.0.1]/',
  'https://[2002:a00:1::1]/',
  'https://[2002:c0a8:1::1]/',
  // Reserved, documentation, benchmarks, multicast, broadcast.
  'https://192.0.0.1/',
  'https://192.0.2.1/',
  'https://192.88.99.1/',
  'https://198.18.0.1/',
  'https://198.19.255.255/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://224.0.0.1/',
  'https://239.255.255.255/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[ff02::1]/',
  'https://[ff0e::1]/',
  'https://[100::1]/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[5f00::1]/',
  'https://[4000::1]/',
  'https://[2001::1]/',
  // Other schemes, user information, no https.
  'http://93.184.216.34/',
  'ftp://127.0.0.1:PORT/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:PORT/_x',
  'javascript:alert(1)',
  'data:text/plain,x',
  'unix:/var/run/docker.sock',
  'ws://127.0.0.1:PORT/',
  'https://user:word@93.184.216.34/',
  'https://user@93.184.216.34/',
  'https://93.184.216.34@127.0.0.1:PORT/',
  '/hook',
  '//127.0.0.1:PORT/',
  'hook.example.com',
  'https://',
  '',
];

/** What names resolve to, also those that look public. */
const FORBIDDEN_NAMES: Readonly<Record<string, string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  'metadata.google.internal': ['169.254.169.254'],
  'inside.example.com': ['10.1.2.3'],
  'loops.example.com': ['127.0.0.1'],
  'six.example.com': ['::1'],
  'mapped.example.com': ['::ffff:127.0.0.1'],
  // One bad address among good ones.
  'half.example.com': ['93.184.216.34', '127.0.0.1'],
  'half-six.example.com': ['2606:2800:220:1:248:1893:25c8:1946', 'fd00::1'],
};

const publicGuard = createAddressGuard([]);
const resolveTable = async (name: string) => FORBIDDEN_NAMES[name] ?? ['93.184.216.34'];

describe('the address guard', () => {
  let trap: TestReceiver;

  beforeAll(async () => {
    trap = await openTestReceiver();
  });
  afterAll(() => trap.close());

  it('has more than a hundred targets to refuse', () => {
    expect(FORBIDDEN_URLS.length + Object.keys(FORBIDDEN_NAMES).length).toBeGreaterThan(100);
  });

  it.each(FORBIDDEN_URLS)('refuses %s, at registration and at connection', async (template) => {
    await expectRefused(template.replace('PORT', String(trap.port)));
  });

  it.each(Object.keys(FORBIDDEN_NAMES))('refuses the name %s, at registration and at connection', async (name) => {
    await expectRefused(`https://${name}:${trap.port}/`);
    await expectRefused(`http://${name}:${trap.port}/`);
  });

  it('connects to the address that it vetted, though the name means another one a moment later', async () => {
    const receiver = await openTestReceiver();
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const asked: string[] = [];
    const sender = createRequestSender({
      guard: createAddressGuard(['127.0.0.0/8']),
      resolve: async (name) => {
        asked.push(name);
        return answers.shift() ?? [];
      },
    });
    const outcome = await sender.send({ url: `http://rebinding.example.com:${receiver.port}/`, headers: {}, body: '{}' });
    sender.close();
    expect(outcome).toMatchObject({ status: 200, error: null });
    expect(asked).toEqual(['rebinding.example.com']);
    await receiver.close();
  });

  it('refuses a name that was public at registration and is private at connection', async () => {
    const answers = [['93.184.216.34'], ['127.0.0.1']];
    const vetting = { guard: publicGuard, resolve: async () => answers.shift() ?? [] };
    const url = `https://rebinding.example.com:${trap.port}/`;
    expect(await refuseTarget(new URL(url), vetting)).toBeNull();
    const sender = createRequestSender(vetting);
    expect(await sender.send({ url, headers: {}, body: '{}' })).toMatchObject({
      isForbidden: true,
      error: expect.stringContaining('loopback'),
    });
    sender.close();
  });

  it.each([301, 302, 303, 307, 308])('does not follow an allowed endpoint that answers %i to where it may not go', async (status) => {
    const endpoint = await openTestReceiver();
    endpoint.answer = (_request, response) => response.writeHead(status, { location: `http://127.0.0.1:${trap.port}/` }).end();
    const sender = createRequestSender({ guard: createAddressGuard(['127.0.0.0/8']), resolve: resolveTable });
    expect(await sender.send({ url: endpoint.url, headers: {}, body: '{}' })).toMatchObject({
      status,
      error: expect.stringContaining('redirect'),
    });
    sender.close();
    await endpoint.close();
  });

  it('let nothing through to the trap', () => {
    expect(trap.connections).toBe(0);
  });

  async function expectRefused(url: string): Promise<void> {
    const vetting = { guard: publicGuard, resolve: resolveTable };
    const target = parseTarget(url);
    if (target.ok) expect(await refuseTarget(target.url, vetting)).toEqual(expect.any(String));
    const sender = createRequestSender({ ...vetting, connectTimeoutMs: 500, totalTimeoutMs: 500 });
    const outcome = await sender.send({ url, headers: {}, body: '{}' });
    sender.close();
    expect(outcome).toMatchObject({ isForbidden: true, status: null, error: expect.stringMatching(/\.$|https:\/\//) });
  }
});

describe('forbiddenRange', () => {
  it.each([
    '93.184.216.34',
    '8.8.8.8',
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '192.0.1.1',
    '198.20.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('lets the public address %s through', (address) => {
    expect(forbiddenRange(address)).toBeNull();
  });

  it.each(['', 'example.com', '127.1', '0x7f000001', 'fe80::1%eth0', '1.2.3.4/8'])('takes %j for no address', (text) => {
    expect(forbiddenRange(text)).toBe('malformed');
  });
});

describe('allowed networks', () => {
  it('opens what they name, over http too, and nothing else', async () => {
    const guard = createAddressGuard(['127.0.0.0/8', ' fd12::/16 ', '10.1.2.3']);
    expect(guard.refusalOf('127.0.0.1')).toBeNull();
    expect(guard.refusalOf('fd12::5')).toBeNull();
    expect(guard.refusalOf('10.1.2.3')).toBeNull();
    expect(guard.refusalOf('10.1.2.4')).toContain('private');
    expect(guard.refusalOf('::1')).toContain('loopback');
    expect(guard.refusalOf('::ffff:127.0.0.1')).toContain('mapped');
    const vetting = { guard, resolve: resolveTable };
    expect(await refuseTarget(new URL('http://127.0.0.1:1/'), vetting)).toBeNull();
    expect(await refuseTarget(new URL('http://93.184.216.34/'), vetting)).toContain('https://');
  });

  it('must be networks', () => {
    expect(() => createAddressGuard(['localhost'])).toThrow('"localhost" is no network');
    expect(() => createAddressGuard(['10.0.0.0/33'])).toThrow('is no network');
  });
});

describe('a name that does not resolve', () => {
  const vetting = { guard: publicGuard, resolve: () => Promise.reject(new Error('ENOTFOUND')) };

  it.each(['https://hooks.internal/', 'https://printer.local/', 'https://x.localhost/'])('is refused as %s', async (url) => {
    expect(await refuseTarget(new URL(url), vetting)).toContain('private network');
  });

  it('is taken when it may become public', async () => {
    expect(await refuseTarget(new URL('https://soon.example.com/'), vetting)).toBeNull();
    expect(await refuseTarget(new URL('http://soon.example.com/'), vetting)).toContain('https://');
  });
});
