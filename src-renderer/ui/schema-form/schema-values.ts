import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { t } from '../../i18n/translate.ts';
import type { SchemaField } from './read-schema.ts';

/** What is wrong, by path: `url`, `credentials.token`. */
export type SchemaErrors = Readonly<Record<string, string>>;

/** What a form starts from: the schema's defaults below what is there already. */
export function initialValues(fields: readonly SchemaField[], known: JsonObject = {}): JsonObject {
  const values: JsonObject = { ...known };
  for (const field of fields) {
    const value = known[field.name];
    if (field.kind === 'group') values[field.name] = initialValues(field.fields, objectOf(value));
    else if (value === undefined && field.initial !== undefined) values[field.name] = field.initial;
  }
  return values;
}

/** Whether a field is asked for, as the others are filled in. */
export function isShown({ shownWhen }: SchemaField, values: JsonObject): boolean {
  return shownWhen === undefined || shownWhen.values.includes(values[shownWhen.name] ?? null);
}

/** What can be known before the server is asked. Paths in `storedSecrets` may stay empty: the server keeps its own. */
export function checkValues(
  fields: readonly SchemaField[],
  values: JsonObject,
  storedSecrets: readonly string[] = [],
  prefix = '',
): SchemaErrors {
  const errors: Record<string, string> = {};
  for (const field of fields.filter((known) => isShown(known, values))) {
    const path = prefix + field.name;
    const value = values[field.name];
    if (field.kind === 'group') {
      Object.assign(errors, checkValues(field.fields, objectOf(value), storedSecrets, `${path}.`));
      continue;
    }
    const problem = isEmpty(value)
      ? field.isRequired && field.kind !== 'boolean' && !storedSecrets.includes(path) && t('form.required', { name: field.label })
      : problemOf(field, value);
    if (problem) errors[path] = problem;
  }
  return errors;
}

function problemOf(field: SchemaField, value: JsonValue | undefined): string | null {
  if (field.kind === 'number') {
    if (typeof value !== 'number') return t('form.number');
    if (field.isInteger && !Number.isInteger(value)) return t('form.integer');
    if (field.minimum !== undefined && value < field.minimum) return t('form.minimum', { limit: field.minimum });
    if (field.maximum !== undefined && value > field.maximum) return t('form.maximum', { limit: field.maximum });
  }
  if (field.kind === 'text' && typeof value === 'string') {
    if (field.format === 'url' && !URL.canParse(value)) return t('form.url');
    if (field.minimum !== undefined && value.length < field.minimum) return t('form.tooShort', { limit: field.minimum });
    if (field.maximum !== undefined && value.length > field.maximum) return t('form.tooLong', { limit: field.maximum });
  }
  return null;
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
