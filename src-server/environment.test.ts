import { describe, expect, it } from 'vitest';
import { environmentHelp, parseEnvironment } from './environment.ts';

describe('the environment', () => {
  it('has defaults for everything', () => {
    expect(parseEnvironment({ PATH: '/bin', HOME: '/' })).toEqual({
      host: '127.0.0.1',
      port: 4600,
      tlsCertFile: null,
      tlsKeyFile: null,
      trustedProxies: [],
      dataDir: './data',
      databaseUrl: null,
      secretKey: null,
      bootstrapApiKey: null,
      bootstrapAdmin: null,
      allowNetworks: [],
      publicUrl: null,
      rateLimitPerMinute: 6000,
      metricsToken: null,
      doneRetentionDays: 0,
      logLevel: 'info',
      fixed: new Set(),
    });
  });

  it('is read', () => {
    expect(
      parseEnvironment({
        DOCKET_PORT: '0',
        DOCKET_ALLOW_NETWORKS: '127.0.0.0/8, ::1 ,10.1.2.3',
        DOCKET_PUBLIC_URL: 'https://docket.example.com/',
        DOCKET_RATE_LIMIT_PER_MINUTE: '1000000000',
        DOCKET_BOOTSTRAP_API_KEY: 'any string of 24 characters or more',
        DOCKET_BOOTSTRAP_ADMIN_EMAIL: 'ada@example.com',
        DOCKET_BOOTSTRAP_ADMIN_PASSWORD: ' with blanks ',
        DOCKET_LOG_LEVEL: '',
      }),
    ).toMatchObject({
      port: 0,
      allowNetworks: ['127.0.0.0/8', '::1/128', '10.1.2.3/32'],
      publicUrl: 'https://docket.example.com',
      rateLimitPerMinute: 1_000_000_000,
      bootstrapApiKey: 'any string of 24 characters or more',
      bootstrapAdmin: { email: 'ada@example.com', password: ' with blanks ' },
      logLevel: 'info',
      fixed: new Set(['rate_limit_per_minute', 'public_url', 'allowed_networks']),
    });
  });

  it.each([
    ['DOCKET_PROT', '4600'],
    ['DOCKET_PORT', 'http'],
    ['DOCKET_PORT', '65536'],
    ['DOCKET_RATE_LIMIT_PER_MINUTE', '1000000001'],
    ['DOCKET_RATE_LIMIT_PER_MINUTE', '-1'],
    ['DOCKET_ALLOW_NETWORKS', '10.0.0.0/33'],
    ['DOCKET_TRUST_PROXY', 'everybody'],
    ['DOCKET_LOG_LEVEL', 'loud'],
    ['DOCKET_PUBLIC_URL', 'docket.example.com'],
    ['DOCKET_DATABASE_URL', 'mysql://x'],
    ['DOCKET_BOOTSTRAP_API_KEY', 'x'.repeat(23)],
    ['DOCKET_BOOTSTRAP_API_KEY', 'a key with a é in it, and more'],
    ['DOCKET_BOOTSTRAP_ADMIN_EMAIL', 'ada@example.com'],
    ['DOCKET_TLS_CERT', 'cert.pem'],
  ])('is refused with %s=%s, by name', (name, value) => {
    expect(() => parseEnvironment({ [name]: value })).toThrow(name);
  });

  it('names everything that is wrong at once, and no secret', () => {
    expect.assertions(3);
    try {
      parseEnvironment({ DOCKET_PORT: 'x', DOCKET_BOOTSTRAP_API_KEY: 'too-short', DOCKET_NEW: '1' });
    } catch (error) {
      const { message } = error as Error;
      expect(message.split('\n')).toHaveLength(3);
      expect(message).toContain('DOCKET_NEW');
      expect(message).not.toContain('too-short');
    }
  });

  it('is explained by --help', () => {
    for (const name of ['DOCKET_HOST', 'DOCKET_METRICS_TOKEN', 'DOCKET_RATE_LIMIT_PER_MINUTE']) expect(environmentHelp()).toContain(name);
  });
});
