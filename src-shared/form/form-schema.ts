import type { JsonValue } from '../schema/task.ts';

export const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;
export type JsonType = (typeof JSON_TYPES)[number];

/** A form's JSON Schema as `readFormSchema` gives it back: checked, and with its references put in place. */
export interface FormSchema {
  type?: JsonType | JsonType[];
  title?: string;
  description?: string;
  default?: JsonValue;
  enum?: JsonValue[];
  const?: JsonValue;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  items?: FormSchema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  properties?: { [name: string]: FormSchema };
  required?: string[];
  additionalProperties?: boolean | FormSchema;
  minProperties?: number;
  maxProperties?: number;
  dependentRequired?: { [name: string]: string[] };
  allOf?: FormSchema[];
  anyOf?: FormSchema[];
  oneOf?: FormSchema[];
  not?: FormSchema;
  if?: FormSchema;
  then?: FormSchema;
  else?: FormSchema;
}

/** What is wrong with a definition: `path` leads there, as in `schema.properties.name.pattern`. */
export interface DefinitionIssue {
  path: string;
  /** The end of a sentence that begins with the path. */
  message: string;
}

export const FORM_LIMITS = {
  /** Schemas within the schema, references put in place. */
  schemas: 500,
  depth: 12,
  fields: 100,
  choices: 500,
  nameCharacters: 64,
  /** A text without a `maxLength` of its own. */
  textCharacters: 10_000,
  listItems: 1_000,
} as const;
