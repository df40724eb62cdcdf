import { type Static, Type } from 'typebox';
import { API_KEY_SCOPES } from '../http/endpoint.ts';
import { Identifier } from './identifier.ts';
import { Nullable } from './nullable.ts';
import { ShownOnce } from './shown-once.ts';
import { StringEnum } from './string-enum.ts';
import { Timestamp } from './timestamp.ts';

export const ApiKeyScopes = Type.Array(StringEnum(API_KEY_SCOPES), { minItems: 1, maxItems: API_KEY_SCOPES.length });

export const ApiKey = Type.Object(
  {
    id: Identifier,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** The system that writes with the key: what it calls its tasks is told apart from what others call theirs. */
    source: Identifier,
    scopes: ApiKeyScopes,
    created_at: Timestamp,
    last_used_at: Nullable(Timestamp),
  },
  { additionalProperties: false },
);
export type ApiKey = Static<typeof ApiKey>;

/** The only answer in which the key itself stands. */
export const CreatedApiKey = Type.Object({ ...ApiKey.properties, key: ShownOnce }, { additionalProperties: false });
export type CreatedApiKey = Static<typeof CreatedApiKey>;

export const NewApiKey = Type.Object(
  { name: ApiKey.properties.name, source: Type.Optional(Identifier), scopes: ApiKeyScopes },
  { additionalProperties: false },
);
export type NewApiKey = Static<typeof NewApiKey>;
