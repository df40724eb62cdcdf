import { type Static, Type } from 'typebox';
import { StringEnum } from '../../../src-shared/schema/string-enum.ts';

export const INTERCOM_OBJECTS = ['tickets', 'conversations'] as const;
export const INTERCOM_REGIONS = ['us', 'eu', 'au'] as const;

export const IntercomConfig = Type.Object(
  {
    region: Type.Optional(
      Type.Unsafe<(typeof INTERCOM_REGIONS)[number]>({
        ...StringEnum(INTERCOM_REGIONS),
        'x-enum-titles': ['United States', 'Europe', 'Australia'],
        title: 'Region',
        description: 'Where the workspace is hosted. Intercom shows it under Settings > Workspace > General.',
        default: 'us',
      }),
    ),
    baseUrl: Type.Optional(
      Type.String({
        title: 'Address',
        description: 'Instead of the one of the region. Leave it empty for Intercom itself.',
        maxLength: 2048,
      }),
    ),
    objects: Type.Optional(
      Type.Array(StringEnum(INTERCOM_OBJECTS), {
        title: 'What to mirror',
        description: 'Tickets, conversations, or both.',
        minItems: 1,
        maxItems: 2,
        uniqueItems: true,
        default: ['tickets', 'conversations'],
      }),
    ),
    actingAdminId: Type.Optional(
      Type.String({
        title: 'Teammate who acts for Docket',
        description:
          'Id of a teammate. Intercom wants to know who changed something: the operator, where they are a teammate too, and else this one.',
        pattern: '^([0-9]{1,19})?$',
      }),
    ),
    writeNotes: Type.Optional(
      Type.Boolean({
        title: 'Write comments back',
        description: 'As internal notes, which customers do not see.',
        default: true,
      }),
    ),
  },
  { additionalProperties: false },
);
export type IntercomConfig = Static<typeof IntercomConfig>;

const Secret = (title: string, description: string) =>
  Type.String({ title, description, minLength: 1, maxLength: 10_000, format: 'password' });

export const IntercomCredentials = Type.Union([
  Type.Object(
    {
      accessToken: Secret('Access token', 'Developer Hub > your app > Configure > Authentication.'),
      clientSecret: Type.Optional(
        Secret('Client secret', 'Developer Hub > your app > Basic information. Only needed for webhooks: Intercom signs them with it.'),
      ),
    },
    { title: 'Access token', additionalProperties: false },
  ),
]);
export type IntercomCredentials = Static<typeof IntercomCredentials>;

const HOSTS = { us: 'https://api.intercom.io', eu: 'https://api.eu.intercom.io', au: 'https://api.au.intercom.io' } as const;
const INBOXES = { us: 'https://app.intercom.com', eu: 'https://app.eu.intercom.com', au: 'https://app.au.intercom.com' } as const;

export function apiAddressOf({ baseUrl, region = 'us' }: IntercomConfig): string {
  return baseUrl || HOSTS[region];
}

/** Where people work on tickets and conversations. */
export function inboxAddressOf({ region = 'us' }: IntercomConfig): string {
  return INBOXES[region];
}
