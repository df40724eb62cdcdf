import type { JsonValue } from '../schema/task.ts';
import { FORM_LIMITS, JSON_TYPES } from './form-schema.ts';
import { FORMATS } from './formats.ts';
import { patternProblem } from './pattern/pattern-problem.ts';

/** Says what is wrong with a keyword's value, as the end of a sentence; null when nothing is. */
type KeywordCheck = (value: JsonValue) => string | null;

const count: KeywordCheck = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? null : 'must be a whole number from 0');
const number: KeywordCheck = (value) => (typeof value === 'number' ? null : 'must be a number');
const boolean: KeywordCheck = (value) => (typeof value === 'boolean' ? null : 'must be true or false');
const anything: KeywordCheck = () => null;

function text(maximum: number): KeywordCheck {
  return (value) => (typeof value === 'string' && value.length <= maximum ? null : `must be a text of up to ${maximum} characters`);
}

function isNames(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string') && new Set(value).size === value.length;
}

function oneOf<Value extends string>(known: readonly Value[], value: JsonValue): string | null {
  return (known as readonly JsonValue[]).includes(value) ? null : `must be one of ${known.join(', ')}`;
}

/** Keywords with a value of their own. Those with schemas in them are read by `read-form-schema.ts`. */
export const VALUE_KEYWORDS: ReadonlyMap<string, KeywordCheck> = new Map<string, KeywordCheck>([
  ['$schema', text(200)],
  ['$comment', text(10_000)],
  ['title', text(200)],
  ['description', text(2_000)],
  ['default', anything],
  ['examples', anything],
  ['deprecated', boolean],
  ['readOnly', boolean],
  ['writeOnly', boolean],
  [
    'type',
    (value) => {
      const types = Array.isArray(value) ? value : [value];
      if (types.length === 0) return 'must name a type';
      return types.map((type) => oneOf(JSON_TYPES, type)).find((problem) => problem !== null) ?? null;
    },
  ],
  [
    'enum',
    (value) => {
      if (!Array.isArray(value) || value.length === 0) return 'must be a list of values';
      return value.length <= FORM_LIMITS.choices ? null : `must have at most ${FORM_LIMITS.choices} values`;
    },
  ],
  ['const', anything],
  ['minLength', count],
  ['maxLength', count],
  ['pattern', (value) => (typeof value === 'string' ? patternProblem(value) : 'must be a text')],
  ['format', (value) => oneOf([...FORMATS.keys()], value)],
  ['minimum', number],
  ['maximum', number],
  ['exclusiveMinimum', number],
  ['exclusiveMaximum', number],
  ['multipleOf', (value) => (typeof value === 'number' && value > 0 ? null : 'must be a number above 0')],
  ['minItems', count],
  ['maxItems', (value) => count(value) ?? (Number(value) <= FORM_LIMITS.listItems ? null : `must be at most ${FORM_LIMITS.listItems}`)],
  ['uniqueItems', boolean],
  ['minProperties', count],
  ['maxProperties', count],
  ['required', (value) => (isNames(value) ? null : 'must be a list of different names')],
  [
    'dependentRequired',
    (value) => {
      const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isMap && Object.values(value).every(isNames) ? null : 'must give a list of different names for each name';
    },
  ],
]);

/** Part of JSON Schema, and left out here on purpose. */
const UNSUPPORTED = new Set([
  ...['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$vocabulary', 'patternProperties', 'propertyNames', 'prefixItems', 'contains'],
  ...['minContains', 'maxContains', 'unevaluatedItems', 'unevaluatedProperties', 'dependentSchemas', 'contentEncoding'],
  ...['contentMediaType', 'contentSchema', 'definitions', 'dependencies'],
]);

export function unknownKeywordProblem(keyword: string): string {
  return UNSUPPORTED.has(keyword) ? 'is not supported in forms' : 'is no keyword of JSON Schema 2020-12 (own ones begin with x-)';
}
