import { type Static, Type } from 'typebox';
import { CONDITION_PATTERN, OWN_OBJECT_PATTERN } from './hubspot-lines.ts';
import { OWNER_SCOPE, rightsTo } from './hubspot-rights.ts';

const ObjectName = Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' });

export const HubspotConfig = Type.Object(
  {
    baseUrl: Type.Optional(
      Type.String({
        title: 'Address',
        description: 'Of the API; only to be changed for a test.',
        default: 'https://api.hubapi.com',
        minLength: 1,
        maxLength: 500,
      }),
    ),
    objects: Type.Optional(
      Type.Array(ObjectName, {
        title: 'Objects',
        description: 'What is mirrored: tasks, tickets, deals, or another object by its name, for example 2-1234567.',
        default: ['tasks'],
        minItems: 1,
        maxItems: 10,
        uniqueItems: true,
      }),
    ),
    portalId: Type.Optional(
      Type.String({ title: 'Portal', description: 'The account’s number, for links. Empty: HubSpot is asked.', pattern: '^[0-9]{0,20}$' }),
    ),
    appUrl: Type.Optional(
      Type.String({
        title: 'Address of the app',
        description: 'Where operators work, for links. Empty: HubSpot is asked.',
        maxLength: 500,
      }),
    ),
    filters: Type.Optional(
      Type.Array(Type.String({ pattern: CONDITION_PATTERN, maxLength: 500 }), {
        title: 'Only those with',
        description:
          'Conditions on properties, all of which must hold: tickets.hs_pipeline = 0, 887766 or region != test or hubspot_owner_id is set or closed_reason is empty. Without an object in front it counts for all.',
        // A search takes six conditions, and three are taken.
        maxItems: 3,
      }),
    ),
    ownObjects: Type.Optional(
      Type.Array(Type.String({ pattern: OWN_OBJECT_PATTERN, maxLength: 500 }), {
        title: 'Other objects',
        description:
          'For objects that Docket does not know, where they keep what a task needs: 2-1234567 title=name status=state closed=done,dropped due=due_date. Without a status its pipelines decide.',
        maxItems: 10,
      }),
    ),
  },
  { additionalProperties: false },
);
export type HubspotConfig = Static<typeof HubspotConfig>;

const eventsSecret = Type.Optional(
  Type.String({
    title: 'Client secret',
    description: 'Of the app, to check its webhooks. Empty: HubSpot is polled only.',
    maxLength: 500,
    format: 'password',
  }),
);
/** Scopes to tick for what is mirrored most, and for people. */
const SCOPES_TO_TICK = [
  `for people ${OWNER_SCOPE}`,
  ...['tasks', 'tickets', 'deals'].map((object) => {
    const { read, write } = rightsTo(object);
    return `for ${object} ${[...read, ...write].join(', ')}`;
  }),
].join('; ');

const secret = (title: string, description: string) =>
  Type.String({ title, description, minLength: 1, maxLength: 4000, format: 'password' });

const ServiceKey = Type.Object(
  {
    serviceKey: secret(
      'Service Key',
      `Settings > Integrations > Service Keys. Tick ${SCOPES_TO_TICK}. Other objects have scopes of the same form.`,
    ),
  },
  { additionalProperties: false, title: 'Service Key' },
);
const PrivateApp = Type.Object(
  {
    accessToken: secret('Access token', `Settings > Integrations > Private apps > the app > Auth. Scopes: ${SCOPES_TO_TICK}.`),
    clientSecret: eventsSecret,
  },
  { additionalProperties: false, title: 'Token of a private app' },
);
const OauthApp = Type.Object(
  {
    clientId: Type.String({ title: 'Client id', description: 'Of the app.', minLength: 1, maxLength: 200 }),
    clientSecret: secret('Client secret', 'Of the app.'),
    refreshToken: secret('Refresh token', 'From the app’s installation in this account.'),
  },
  { additionalProperties: false, title: 'OAuth app' },
);

export const HubspotCredentials = Type.Union([ServiceKey, PrivateApp, OauthApp]);
export type HubspotCredentials = Static<typeof HubspotCredentials>;
export type OauthApp = Static<typeof OauthApp>;

export const HUBSPOT_BASE_URL = 'https://api.hubapi.com';

export function objectsOf(config: HubspotConfig): readonly string[] {
  return config.objects ?? ['tasks'];
}
