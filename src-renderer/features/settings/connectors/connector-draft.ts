import type { Connector, ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { readSchema } from '../../../ui/schema-form/read-schema.ts';
import { checkValues, initialValues, type SchemaErrors } from '../../../ui/schema-form/schema-values.ts';
import { credentialChoices } from './credential-choice.ts';
import { splitSchema } from './split-schema.ts';

/** A field of a task, and where its value stands in a record. */
export interface OwnField {
  name: string;
  path: string;
}

/** What the form of a connector holds. */
export interface ConnectorDraft {
  config: JsonObject;
  /** Which way to sign in. */
  choice: number;
  /** Empty: the stored ones stay. */
  credentials: JsonObject;
  /** New ones are entered. */
  isSigningIn: boolean;
  fields: readonly OwnField[];
}

/** Of a connector as it is saved; null: of a new one. */
export function draftOf(kind: ConnectorKind, connector: Connector | null): ConnectorDraft {
  return {
    config: initialValues(readSchema(kind.config), connector?.config ?? {}),
    choice: 0,
    credentials: {},
    isSigningIn: !connector?.has_credentials,
    fields: Object.entries(connector?.mapping.fields ?? {}).map(([name, path]) => ({ name, path })),
  };
}

/** What the server takes. */
export function requestOf(kind: ConnectorKind, { config, choice, credentials, isSigningIn, fields }: ConnectorDraft) {
  const chosen = credentialChoices(kind.credentials)[choice];
  const named = fields.filter(({ name, path }) => name.trim() !== '' && path.trim() !== '');
  return {
    config: withoutBlanks(config),
    mapping: { fields: Object.fromEntries(named.map(({ name, path }) => [name.trim(), path.trim()])) },
    ...(isSigningIn ? { credentials: { ...withoutBlanks(credentials), ...chosen?.constants } } : {}),
  };
}

/** What is missing before the server is asked, by path: `baseUrl`, `credentials.token`. */
export function checkDraft(kind: ConnectorKind, { config, choice, credentials, isSigningIn }: ConnectorDraft): SchemaErrors {
  const chosen = credentialChoices(kind.credentials)[choice];
  const missing = isSigningIn && chosen ? checkValues(readSchema(chosen.schema), credentials) : {};
  return {
    ...checkValues(readSchema(kind.config), config),
    ...Object.fromEntries(Object.entries(missing).map(([path, text]) => [`credentials.${path}`, text])),
  };
}

/** What of it keeps the source from being read: what is made of its records does not. */
export function sourceErrors(kind: ConnectorKind, missing: SchemaErrors): SchemaErrors {
  const { mapping } = splitSchema(kind.config);
  return Object.fromEntries(Object.entries(missing).filter(([path]) => !mapping || !path.startsWith(`${mapping.name}.`)));
}

/** A field that was emptied is no value. */
function withoutBlanks(values: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === '' || value === null) continue;
    kept[name] = typeof value === 'object' && !Array.isArray(value) ? withoutBlanks(value) : value;
  }
  return kept;
}
