import type { FieldHints } from '../../../../src-shared/schema/form.ts';
import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import { equalJson } from '../../../../src-shared/task/merge-json.ts';
import { type FieldNotes, notesOf, schemaOfNotes } from './field-notes.ts';

/** What a manager chooses from. `source`: written as JSON Schema, for what the others cannot say. */
export const FIELD_KINDS = [
  'text',
  'multiline',
  'number',
  'integer',
  'ticked',
  'choice',
  'choices',
  'date',
  'time',
  'moment',
  'email',
  'web',
  'lines',
  'source',
] as const;
export type FieldKindName = (typeof FIELD_KINDS)[number];

/** One field as it is edited: texts as they are typed. */
export interface FieldDraft {
  /** Of this field while it is edited, whatever becomes of its name. */
  key: string;
  name: string;
  kind: FieldKindName;
  label: string;
  help: string;
  placeholder: string;
  required: boolean;
  /** Whether a link may fill it in. */
  prefill: boolean;
  choices: readonly { value: string; label: string }[];
  /** Characters, entries or the number itself, by the kind. */
  minimum: string;
  maximum: string;
  pattern: string;
  initial: string;
  /** The schema of a `source` field. */
  source: string;
  /** Absent in fields that were made here. */
  notes?: FieldNotes;
}

const FORMATS: Readonly<Partial<Record<FieldKindName, string>>> = {
  date: 'date',
  time: 'time',
  moment: 'date-time',
  email: 'email',
  web: 'uri',
};

export function newField(key: string, kind: FieldKindName): FieldDraft {
  const blank = { name: '', label: '', help: '', placeholder: '', minimum: '', maximum: '', pattern: '', initial: '' };
  const source = kind === 'source' ? '{\n  "type": "string"\n}' : '';
  const choices = kind === 'choice' || kind === 'choices' ? [{ value: '', label: '' }] : [];
  return { key, kind, ...blank, required: false, prefill: false, choices, source };
}

export interface KnownField {
  key: string;
  name: string;
  schema: JsonObject;
  hints: FieldHints;
  required: boolean;
  prefill: boolean;
}

/** A field of a form → one to edit. What the editor's controls could not give back unchanged is edited as it is written. */
export function draftOfField(known: KnownField): FieldDraft {
  const { schema, hints } = known;
  for (const kind of FIELD_KINDS) {
    if (kind === 'source') continue;
    const draft = readAs(kind, known);
    const made = schemaOfField(draft);
    if (made && equalJson(made, schema) && equalJson(hintsOfField(draft), { ...hints })) return draft;
  }
  return {
    ...readAs('source', known),
    ...{ label: hints.label ?? '', help: hints.help ?? '', source: JSON.stringify(schema, null, 2) },
    notes: { hasTitle: false, hasDescription: false, others: {}, ...(hints.widget === undefined ? {} : { widget: hints.widget }) },
  };
}

/** What people call it: its label, the title within its source, or its name; empty where it has none of them. */
export function nameOfField({ kind, label, name, source }: FieldDraft): string {
  const title = kind === 'source' && label === '' ? parseObject(source)?.title : undefined;
  return label || (typeof title === 'string' ? title : '') || name;
}

export type SourceShape = 'group' | 'list' | 'other';

/** What a field that is written as JSON asks for, in a word. */
export function shapeOfSource({ source }: FieldDraft): SourceShape {
  const schema = parseObject(source);
  if (schema?.type === 'object' || objectOf(schema?.properties)) return 'group';
  return schema?.type === 'array' ? 'list' : 'other';
}

/** The keywords of a field's source that no kind of the builder's could give back. */
export function keywordsBeyond(field: FieldDraft): string[] {
  const schema = parseObject(field.source);
  if (!schema) return [];
  const missed = FIELD_KINDS.filter((kind) => kind !== 'source').map((kind) => {
    const made = schemaOfField(readAs(kind, { ...field, schema, hints: {} })) ?? {};
    return Object.keys(schema).filter((keyword) => !equalJson(made[keyword] ?? null, schema[keyword] ?? null));
  });
  const fewest = missed.reduce((least, list) => (list.length < least.length ? list : least), Object.keys(schema));
  const telling = fewest.filter((keyword) => keyword !== 'type');
  return telling.length > 0 ? telling : fewest;
}

function readAs(kind: FieldKindName, { key, name, schema, hints, required, prefill }: KnownField): FieldDraft {
  const items = objectOf(schema.items);
  const choices = choicesOf(kind === 'choices' ? items : schema);
  const [minimum, maximum] = LIMITS[kind] ?? [];
  const notes = notesOf(schema, hints);
  return {
    ...newField(key, kind),
    ...{ name, required, prefill, choices, notes },
    label: notes.hasTitle ? textOf(schema.title) : (hints.label ?? ''),
    help: notes.hasDescription ? textOf(schema.description) : (hints.help ?? ''),
    placeholder: hints.placeholder ?? '',
    minimum: minimum === undefined ? '' : textOf(schema[minimum]),
    maximum: maximum === undefined ? '' : textOf(schema[maximum]),
    pattern: kind === 'text' ? textOf(schema.pattern) : '',
    initial: textOf(schema.default),
  };
}

type LimitKeys = readonly [minimum: string, maximum: string];
const LENGTHS: LimitKeys = ['minLength', 'maxLength'];
const NUMBERS: LimitKeys = ['minimum', 'maximum'];
const ENTRIES: LimitKeys = ['minItems', 'maxItems'];
/** Which keywords the two limits of a kind are. */
export const LIMITS: Readonly<Partial<Record<FieldKindName, LimitKeys>>> = {
  text: LENGTHS,
  multiline: LENGTHS,
  number: NUMBERS,
  integer: NUMBERS,
  choices: ENTRIES,
  lines: ENTRIES,
};

/** The field's part of the schema; null when it cannot be read. */
export function schemaOfField(field: FieldDraft): JsonObject | null {
  if (field.kind === 'source') return parseObject(field.source);
  const pattern = field.pattern === '' ? {} : { pattern: field.pattern };
  return { ...schemaOfNotes(field.notes, field), ...bareSchema(field), ...limitsOf(field), ...pattern, ...initialOf(field) };
}

export function hintsOfField({ kind, label, help, placeholder, notes }: FieldDraft): FieldHints {
  return {
    ...(label === '' || notes?.hasTitle ? {} : { label }),
    ...(help === '' || notes?.hasDescription ? {} : { help }),
    ...(placeholder === '' ? {} : { placeholder }),
    ...(notes?.widget === undefined ? {} : { widget: notes.widget }),
    ...(kind === 'multiline' ? { widget: 'textarea' as const } : {}),
  };
}

function bareSchema({ kind, choices, notes }: FieldDraft): JsonObject {
  const format = FORMATS[kind];
  switch (kind) {
    case 'number':
    case 'integer':
      return { type: kind };
    case 'ticked':
      return { type: 'boolean' };
    case 'choice':
      return { ...(notes?.lacksType ? {} : { type: 'string' }), ...choiceSchema(choices) };
    case 'choices':
      return { type: 'array', items: { type: 'string', ...choiceSchema(choices) }, uniqueItems: true };
    case 'lines':
      return { type: 'array', items: { type: 'string' } };
    default:
      return { type: 'string', ...(format === undefined ? {} : { format }) };
  }
}

function choiceSchema(choices: FieldDraft['choices']): JsonObject {
  const chosen = choices.filter(({ value, label }) => value !== '' || label !== '');
  if (chosen.every(({ value, label }) => label === '' || label === value)) return { enum: chosen.map(({ value }) => value) };
  return { oneOf: chosen.map(({ value, label }) => ({ const: value === '' ? label : value, ...(label === '' ? {} : { title: label }) })) };
}

function limitsOf({ kind, minimum, maximum }: FieldDraft): JsonObject {
  const keys = LIMITS[kind];
  if (!keys) return {};
  return {
    ...(minimum.trim() === '' ? {} : { [keys[0]]: numberOf(minimum) }),
    ...(maximum.trim() === '' ? {} : { [keys[1]]: numberOf(maximum) }),
  };
}

function initialOf({ kind, initial }: FieldDraft): JsonObject {
  if (initial.trim() === '') return {};
  if (kind === 'number' || kind === 'integer') return { default: numberOf(initial) };
  return kind === 'ticked' ? { default: initial === 'true' } : { default: initial };
}

/** What is no number stays a text: the check of the definition says so, at its place. */
function numberOf(text: string): JsonValue {
  const value = Number(text.trim());
  return Number.isFinite(value) ? value : text;
}

function choicesOf(schema: JsonObject | null): FieldDraft['choices'] {
  if (Array.isArray(schema?.enum)) return schema.enum.map((value) => ({ value: textOf(value), label: '' }));
  if (!Array.isArray(schema?.oneOf)) return [];
  return schema.oneOf.map((option) => {
    const { const: value, title } = objectOf(option) ?? {};
    return { value: textOf(value), label: textOf(title) };
  });
}

export function parseObject(text: string): JsonObject | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

export function objectOf(value: JsonValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
