import type { FieldHints, FormHints } from '../schema/form.ts';
import type { JsonObject, JsonValue } from '../schema/task.ts';
import type { DefinitionIssue, FormSchema, JsonType } from './form-schema.ts';

/** How a value is entered. `ticked` is one box, `choices` several to choose from, `lines` a list with a text on each line. */
export type FieldKind =
  | 'text'
  | 'multiline'
  | 'email'
  | 'web'
  | 'date'
  | 'time'
  | 'moment'
  | 'number'
  | 'ticked'
  | 'choice'
  | 'choices'
  | 'lines';

export interface FieldChoice {
  /** Its name in pages and links. */
  key: string;
  value: JsonValue;
  label: string;
}

export interface FormField {
  type: 'field';
  path: readonly string[];
  kind: FieldKind;
  label: string;
  help: string;
  placeholder: string;
  required: boolean;
  /** For `choice`: all to be seen at once. */
  isOpen: boolean;
  choices: readonly FieldChoice[];
  schema: FormSchema;
}

export interface FieldGroup {
  type: 'group';
  path: readonly string[];
  label: string;
  help: string;
  required: boolean;
  members: readonly FormNode[];
}

export type FormNode = FormField | FieldGroup;

export interface FormLayout {
  nodes: readonly FormNode[];
  /** Parts of the schema that nobody could fill in. */
  issues: readonly DefinitionIssue[];
}

/** Up to so many choices are shown at once. */
const OPEN_CHOICES = 4;
/** Texts that may be longer than this get several lines. */
const LINE_CHARACTERS = 200;
const GROUPS_DEPTH = 3;

/** What stands in a page, in its order. `fixed` are fields of the target: nobody is asked for them. */
export function layOutForm(schema: FormSchema, ui: FormHints, fixed: JsonObject): FormLayout {
  const issues: DefinitionIssue[] = [];
  const nodes = membersOf({ schema, path: [], ui, issues }).filter(({ path: [name = ''] }) => !Object.hasOwn(fixed, name));
  const place = new Map(ui.order?.map((name, index) => [name, index]));
  const placeOf = ({ path: [name = ''] }: FormNode) => place.get(name) ?? place.size;
  return { nodes: nodes.toSorted((a, b) => placeOf(a) - placeOf(b)), issues };
}

/** All fields, those in groups too. */
export function fieldsOf(nodes: readonly FormNode[]): FormField[] {
  return nodes.flatMap((node) => (node.type === 'field' ? [node] : fieldsOf(node.members)));
}

/** As hints, links and messages call a field. */
export function pathText(path: readonly string[]): string {
  return path.join('.');
}

interface Place {
  schema: FormSchema;
  path: readonly string[];
  ui: FormHints;
  issues: DefinitionIssue[];
}

function membersOf({ schema, path, ui, issues }: Place): FormNode[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, member]) =>
    nodeOf({ schema: member, path: [...path, name], ui, issues }, required.has(name)),
  );
}

function nodeOf(place: Place, required: boolean): FormNode {
  const { schema, path, ui } = place;
  const hints = ui.fields?.[pathText(path)] ?? {};
  const label = hints.label ?? schema.title ?? labelOf(path.at(-1) ?? '');
  const help = hints.help ?? schema.description ?? '';
  if (schema.properties && typeOf(schema) === 'object') {
    if (path.length > GROUPS_DEPTH) place.issues.push({ path: schemaPath(path), message: `is in more than ${GROUPS_DEPTH} groups` });
    return { type: 'group', path, label, help, required, members: path.length > GROUPS_DEPTH ? [] : membersOf(place) };
  }
  return fieldOf(place, hints, { type: 'field', path, label, help, required, schema });
}

type Described = Pick<FormField, 'type' | 'path' | 'label' | 'help' | 'required' | 'schema'>;

function fieldOf({ issues }: Place, hints: FieldHints, described: Described): FormField {
  const { schema, path } = described;
  const choices = choicesOf(schema) ?? (schema.items && choicesOf(schema.items)) ?? [];
  const kind = kindOf(schema, hints);
  if (kind === null) {
    issues.push({
      path: schemaPath(path),
      message: 'is nothing that a form can ask for: texts, numbers, ticks, choices, groups and lists of texts are',
    });
  }
  const isOpen = kind === 'choice' && (hints.widget === undefined ? choices.length <= OPEN_CHOICES : hints.widget === 'radio');
  return { ...described, kind: kind ?? 'text', placeholder: hints.placeholder ?? '', isOpen, choices };
}

function kindOf(schema: FormSchema, hints: FieldHints): FieldKind | null {
  const type = typeOf(schema);
  if (type === 'boolean' && schema.enum === undefined) return 'ticked';
  if (type === 'array') return listKindOf(schema.items);
  if (choicesOf(schema)) return 'choice';
  switch (type) {
    case 'string':
      return textKindOf(schema, hints);
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'ticked';
    case 'object':
    case 'null':
    case null:
      return null;
  }
}

function listKindOf(items: FormSchema | undefined): FieldKind | null {
  if (items === undefined) return null;
  if (choicesOf(items)) return 'choices';
  const type = typeOf(items);
  return type === 'string' || type === 'number' || type === 'integer' ? 'lines' : null;
}

function textKindOf({ format, maxLength = LINE_CHARACTERS }: FormSchema, { widget }: FieldHints): FieldKind {
  if (widget === 'textarea') return 'multiline';
  switch (format) {
    case 'email':
      return 'email';
    case 'uri':
      return 'web';
    case 'date':
    case 'time':
      return format;
    case 'date-time':
      return 'moment';
    default:
      return maxLength > LINE_CHARACTERS && widget !== 'text' ? 'multiline' : 'text';
  }
}

/** The one type besides null, or null where there is none or more. */
function typeOf({ type, enum: values, const: constant, properties }: FormSchema): JsonType | null {
  if (type === undefined && properties) return 'object';
  if (type === undefined && typeof constant === 'boolean') return 'boolean';
  if (type === undefined && values) return 'string';
  const types = [type ?? []].flat().filter((one) => one !== 'null');
  return types.length === 1 ? (types[0] ?? null) : null;
}

/** `enum`, or the way of 2020-12 to name choices: `oneOf` with a `const` and a `title` each. */
function choicesOf({ enum: values, oneOf }: FormSchema): FieldChoice[] | null {
  if (values) return values.filter((value) => value !== null).map((value) => ({ key: keyOf(value), value, label: keyOf(value) }));
  const options = oneOf?.flatMap(({ const: value, title }) => (value === undefined ? [] : [{ value, title }]));
  if (!options || options.length === 0 || options.length !== oneOf?.length) return null;
  return options
    .filter(({ value }) => value !== null)
    .map(({ value, title }) => ({ key: keyOf(value), value, label: title ?? keyOf(value) }));
}

function keyOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `dueDate` and `due_date` → Due date. */
function labelOf(name: string): string {
  const words = name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function schemaPath(path: readonly string[]): string {
  return ['schema', ...path.flatMap((name) => ['properties', name])].join('.');
}
