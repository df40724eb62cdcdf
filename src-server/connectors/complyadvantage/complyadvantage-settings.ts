import { type Static, Type } from 'typebox';
import { StringEnum } from '../../../src-shared/schema/string-enum.ts';

export const COMPLYADVANTAGE_APIS = ['mesh', 'legacy'] as const;
const REGIONS = ['default', 'eu', 'eu3', 'us', 'us2', 'ca', 'au', 'ap'] as const;
const CASE_TYPES = ['CUSTOMER_ONBOARDING', 'CUSTOMER_MONITORING', 'PAYMENT_SCREENING', 'TRANSACTION_MONITORING'] as const;
/** The legacy API's words for a search that was decided. */
export const DECIDED_MATCHES = ['no_match', 'false_positive', 'true_positive_approve', 'true_positive_reject'] as const;

export const ComplyAdvantageConfig = Type.Object(
  {
    api: Type.Optional(
      Type.Unsafe<(typeof COMPLYADVANTAGE_APIS)[number]>({
        ...StringEnum(COMPLYADVANTAGE_APIS),
        'x-enum-titles': ['Mesh', 'Legacy API'],
        title: 'Product',
        description: 'Mesh: cases. Legacy: searches of the API at api.complyadvantage.com.',
        default: 'mesh',
      }),
    ),
    region: Type.Optional(
      Type.Unsafe<(typeof REGIONS)[number]>({
        ...StringEnum(REGIONS),
        'x-enum-titles': ['Default', 'EU', 'EU 3', 'US', 'US 2', 'Canada', 'Australia', 'Asia-Pacific'],
        title: 'Region',
        description: 'As in the address at which people sign in. Mesh: default, eu, eu3, us, us2, ca, au. Legacy: default (EU), us, ap.',
        default: 'default',
      }),
    ),
    baseUrl: Type.Optional(
      Type.String({
        title: 'Address',
        description: 'Instead of the one of the region. Leave it empty for ComplyAdvantage itself.',
        maxLength: 2048,
      }),
    ),
    itemUrl: Type.Optional(
      Type.String({
        title: 'Link of a case or search',
        description: 'The page on which a person works on it, with {id} in the place of its identifier.',
        maxLength: 2048,
      }),
    ),
    caseTypes: Type.Optional(
      Type.Array(StringEnum(CASE_TYPES), {
        title: 'Types of case',
        description: 'Mesh: none chosen means all.',
        maxItems: 4,
        uniqueItems: true,
      }),
    ),
    decisionStages: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        title: 'Stages for done',
        description:
          'Mesh: names or identifiers of the stages to which a case is moved when its task is done here, one for each type of case. “Test” lists them. Without any, Docket never decides a case: it writes the assignee and comments only.',
        maxItems: 20,
        uniqueItems: true,
      }),
    ),
    doneMatchStatus: Type.Optional(
      Type.Unsafe<(typeof DECIDED_MATCHES)[number]>({
        ...StringEnum(DECIDED_MATCHES),
        title: 'Match status for done',
        description: 'Legacy: what a search becomes when its task is done here. Without it Docket never decides a search.',
      }),
    ),
    readUsers: Type.Optional(
      Type.Boolean({
        title: 'Read the users of the account',
        description: 'To match them with operators by email. Without it, people are mapped by hand.',
        default: true,
      }),
    ),
  },
  { additionalProperties: false },
);
export type ComplyAdvantageConfig = Static<typeof ComplyAdvantageConfig>;

const Secret = (title: string, description: string) =>
  Type.String({ title, description, minLength: 1, maxLength: 10_000, format: 'password' });

const MeshCredentials = Type.Object(
  {
    accessKey: Secret('Access key', 'Mesh: Settings > API credentials.'),
    secret: Secret('Secret', 'Shown once, when the credentials are made.'),
    signingSecret: Type.Optional(
      Secret('Signing secret of webhooks', 'Only needed for webhooks, where ComplyAdvantage signs them for the account.'),
    ),
  },
  { title: 'Mesh API credentials', additionalProperties: false },
);
export type MeshCredentials = Static<typeof MeshCredentials>;

const LegacyCredentials = Type.Object(
  { apiKey: Secret('API key', 'Legacy: made in the web platform under Settings > API.') },
  { title: 'API key of the legacy API', additionalProperties: false },
);
export type LegacyCredentials = Static<typeof LegacyCredentials>;

export const ComplyAdvantageCredentials = Type.Union([MeshCredentials, LegacyCredentials]);

const MESH_REGIONS: readonly string[] = ['default', 'eu', 'eu3', 'us', 'us2', 'ca', 'au'];
const LEGACY_HOSTS: Readonly<Record<string, string>> = {
  default: 'https://api.complyadvantage.com',
  eu: 'https://api.complyadvantage.com',
  us: 'https://api.us.complyadvantage.com',
  ap: 'https://api.ap.complyadvantage.com',
};

/** Null where the product is not offered in the region. */
export function findApiAddress({ api = 'mesh', region = 'default', baseUrl }: ComplyAdvantageConfig): string | null {
  if (baseUrl) return baseUrl;
  if (api === 'legacy') return LEGACY_HOSTS[region] ?? null;
  if (!MESH_REGIONS.includes(region)) return null;
  return region === 'default' ? 'https://api.mesh.complyadvantage.com' : `https://api.${region}.mesh.complyadvantage.com`;
}

export function itemUrlOf({ itemUrl }: ComplyAdvantageConfig, id: string): string | null {
  return itemUrl ? itemUrl.replaceAll('{id}', encodeURIComponent(id)) : null;
}
