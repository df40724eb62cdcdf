import type { Logger } from 'pino';
import type { ServerSettingsChange, SettingName } from '../../src-shared/http/server-settings.ts';
import { hashToken } from '../auth/tokens.ts';
import { ApiError } from '../http/api-error.ts';
import type { Database, Sql } from '../store/database.ts';
import { readServerValue, writeServerValue } from '../store/server-values.ts';
import { readNetwork } from './read-network.ts';

/** What the server was started with. */
export interface StartedSettings {
  /** Requests per minute and key; 0 is off. */
  rateLimitPerMinute: number;
  /** How the outside sees the server. */
  publicUrl: string | null;
  /** CIDRs whose `X-Forwarded-*` are believed; empty: nobody's. */
  trustedProxies: readonly string[];
  /** CIDRs that webhooks and connectors may reach although they are private. */
  allowedNetworks: readonly string[];
  metricsToken: string | null;
  /** Done tasks older than this are deleted; 0: never. What is set in the console counts instead. */
  doneRetentionDays: number;
  /** The server's own version, from package.json. */
  version: string;
  /** Null: silent. */
  log: Logger | null;
  https: { cert: string | Buffer; key: string | Buffer } | null;
  /** What its environment names: that counts, whatever is set in the console. */
  fixed: ReadonlySet<SettingName>;
}

/** What it goes by now: what admins set in the console counts at once, so nobody keeps a copy of a value. */
export interface ServerSettings extends Readonly<Omit<StartedSettings, 'metricsToken'>> {
  /** Null: `/metrics` answers nobody but this machine. */
  readonly metricsTokenHash: string | null;
  /** Null: it does not log. */
  readonly logLevel: string | null;
}

export interface SettingsBook {
  settings: ServerSettings;
  /** As a transaction sees them, its own change among it. */
  at(sql: Sql): Promise<ServerSettings>;
  /** Goes by what is set now. */
  refresh(): Promise<void>;
}

/** As kept in the database: only what an admin has set is there. */
interface SetSettings {
  log_level?: string;
  rate_limit_per_minute?: number;
  public_url?: string;
  trusted_proxies?: string[];
  allowed_networks?: string[];
  metrics_token_hash?: string;
}

const NAME = 'settings';

/** The same on every process of a database; where the environment says something, that counts. */
export function createSettingsBook(database: Database, { metricsToken, ...started }: StartedSettings): SettingsBook {
  const initial = {
    ...started,
    metricsTokenHash: metricsToken === null ? null : hashToken(metricsToken),
    logLevel: started.log?.level ?? null,
  };
  const settings = { ...initial };
  let refreshing: Promise<void> = Promise.resolve();
  const at = async (sql: Sql) => ({ ...initial, ...freeSettings(await readSet(sql), started.fixed) });

  async function readAgain(): Promise<void> {
    const { log } = settings;
    Object.assign(settings, await database.read(at));
    const { logLevel } = settings;
    if (log && logLevel !== null && log.level !== logLevel) log.level = logLevel;
  }

  return {
    settings,
    at,
    refresh() {
      // One after the other, so that an earlier look at the database never replaces a later one.
      const mine = refreshing.then(readAgain);
      refreshing = mine.catch(() => undefined);
      return mine;
    },
  };
}

function freeSettings(set: SetSettings, fixed: ReadonlySet<SettingName>): Partial<ServerSettings> {
  return {
    ...(set.log_level !== undefined && !fixed.has('log_level') && { logLevel: set.log_level }),
    ...(set.rate_limit_per_minute !== undefined &&
      !fixed.has('rate_limit_per_minute') && { rateLimitPerMinute: set.rate_limit_per_minute }),
    ...(set.public_url !== undefined && !fixed.has('public_url') && { publicUrl: set.public_url }),
    ...(set.trusted_proxies !== undefined && !fixed.has('trusted_proxies') && { trustedProxies: set.trusted_proxies }),
    ...(set.allowed_networks !== undefined && !fixed.has('allowed_networks') && { allowedNetworks: set.allowed_networks }),
    ...(set.metrics_token_hash !== undefined && !fixed.has('metrics_token') && { metricsTokenHash: set.metrics_token_hash }),
  };
}

async function readSet(sql: Sql): Promise<SetSettings> {
  return JSON.parse((await readServerValue(sql, NAME)) ?? '{}') as SetSettings;
}

/** Throws ApiErrors: conflict for what is fixed where the server is started, validation_failed. */
export async function changeSettings(sql: Sql, fixed: ReadonlySet<SettingName>, change: ServerSettingsChange): Promise<void> {
  const { done_retention_days: _elsewhere, metrics_token: token, ...plain } = change;
  for (const name of ['metrics_token', ...Object.keys(plain)] as SettingName[]) {
    if (change[name] === undefined || !fixed.has(name)) continue;
    throw new ApiError('conflict', `What ${SETTING_VARIABLES[name]} says where this server is started counts: it cannot be changed here.`);
  }
  const wanted: Record<string, unknown> = { ...(await readSet(sql)), ...plain };
  if (change.public_url) wanted.public_url = readPublicUrl(change.public_url);
  if (change.trusted_proxies) wanted.trusted_proxies = readNetworks('trusted_proxies', change.trusted_proxies);
  if (change.allowed_networks) wanted.allowed_networks = readNetworks('allowed_networks', change.allowed_networks);
  if (token !== undefined) wanted.metrics_token_hash = token === null ? null : hashToken(token);
  const set = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
  await writeServerValue(sql, NAME, JSON.stringify(set));
  sql.notify('settings');
}

/** The variables of the environment that fix a setting. */
export const SETTING_VARIABLES = {
  log_level: 'DOCKET_LOG_LEVEL',
  rate_limit_per_minute: 'DOCKET_RATE_LIMIT_PER_MINUTE',
  public_url: 'DOCKET_PUBLIC_URL',
  trusted_proxies: 'DOCKET_TRUST_PROXY',
  allowed_networks: 'DOCKET_ALLOW_NETWORKS',
  metrics_token: 'DOCKET_METRICS_TOKEN',
} as const satisfies Record<SettingName, string>;

function readPublicUrl(text: string): string {
  const trimmed = text.trim().replace(/\/+$/, '');
  if (/^https?:\/\/[^\s?#]+$/.test(trimmed) && URL.canParse(trimmed)) return trimmed;
  throw new ApiError('validation_failed', 'body.public_url must be an address such as https://docket.example.com.');
}

function readNetworks(name: string, networks: readonly string[]): string[] {
  return networks.map((text) => {
    const network = readNetwork(text);
    if (network === null) throw new ApiError('validation_failed', `body.${name} lists ${text}, which is no network such as 10.0.0.0/8.`);
    return network;
  });
}
