import type { ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import { type Language, spokenServerSentences } from '../../../i18n/translate.ts';

/** Where a schema has words for people. */
const SAID = new Set(['title', 'description', 'x-enum-titles']);

/** What the server says of a kind of system, in the language that is spoken; what a newer server says stays as it is. */
export function sayKind(kind: ConnectorKind, language: Language): ConnectorKind {
  if (language === 'en') return kind;
  const { name, description, config, credentials } = kind;
  return {
    ...kind,
    name: sayWords(name),
    description: sayWords(description),
    config: sayWithin(config),
    credentials: sayWithin(credentials),
  };
}

function sayWithin(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, said(part, SAID.has(name))]));
}

function said(value: JsonValue, isSaid: boolean): JsonValue {
  if (typeof value === 'string') return isSaid ? sayWords(value) : value;
  if (Array.isArray(value)) return value.map((part) => said(part, isSaid));
  if (typeof value !== 'object' || value === null) return value;
  return sayWithin(value);
}

function sayWords(words: string): string {
  const sentences = spokenServerSentences();
  return Object.hasOwn(sentences, words) ? (sentences[words] ?? words) : words;
}
