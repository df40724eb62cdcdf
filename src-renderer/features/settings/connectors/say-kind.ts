import type { ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import type { JsonValue } from '../../../../src-shared/schema/task.ts';
import { enVendors } from '../../../i18n/en-vendors.ts';
import { fillIn, isMessageKey, type MessageKey } from '../../../i18n/translate.ts';

/** Where a schema has words for people. */
const SAID = new Set(['title', 'description', 'x-enum-titles']);

let keys: ReadonlyMap<string, MessageKey> | null = null;

/** What the server says of a kind of system, in the language that is spoken; what a newer server says stays as it is. */
export function sayKind(kind: ConnectorKind): ConnectorKind {
  const { name, description, config, credentials } = kind;
  return {
    ...kind,
    name: sayWords(name),
    description: sayWords(description),
    config: sayWithin(config),
    credentials: sayWithin(credentials),
  };
}

function sayWithin<Value extends JsonValue>(value: Value, isSaid = false): Value {
  return said(value, isSaid) as Value;
}

function said(value: JsonValue, isSaid: boolean): JsonValue {
  if (typeof value === 'string') return isSaid ? sayWords(value) : value;
  if (Array.isArray(value)) return value.map((part) => said(part, isSaid));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, said(part, SAID.has(name))]));
}

function sayWords(words: string): string {
  keys ??= new Map(Object.entries(enVendors).flatMap(([key, known]) => (isMessageKey(key) ? [[known, key] as const] : [])));
  const key = keys.get(words);
  return key === undefined ? words : fillIn(key, {});
}
