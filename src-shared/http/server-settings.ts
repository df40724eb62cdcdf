import { type Static, Type } from 'typebox';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const RATE_LIMIT_MAXIMUM = 1_000_000_000;
export const DONE_RETENTION_DAYS_MAXIMUM = 36_500;
const NETWORKS_MAXIMUM = 50;
const METRICS_TOKEN_CHARACTERS = 24;

/** What an admin can set; each has a variable by which whoever starts the server may fix it. */
export const SETTING_NAMES = [
  'log_level',
  'rate_limit_per_minute',
  'public_url',
  'trusted_proxies',
  'allowed_networks',
  'metrics_token',
] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

/** What the server goes by, as far as it is no secret. */
export const ServerConfiguration = Type.Object({
  /** Null: links begin with the address that the caller used. */
  public_url: Nullable(Type.String()),
  https: Type.Boolean(),
  /** Networks whose `X-Forwarded-*` are believed. */
  trusted_proxies: Type.Array(Type.String()),
  /** Networks that webhooks and connectors may reach although they are private. */
  allowed_networks: Type.Array(Type.String()),
  /** Per key; 0: no limit. */
  rate_limit_per_minute: Type.Integer(),
  /** Null: it does not log. */
  log_level: Nullable(Type.String()),
  /** Whether `/metrics` answers other machines, to those who have its token. */
  metrics_elsewhere: Type.Boolean(),
  /** Done tasks older than this are deleted; 0: never. */
  done_retention_days: Type.Integer(),
  /** What the server was started with counts for these, whatever is set here. */
  fixed: Type.Array(Type.Object({ setting: StringEnum(SETTING_NAMES), variable: Type.String() })),
});
export type ServerConfiguration = Static<typeof ServerConfiguration>;

const Networks = Type.Unsafe<string[] | null>({
  type: ['array', 'null'],
  items: { type: 'string', minLength: 1, maxLength: 64 },
  maxItems: NETWORKS_MAXIMUM,
});

/** What is not named stays; null: as the server was started. */
export const ServerSettingsChange = Type.Object(
  {
    done_retention_days: Type.Optional(Type.Integer({ minimum: 0, maximum: DONE_RETENTION_DAYS_MAXIMUM })),
    log_level: Type.Optional(Nullable(StringEnum(LOG_LEVELS))),
    rate_limit_per_minute: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: RATE_LIMIT_MAXIMUM }))),
    public_url: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 500 }))),
    trusted_proxies: Type.Optional(Networks),
    allowed_networks: Type.Optional(Networks),
    /** Kept as its hash. */
    metrics_token: Type.Optional(Nullable(Type.String({ minLength: METRICS_TOKEN_CHARACTERS, maxLength: 200 }))),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ServerSettingsChange = Static<typeof ServerSettingsChange>;
