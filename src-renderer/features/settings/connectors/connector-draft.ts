import type { ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { readSchema } from '../../../ui/schema-form/read-schema.ts';
import { checkValues, initialValues, type SchemaErrors } from '../../../ui/schema-form/schema-values.ts';
import { credentialChoices } from './credential-choice.ts';

/** What the form of a connector holds. */
export interface ConnectorDraft {
  config: JsonObject;
  /** Which way to sign in. */
  choice: number;
  /** Empty: the stored ones stay. */
  credentials: JsonObject;
  /** New ones are entered. */
  isSigningIn: boolean;
}

export function draftOf(kind: ConnectorKind, config: JsonObject = {}, hasCredentials = false): ConnectorDraft {
  return { config: initialValues(readSchema(kind.config), config), choice: 0, credentials: {}, isSigningIn: !hasCredentials };
}

/** What the server takes. */
export function requestOf(kind: ConnectorKind, { config, choice, credentials, isSigningIn }: ConnectorDraft) {
  const chosen = credentialChoices(kind.credentials)[choice];
  return {
    config: withoutBlanks(config),
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

/** A field that was emptied is no value. */
function withoutBlanks(values: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === '' || value === null) continue;
    kept[name] = typeof value === 'object' && !Array.isArray(value) ? withoutBlanks(value) : value;
  }
  return kept;
}
