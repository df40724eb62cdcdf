import type { FormDefinition } from '../schema/form.ts';
import type { JsonObject } from '../schema/task.ts';
import { checkValues, type ValueIssue } from './check-values.ts';
import { type FormField, type FormNode, fieldsOf, layOutForm, pathText } from './form-fields.ts';
import { type DefinitionIssue, FORM_LIMITS, type FormSchema } from './form-schema.ts';
import { readFormSchema } from './read-form-schema.ts';

/** A form that can be shown and sent. */
export interface ReadForm {
  schema: FormSchema;
  /** What people are asked for, in order. */
  nodes: readonly FormNode[];
  fields: readonly FormField[];
  /** Paths of the fields that a link may fill in. */
  prefill: ReadonlySet<string>;
  /** What each task of the form gets, whatever was sent. */
  fixed: JsonObject;
}

export type ReadFormResult = { ok: true; form: ReadForm } | { ok: false; issues: DefinitionIssue[] };

/** The parts of a definition → a form, or every mistake that can be seen in it. */
export function readForm({ schema: written, ui, prefill, target }: FormDefinition): ReadFormResult {
  const read = readFormSchema(written);
  if (!read.ok) return read;
  const { schema } = read;
  const layout = layOutForm(schema, ui, target.fields);
  const fields = fieldsOf(layout.nodes);
  const form: ReadForm = { schema, nodes: layout.nodes, fields, prefill: new Set(prefill), fixed: target.fields };
  const issues = [...rootIssues(schema), ...layout.issues, ...hintIssues(form, ui), ...prefillIssues(form), ...fixedIssues(form)];
  return issues.length === 0 ? { ok: true, form } : { ok: false, issues };
}

/** What is wrong with what somebody sent for the form; its fixed fields are no business of theirs. */
export function checkSubmission({ schema, fixed }: ReadForm, values: JsonObject): ValueIssue[] {
  const tampered = Object.keys(values).filter((name) => Object.hasOwn(fixed, name));
  const entered = Object.fromEntries(Object.entries(values).filter(([name]) => !Object.hasOwn(fixed, name)));
  return [
    ...tampered.map((name) => ({ path: [name], message: 'is set by the form itself' })),
    ...checkValues(schema, { ...entered, ...fixedOf(schema, fixed) }),
  ];
}

/** The fields of the task: what was sent, and over it what the form sets. */
export function fieldsOfTask({ fixed }: ReadForm, values: JsonObject): JsonObject {
  return { ...values, ...fixed };
}

function rootIssues(schema: FormSchema): DefinitionIssue[] {
  const isObject = schema.type === 'object' || (schema.type === undefined && schema.properties !== undefined);
  if (!isObject) return [{ path: 'schema.type', message: 'must be object' }];
  const count = Object.keys(schema.properties ?? {}).length;
  if (count === 0) return [{ path: 'schema.properties', message: 'must have a property for each field' }];
  return [];
}

function hintIssues({ nodes, fields }: ReadForm, { order = [], fields: hints = {} }: FormDefinition['ui']): DefinitionIssue[] {
  if (fields.length > FORM_LIMITS.fields) return [{ path: 'schema.properties', message: `must have at most ${FORM_LIMITS.fields} fields` }];
  const outer = new Set(nodes.map(({ path }) => pathText(path)));
  const all = new Set(pathsOf(nodes));
  return [
    ...order.filter((name) => !outer.has(name)).map((name) => ({ path: 'ui.order', message: `names no field: ${name}` })),
    ...Object.keys(hints)
      .filter((path) => !all.has(path))
      .map((path) => ({ path: `ui.fields.${path}`, message: 'is about no field' })),
  ];
}

function prefillIssues({ fields, prefill, fixed }: ReadForm): DefinitionIssue[] {
  const known = new Set(fields.map(({ path }) => pathText(path)));
  return [...prefill]
    .filter((path) => !known.has(path))
    .map((path) => ({
      path: 'prefill',
      message: Object.hasOwn(fixed, path) ? `names a field that the target sets: ${path}` : `names no field: ${path}`,
    }));
}

/** A field that the schema knows and the target sets must be one that the schema takes. */
function fixedIssues({ schema, fixed }: ReadForm): DefinitionIssue[] {
  return Object.entries(fixedOf(schema, fixed)).flatMap(([name, value]) => {
    const member = schema.properties?.[name];
    const issues = member ? checkValues({ properties: { [name]: member } }, { [name]: value }) : [];
    return issues.map(({ path, message }) => ({ path: `target.fields.${pathText(path)}`, message }));
  });
}

function fixedOf({ properties = {} }: FormSchema, fixed: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fixed).filter(([name]) => Object.hasOwn(properties, name)));
}

function pathsOf(nodes: readonly FormNode[]): string[] {
  return nodes.flatMap((node) => [pathText(node.path), ...(node.type === 'group' ? pathsOf(node.members) : [])]);
}
