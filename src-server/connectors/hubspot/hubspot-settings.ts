import Type, { type Static } from 'typebox';
import { StringEnum } from '../../../src-shared/schema/string-enum.ts';

const PropertyName = Type.String({ pattern: '^[A-Za-z0-9_]{1,100}$' });
const ObjectName = Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' });

export const FILTER_OPERATORS = ['EQ', 'NEQ', 'IN', 'NOT_IN', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY'] as const;

const HubspotFilter = Type.Object(
  {
    object: Type.Optional(ObjectName),
    property: PropertyName,
    operator: StringEnum(FILTER_OPERATORS),
    values: Type.Optional(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type HubspotFilter = Static<typeof HubspotFilter>;

const OwnObject = Type.Object(
  {
    name: ObjectName,
    titleProperty: Type.Optional(PropertyName),
    statusProperty: Type.Optional(PropertyName),
    closedValues: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })),
    dueProperty: Type.Optional(PropertyName),
  },
  { additionalProperties: false },
);
export type OwnObject = Static<typeof OwnObject>;

export const HubspotConfig = Type.Object(
  {
    baseUrl: Type.Optional(
      Type.String({
        title: 'Address',
        description: 'Of the API; only to be changed for a test.',
        default: 'https://api.hubapi.com',
        minLength: 1,
        maxLength: 2048,
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
        maxLength: 2048,
      }),
    ),
    filters: Type.Optional(
      Type.Array(HubspotFilter, {
        title: 'Only those with',
        description: 'Conditions on properties, all of which must hold. Values are compared as text; without an object, for every object.',
        // A search takes six conditions, and three are taken.
        maxItems: 3,
      }),
    ),
    ownObjects: Type.Optional(
      Type.Array(OwnObject, {
        title: 'Other objects',
        description:
          'Which properties of an object that Docket does not know hold its title, status and due date, and which values close it.',
        maxItems: 10,
      }),
    ),
  },
  { additionalProperties: false },
);
export type HubspotConfig = Static<typeof HubspotConfig>;

const eventsSecret = Type.Optional(
  Type.String({ title: 'Client secret', description: 'Of the app, to check its webhooks. Empty: HubSpot is polled only.', maxLength: 500 }),
);
const secret = (title: string, description: string) => Type.String({ title, description, minLength: 1, maxLength: 4000 });

const ServiceKey = Type.Object(
  { serviceKey: secret('Service Key', 'Settings > Integrations > Service Keys.') },
  { additionalProperties: false, title: 'Service Key' },
);
const PrivateApp = Type.Object(
  {
    accessToken: secret('Access token', 'Settings > Integrations > Private apps > the app > Auth.'),
    clientSecret: eventsSecret,
  },
  { additionalProperties: false, title: 'Token of a private app' },
);
const OauthApp = Type.Object(
  {
    clientId: secret('Client id', 'Of the app.'),
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
