import {
  DONE_RETENTION_DAYS_MAXIMUM,
  LOG_LEVELS,
  type LogLevel,
  RATE_LIMIT_MAXIMUM,
  SETTING_NAMES,
  type SettingName,
} from '../src-shared/http/server-settings.ts';
import { readNetwork } from './settings/read-network.ts';
import { SETTING_VARIABLES } from './settings/server-settings.ts';

/** What the environment says, read once. */
export interface Environment {
  host: string;
  port: number;
  tlsCertFile: string | null;
  tlsKeyFile: string | null;
  /** CIDRs whose `X-Forwarded-*` are believed. */
  trustedProxies: string[];
  dataDir: string;
  databaseUrl: string | null;
  secretKey: string | null;
  bootstrapApiKey: string | null;
  bootstrapAdmin: { email: string; password: string } | null;
  /** CIDRs that webhooks and connectors may reach although they are private. */
  allowNetworks: string[];
  publicUrl: string | null;
  /** Per key; 0 is off. */
  rateLimitPerMinute: number;
  metricsToken: string | null;
  /** Done tasks older than this are deleted; 0: never. */
  doneRetentionDays: number;
  logLevel: LogLevel;
  /** What is named: what admins set in the console does not count for it. */
  fixed: ReadonlySet<SettingName>;
}

/** Every variable, in the order of `--help`. */
const VARIABLES = {
  DOCKET_HOST: { initial: '127.0.0.1', meaning: 'the address to listen on' },
  DOCKET_PORT: { initial: '4600', meaning: 'the port; 0 picks a free one' },
  DOCKET_TLS_CERT: { initial: '', meaning: 'a PEM file; with DOCKET_TLS_KEY the server speaks HTTPS' },
  DOCKET_TLS_KEY: { initial: '', meaning: 'a PEM file' },
  DOCKET_TRUST_PROXY: { initial: '', meaning: 'CIDRs, with commas, whose X-Forwarded-* headers are believed' },
  DOCKET_DATA_DIR: { initial: './data', meaning: 'the folder for the SQLite database and secrets' },
  DOCKET_DATABASE_URL: { initial: '', meaning: 'postgres://… : PostgreSQL instead of SQLite' },
  DOCKET_SECRET_KEY: { initial: '', meaning: 'encrypts credentials at rest; made once and kept in the data folder if absent' },
  DOCKET_BOOTSTRAP_API_KEY: { initial: '', meaning: 'on an empty database only: an admin API key with this secret, 24 characters or more' },
  DOCKET_BOOTSTRAP_ADMIN_EMAIL: { initial: '', meaning: 'on an empty database only: the first admin' },
  DOCKET_BOOTSTRAP_ADMIN_PASSWORD: { initial: '', meaning: 'the password of the first admin, 10 characters or more' },
  DOCKET_ALLOW_NETWORKS: { initial: '', meaning: 'CIDRs, with commas, that webhooks and connectors may reach although they are private' },
  DOCKET_PUBLIC_URL: { initial: '', meaning: 'how the outside sees the server' },
  DOCKET_RATE_LIMIT_PER_MINUTE: { initial: '6000', meaning: 'requests per minute and API key, counted by each server process; 0 is off' },
  DOCKET_METRICS_TOKEN: { initial: '', meaning: '/metrics answers off loopback only with it' },
  DOCKET_DONE_RETENTION_DAYS: {
    initial: '0',
    meaning: 'deletes tasks that have been done for so many days; 0 keeps them; what an admin sets in the console counts instead',
  },
  DOCKET_LOG_LEVEL: { initial: 'info', meaning: LOG_LEVELS.join(', ') },
} as const satisfies Record<string, { initial: string; meaning: string }>;

type VariableName = keyof typeof VARIABLES;

const BOOTSTRAP_KEY_CHARACTERS = 24;
const PASSWORD_CHARACTERS = 10;

export function environmentHelp(): string {
  const lines = Object.entries(VARIABLES).map(
    ([name, { initial, meaning }]) => `  ${name.padEnd(32)} ${meaning}${initial === '' ? '' : ` (${initial})`}`,
  );
  return `Environment:\n${lines.join('\n')}\n`;
}

/** Throws an error whose message tells everything that is wrong, a line each. An empty variable counts as absent. */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const problems = Object.keys(variables)
    .filter((name) => name.startsWith('DOCKET_') && !Object.hasOwn(VARIABLES, name))
    .map((name) => `${name} is not a variable of this server: --help lists them.`);
  const reader = new VariableReader(variables, problems);
  const environment: Environment = {
    host: reader.text('DOCKET_HOST'),
    port: reader.whole('DOCKET_PORT', 65_535),
    tlsCertFile: reader.optional('DOCKET_TLS_CERT'),
    tlsKeyFile: reader.optional('DOCKET_TLS_KEY'),
    trustedProxies: reader.networks('DOCKET_TRUST_PROXY'),
    dataDir: reader.text('DOCKET_DATA_DIR'),
    databaseUrl: reader.optional('DOCKET_DATABASE_URL'),
    secretKey: reader.secret('DOCKET_SECRET_KEY'),
    bootstrapApiKey: reader.secret('DOCKET_BOOTSTRAP_API_KEY'),
    bootstrapAdmin: readBootstrapAdmin(reader),
    allowNetworks: reader.networks('DOCKET_ALLOW_NETWORKS'),
    publicUrl: reader.url('DOCKET_PUBLIC_URL'),
    rateLimitPerMinute: reader.whole('DOCKET_RATE_LIMIT_PER_MINUTE', RATE_LIMIT_MAXIMUM),
    metricsToken: reader.secret('DOCKET_METRICS_TOKEN'),
    doneRetentionDays: reader.whole('DOCKET_DONE_RETENTION_DAYS', DONE_RETENTION_DAYS_MAXIMUM),
    logLevel: reader.oneOf('DOCKET_LOG_LEVEL', LOG_LEVELS),
    fixed: new Set(SETTING_NAMES.filter((name) => Boolean(variables[SETTING_VARIABLES[name]]?.trim()))),
  };
  if ((environment.tlsCertFile === null) !== (environment.tlsKeyFile === null)) {
    problems.push('DOCKET_TLS_CERT and DOCKET_TLS_KEY belong together: set both or none.');
  }
  if (environment.bootstrapApiKey !== null && environment.bootstrapApiKey.length < BOOTSTRAP_KEY_CHARACTERS) {
    problems.push(`DOCKET_BOOTSTRAP_API_KEY must have ${BOOTSTRAP_KEY_CHARACTERS} characters or more.`);
  }
  if (environment.bootstrapApiKey !== null && !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(environment.bootstrapApiKey)) {
    problems.push('DOCKET_BOOTSTRAP_API_KEY must be ASCII, without blanks at its ends: it travels in a header.');
  }
  if (environment.databaseUrl !== null && !/^postgres(ql)?:\/\//.test(environment.databaseUrl)) {
    problems.push('DOCKET_DATABASE_URL must start with postgres://.');
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return environment;
}

function readBootstrapAdmin(reader: VariableReader): Environment['bootstrapAdmin'] {
  const email = reader.optional('DOCKET_BOOTSTRAP_ADMIN_EMAIL');
  const password = reader.secret('DOCKET_BOOTSTRAP_ADMIN_PASSWORD');
  if (email === null && password === null) return null;
  if (email === null || password === null) {
    reader.problems.push('DOCKET_BOOTSTRAP_ADMIN_EMAIL and DOCKET_BOOTSTRAP_ADMIN_PASSWORD belong together: set both or none.');
    return null;
  }
  if (password.length < PASSWORD_CHARACTERS) {
    reader.problems.push(`DOCKET_BOOTSTRAP_ADMIN_PASSWORD must have ${PASSWORD_CHARACTERS} characters or more.`);
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) reader.problems.push('DOCKET_BOOTSTRAP_ADMIN_EMAIL is no e-mail address.');
  return { email, password };
}

/** Reads each variable in its form, and collects what is wrong. */
class VariableReader {
  readonly problems: string[];
  private readonly variables: Readonly<Record<string, string | undefined>>;

  constructor(variables: Readonly<Record<string, string | undefined>>, problems: string[]) {
    this.variables = variables;
    this.problems = problems;
  }

  text(name: VariableName): string {
    return this.variables[name]?.trim() || VARIABLES[name].initial;
  }

  optional(name: VariableName): string | null {
    return this.text(name) || null;
  }

  /** To the letter: a blank may be part of it. */
  secret(name: VariableName): string | null {
    return this.variables[name] || null;
  }

  whole(name: VariableName, maximum: number): number {
    const text = this.text(name);
    const value = Number(text);
    if (!/^\d+$/.test(text) || value > maximum) this.problems.push(`${name} must be a whole number from 0 to ${maximum}, not ${text}.`);
    return value;
  }

  oneOf<Value extends string>(name: VariableName, values: readonly Value[]): Value {
    const text = this.text(name);
    const value = values.find((each) => each === text);
    if (value === undefined) this.problems.push(`${name} must be one of ${values.join(', ')}, not ${text}.`);
    return value ?? (VARIABLES[name].initial as Value);
  }

  networks(name: VariableName): string[] {
    const parts = this.text(name).split(',');
    return parts
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => {
        const network = readNetwork(part);
        if (network === null) this.problems.push(`${name} lists ${part}, which is no CIDR such as 10.0.0.0/8.`);
        return network ?? part;
      });
  }

  url(name: VariableName): string | null {
    const text = this.optional(name);
    if (text === null) return null;
    if (!URL.canParse(text) || !/^https?:\/\//.test(text)) {
      this.problems.push(`${name} must be an address such as https://docket.example.com, not ${text}.`);
    }
    return text.replace(/\/+$/, '');
  }
}
