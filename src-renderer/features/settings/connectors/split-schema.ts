import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { type FormSchema, readSchema, type SchemaField } from '../../../ui/schema-form/read-schema.ts';
import { objectOf } from '../../../ui/schema-form/schema-values.ts';

/** The settings of a kind without those that are made by pointing at a sample, and those. */
export function splitSchema(schema: FormSchema): { form: FormSchema; mapping: { name: string; field: SchemaField } | null } {
  const properties = Object.entries(objectOf(schema.properties as JsonObject));
  const found = properties.find(([, property]) => objectOf(property)['x-mapped-by-sample'] === true);
  if (!found) return { form: schema, mapping: null };
  const [name] = found;
  const field = readSchema(schema).find((known) => known.name === name);
  const form = { ...schema, properties: Object.fromEntries(properties.filter(([known]) => known !== name)) };
  return { form, mapping: field ? { name, field } : null };
}
