import type { JsonValue } from '../../../src-shared/schema/task.ts';

/** A JSON Schema of an object: flat, or with objects of its own one level down. */
export type FormSchema = Readonly<Record<string, unknown>>;

interface FieldBase {
  /** The key in its object. */
  name: string;
  label: string;
  hint?: string;
  isRequired: boolean;
  initial?: JsonValue;
  /** Only while the field `name` beside it has one of these values. */
  shownWhen?: { name: string; values: readonly JsonValue[] };
}

export type SchemaField = FieldBase &
  (
    | { kind: 'text'; isLong: boolean; format: 'text' | 'email' | 'url' | 'date'; pattern?: string; minimum?: number; maximum?: number }
    | { kind: 'secret' }
    | { kind: 'number'; isInteger: boolean; minimum?: number; maximum?: number }
    | { kind: 'boolean' }
    | { kind: 'choice'; options: readonly { value: JsonValue; label: string }[] }
    | { kind: 'choices'; options: readonly { value: string; label: string }[] }
    | { kind: 'list' }
    | { kind: 'map' }
    | { kind: 'group'; fields: readonly SchemaField[] }
  );

/** More characters than this ask for more than a line. */
const LONG_TEXT = 500;

/** The fields of a schema, in the order of its properties. What cannot be drawn is left out: its value stays as it is. */
export function readSchema(schema: FormSchema, depth = 0): SchemaField[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(recordOf(schema.properties)).flatMap(([name, property]) =>
    readField(name, recordOf(property), required.includes(name), depth),
  );
}

function readField(name: string, schema: Readonly<Record<string, unknown>>, isRequired: boolean, depth: number): SchemaField[] {
  const base: FieldBase = {
    name,
    label: typeof schema.title === 'string' ? schema.title : wordsOf(name),
    isRequired,
    ...(typeof schema.description === 'string' ? { hint: schema.description } : {}),
    ...(schema.default === undefined ? {} : { initial: schema.default as JsonValue }),
    ...shownWhenOf(schema['x-shown-when']),
  };
  const options = optionsOf(schema);
  if (options) return [{ ...base, kind: 'choice', options }];
  switch (typeOf(schema)) {
    case 'string':
      return [isSecret(schema) ? { ...base, kind: 'secret' } : { ...base, kind: 'text', ...textLimits(schema) }];
    case 'integer':
    case 'number':
      return [{ ...base, kind: 'number', isInteger: typeOf(schema) === 'integer', ...limits(schema.minimum, schema.maximum) }];
    case 'boolean':
      return [{ ...base, kind: 'boolean' }];
    case 'array': {
      const items = recordOf(schema.items);
      const choices = optionsOf(items)?.flatMap(({ value, label }) => (typeof value === 'string' ? [{ value, label }] : []));
      if (choices) return [{ ...base, kind: 'choices', options: choices }];
      return typeOf(items) === 'string' || schema.items === undefined ? [{ ...base, kind: 'list' }] : [];
    }
    case 'object':
      if (schema.properties !== undefined) return depth === 0 ? [{ ...base, kind: 'group', fields: readSchema(schema, 1) }] : [];
      return [{ ...base, kind: 'map' }];
    default:
      return [];
  }
}

function shownWhenOf(condition: unknown): Pick<FieldBase, 'shownWhen'> {
  const { name, values } = recordOf(condition);
  return typeof name === 'string' && Array.isArray(values) ? { shownWhen: { name, values } } : {};
}

/** `enum`, or `oneOf` / `anyOf` of constants, which may carry titles. */
function optionsOf(schema: Readonly<Record<string, unknown>>): { value: JsonValue; label: string }[] | null {
  if (Array.isArray(schema.enum)) {
    const names = Array.isArray(schema['x-enum-titles']) ? schema['x-enum-titles'] : [];
    return schema.enum
      .filter((value) => value !== null)
      .map((value: JsonValue, index) => ({ value, label: typeof names[index] === 'string' ? names[index] : wordsOf(String(value)) }));
  }
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (!Array.isArray(alternatives)) return null;
  const constants = alternatives.map(recordOf).filter((alternative) => alternative.const !== undefined);
  if (constants.length === 0 || constants.length < alternatives.length) return null;
  return constants.map(({ const: value, title }) => ({
    value: value as JsonValue,
    label: typeof title === 'string' ? title : wordsOf(String(value)),
  }));
}

/** `["string", "null"]` counts as `string`. */
function typeOf({ type }: Readonly<Record<string, unknown>>): unknown {
  return Array.isArray(type) ? type.find((name) => name !== 'null') : type;
}

function isSecret({ format, writeOnly }: Readonly<Record<string, unknown>>): boolean {
  return writeOnly === true || format === 'password' || format === 'secret';
}

function textLimits(schema: Readonly<Record<string, unknown>>): Omit<Extract<SchemaField, { kind: 'text' }>, keyof FieldBase | 'kind'> {
  const { format, maxLength, minLength, pattern } = schema;
  return {
    isLong: format === 'textarea' || (typeof maxLength === 'number' && maxLength > LONG_TEXT && format === undefined),
    format: format === 'email' || format === 'date' ? format : format === 'uri' || format === 'url' ? ('url' as const) : ('text' as const),
    ...(typeof pattern === 'string' ? { pattern } : {}),
    ...limits(minLength, maxLength),
  };
}

function limits(minimum: unknown, maximum: unknown): { minimum?: number; maximum?: number } {
  return { ...(typeof minimum === 'number' ? { minimum } : {}), ...(typeof maximum === 'number' ? { maximum } : {}) };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** `client_id` → `Client id`. */
function wordsOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
