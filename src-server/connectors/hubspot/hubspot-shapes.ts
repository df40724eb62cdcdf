import { type Static, Type } from 'typebox';

const Id = Type.String({ pattern: '^[0-9]{1,20}$' });

export const HubspotRecord = Type.Object({
  id: Id,
  properties: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  archived: Type.Optional(Type.Boolean()),
  archivedAt: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
});
export type HubspotRecord = Static<typeof HubspotRecord>;

const Paging = Type.Object({ next: Type.Optional(Type.Object({ after: Type.String() })) });

export const SearchAnswer = Type.Object({
  total: Type.Integer(),
  results: Type.Array(HubspotRecord),
  paging: Type.Optional(Paging),
});

export const ListAnswer = Type.Object({ results: Type.Array(HubspotRecord), paging: Type.Optional(Paging) });

export const BatchAnswer = Type.Object({ results: Type.Array(HubspotRecord) });

const Option = Type.Object({ label: Type.String(), value: Type.String(), hidden: Type.Optional(Type.Boolean()) });

export const PropertyAnswer = Type.Object({
  name: Type.String(),
  type: Type.String(),
  hidden: Type.Optional(Type.Boolean()),
  options: Type.Array(Option),
});

export const PropertiesAnswer = Type.Object({ results: Type.Array(PropertyAnswer) });

export const PipelinesAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      displayOrder: Type.Integer(),
      stages: Type.Array(
        Type.Object({
          id: Type.String(),
          label: Type.String(),
          displayOrder: Type.Integer(),
          metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        }),
      ),
    }),
  ),
});

export const OwnersAnswer = Type.Object({
  results: Type.Array(
    Type.Object({
      id: Id,
      email: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      firstName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      lastName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      archived: Type.Boolean(),
    }),
  ),
  paging: Type.Optional(Paging),
});

export const AccountAnswer = Type.Object({ portalId: Type.Integer(), uiDomain: Type.Optional(Type.String()) });

export const TokenAnswer = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Number(),
  refresh_token: Type.Optional(Type.String()),
});

/** What comes with every refusal; nothing of it is sure. */
export const HubspotRefusal = Type.Object({
  message: Type.Optional(Type.String()),
  category: Type.Optional(Type.String()),
  policyName: Type.Optional(Type.String()),
  errors: Type.Optional(
    Type.Array(
      Type.Object({
        message: Type.Optional(Type.String()),
        context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
  ),
});
export type HubspotRefusal = Static<typeof HubspotRefusal>;
