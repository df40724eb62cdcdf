import type { FormDefinition } from '../schema/form.ts';
import type { JsonObject } from '../schema/task.ts';
import { type ReadForm, readForm } from './read-form.ts';

/** For tests: a definition of which a test names what matters to it. */
export function definition(properties: JsonObject, rest: Partial<FormDefinition> & { required?: string[] } = {}): FormDefinition {
  const { required = [], ...parts } = rest;
  return {
    schema: { type: 'object', properties, required },
    ui: {},
    prefill: [],
    target: { fields: {}, queue_uid: null, due_in_seconds: null },
    ...parts,
  };
}

export function formOf(...parts: Parameters<typeof definition>): ReadForm {
  const read = readForm(definition(...parts));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.form;
}

/** Every mistake in the definition, each as one sentence. */
export function mistakes(...parts: Parameters<typeof definition>): string[] {
  const read = readForm(definition(...parts));
  return read.ok ? [] : read.issues.map(({ path, message }) => `${path} ${message}`);
}
