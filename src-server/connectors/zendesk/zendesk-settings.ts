import { type Static, Type } from 'typebox';

const IdList = (title: string, description: string) =>
  Type.Optional(Type.Array(Type.String({ pattern: '^[0-9]{1,20}$' }), { title, description, maxItems: 100 }));

export const ZendeskConfig = Type.Object(
  {
    subdomain: Type.Optional(
      Type.String({ title: 'Subdomain', description: 'The first part of acme.zendesk.com.', pattern: '^[A-Za-z0-9-]{0,63}$' }),
    ),
    baseUrl: Type.Optional(
      Type.String({ title: 'Address', description: 'In place of the subdomain; only to be changed for a test.', maxLength: 500 }),
    ),
    groupIds: IdList('Only these groups', 'Numbers of groups. Empty: all.'),
    brandIds: IdList('Only these brands', 'Numbers of brands. Empty: all.'),
    tags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        title: 'Only with one of these tags',
        description: 'Empty: all.',
        maxItems: 100,
      }),
    ),
    writesNotes: Type.Optional(
      Type.Boolean({
        title: 'Write comments',
        description: 'An operator’s comment becomes an internal note of the ticket.',
        default: false,
      }),
    ),
  },
  { additionalProperties: false },
);
export type ZendeskConfig = Static<typeof ZendeskConfig>;

const eventsSecret = Type.Optional(
  Type.String({
    title: 'Signing secret',
    description: 'Of the webhook that tells of changes. Empty: Zendesk is polled only.',
    maxLength: 500,
  }),
);
const secret = (title: string, description: string) =>
  Type.String({ title, description, minLength: 1, maxLength: 4000, format: 'password' });

const OauthClient = Type.Object(
  {
    clientId: Type.String({
      title: 'Identifier',
      description: 'Admin Center > Apps and integrations > APIs > OAuth clients, a confidential one.',
      minLength: 1,
      maxLength: 200,
    }),
    clientSecret: secret('Secret', 'Shown once, when the client is made.'),
    signingSecret: eventsSecret,
  },
  { additionalProperties: false, title: 'OAuth client' },
);
const AccessToken = Type.Object(
  { accessToken: secret('Access token', 'An OAuth access token of an administrator.'), signingSecret: eventsSecret },
  { additionalProperties: false, title: 'OAuth access token' },
);
const ApiToken = Type.Object(
  {
    email: Type.String({ title: 'Email', description: 'Of the administrator whose rights it has.', minLength: 3, maxLength: 320 }),
    apiToken: secret('API token', 'Zendesk accepts these until 30 April 2027.'),
    signingSecret: eventsSecret,
  },
  { additionalProperties: false, title: 'API token (until April 2027)' },
);

export const ZendeskCredentials = Type.Union([OauthClient, AccessToken, ApiToken]);
export type ZendeskCredentials = Static<typeof ZendeskCredentials>;

export function zendeskBaseUrl({ baseUrl = '', subdomain = '' }: ZendeskConfig): string {
  return baseUrl === '' ? `https://${subdomain}.zendesk.com` : baseUrl;
}
