import type { FormChange, NewForm } from '../../../../src-shared/http/form-endpoints.ts';
import type { Form, FormDefinition, FormHints } from '../../../../src-shared/schema/form.ts';
import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import { equalJson } from '../../../../src-shared/task/merge-json.ts';
import { draftOfField, type FieldDraft, hintsOfField, objectOf, parseObject, schemaOfField } from './field-draft.ts';

export const DUE_UNITS = ['none', 'minutes', 'hours', 'days'] as const;
export type DueUnit = (typeof DUE_UNITS)[number];
const UNIT_SECONDS = { minutes: 60, hours: 3_600, days: 86_400 } as const;

/** A form as it is edited: texts as they are typed. */
export interface FormDraft {
  title: string;
  description: string;
  /** Empty: made from the title. */
  slug: string;
  fields: readonly FieldDraft[];
  submitLabel: string;
  doneText: string;
  /** Empty: routed by the conditions of the queues. */
  queueUid: string;
  dueIn: string;
  dueUnit: DueUnit;
  /** Names and values that every task of the form gets; values as JSON, or as a text where they are none. */
  fixed: readonly (readonly [name: string, value: string])[];
  isPublic: boolean;
  frameAncestors: readonly string[];
  enabled: boolean;
  /** What the schema says besides its fields, as it is written: rules between fields, definitions. */
  rest: JsonObject;
  /** As it is typed; absent until somebody does. What cannot be read leaves `rest` as it was. */
  restSource?: string;
  /** Hints of members of groups: they stay as they are. */
  innerHints: NonNullable<FormHints['fields']>;
}

export function newFormDraft(): FormDraft {
  return {
    ...{ title: '', description: '', slug: '', fields: [], submitLabel: '', doneText: '', queueUid: '', dueIn: '1', dueUnit: 'none' },
    ...{ fixed: [], isPublic: false, frameAncestors: [], enabled: true, rest: {}, innerHints: {} },
  };
}

/** Nothing was typed into it yet. */
export function isBlank(draft: FormDraft): boolean {
  return JSON.stringify(draft) === JSON.stringify(newFormDraft());
}

export function draftOfForm(form: Form): FormDraft {
  const { schema, ui, target } = form;
  const { type: _type, properties, required, ...rest } = schema;
  const known = objectOf(properties) ?? {};
  const names = [...new Set([...(ui.order ?? []).filter((name) => Object.hasOwn(known, name)), ...Object.keys(known)])];
  const needed = new Set(Array.isArray(required) ? required : []);
  const hints = ui.fields ?? {};
  return {
    ...{ title: form.title, description: form.description, slug: form.slug, enabled: form.enabled, isPublic: form.public },
    fields: names.map((name) =>
      draftOfField({
        ...{ key: `known ${name}`, name, schema: objectOf(known[name]) ?? {}, hints: hints[name] ?? {} },
        ...{ required: needed.has(name), prefill: form.prefill.includes(name) },
      }),
    ),
    submitLabel: ui.submit_label ?? '',
    doneText: ui.done_text ?? '',
    queueUid: target.queue_uid ?? '',
    ...dueOf(target.due_in_seconds),
    fixed: Object.entries(target.fields).map(([name, value]) => [name, fixedTextOf(value)] as const),
    frameAncestors: form.frame_ancestors,
    rest,
    innerHints: Object.fromEntries(Object.entries(hints).filter(([path]) => !Object.hasOwn(known, path))),
  };
}

/** What makes the form; a field whose source cannot be read is left out. */
export function definitionOf(draft: FormDraft): FormDefinition {
  const { fields, rest, fixed, queueUid, submitLabel, doneText } = draft;
  const read = fields.flatMap((field) => {
    const schema = schemaOfField(field);
    return schema && field.name !== '' ? [{ field, schema, hints: hintsOfField(field) }] : [];
  });
  const hints = { ...draft.innerHints, ...Object.fromEntries(read.filter(hasHints).map((one) => [one.field.name, one.hints])) };
  const fixedFields = Object.fromEntries(fixed.filter(([name]) => name !== '').map(([name, value]) => [name, fixedValueOf(value)]));
  const asked = read.filter(({ field }) => !Object.hasOwn(fixedFields, field.name));
  const ui: FormHints = {
    ...(asked.length > 1 ? { order: asked.map(({ field }) => field.name) } : {}),
    ...(Object.keys(hints).length > 0 ? { fields: hints } : {}),
    ...(submitLabel.trim() === '' ? {} : { submit_label: submitLabel.trim() }),
    ...(doneText.trim() === '' ? {} : { done_text: doneText.trim() }),
  };
  return {
    schema: {
      ...rest,
      type: 'object',
      properties: Object.fromEntries(read.map(({ field, schema }) => [field.name, schema])),
      required: read.filter(({ field }) => field.required).map(({ field }) => field.name),
    },
    ui,
    prefill: asked.filter(({ field }) => field.prefill).map(({ field }) => field.name),
    target: { fields: fixedFields, queue_uid: queueUid === '' ? null : queueUid, due_in_seconds: dueInSeconds(draft) },
  };
}

/** Text → what the schema says besides its fields; null where it is no object, or says what stands among the fields. */
export function readRest(text: string): JsonObject | null {
  const rest = text.trim() === '' ? {} : parseObject(text);
  return rest && ['type', 'properties', 'required'].some((keyword) => Object.hasOwn(rest, keyword)) ? null : rest;
}

export function isReadable({ restSource }: FormDraft): boolean {
  return restSource === undefined || readRest(restSource) !== null;
}

export function newFormOf(draft: FormDraft): NewForm {
  return { ...definitionOf(draft), ...plainParts(draft), ...(draft.slug.trim() === '' ? {} : { slug: draft.slug.trim() }) };
}

/** Only what was changed here, with what it was before: what somebody else changed meanwhile is found by that. */
export function changeOf(form: Form, draft: FormDraft): FormChange {
  const before: FormChange = newFormOf(draftOfForm(form));
  const wanted: FormChange = newFormOf(draft);
  const keys = Object.keys(wanted).filter((key) => !equalJson(partOf(before, key), partOf(wanted, key)));
  if (keys.length === 0) return {};
  const pick = (from: object) => Object.fromEntries(keys.map((key) => [key, partOf(from, key)]));
  return { ...pick(wanted), expected: pick(form) };
}

function partOf(from: object, key: string): JsonValue {
  return (from as { [key: string]: JsonValue })[key] ?? null;
}

function plainParts({ title, description, isPublic, frameAncestors, enabled }: FormDraft) {
  return { title: title.trim(), description, public: isPublic, frame_ancestors: [...frameAncestors], enabled };
}

function hasHints({ hints }: { hints: object }): boolean {
  return Object.keys(hints).length > 0;
}

function dueOf(seconds: number | null): Pick<FormDraft, 'dueIn' | 'dueUnit'> {
  if (seconds === null) return { dueIn: '1', dueUnit: 'none' };
  const unit =
    seconds > 0 && seconds % UNIT_SECONDS.days === 0 ? 'days' : seconds > 0 && seconds % UNIT_SECONDS.hours === 0 ? 'hours' : 'minutes';
  return { dueIn: String(seconds / UNIT_SECONDS[unit]), dueUnit: unit };
}

/** Null: due at once. Not a number where none was typed: see `problemsOf`. */
export function dueInSeconds({ dueIn, dueUnit }: Pick<FormDraft, 'dueIn' | 'dueUnit'>): number | null {
  return dueUnit === 'none' ? null : Math.round(Number(dueIn.trim() === '' ? Number.NaN : dueIn) * UNIT_SECONDS[dueUnit]);
}

function fixedValueOf(text: string): JsonValue {
  if (!/^(-?\d|[[{"]|true$|false$|null$)/.test(text.trim())) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A text that would be read as something else stands in quotes. */
function fixedTextOf(value: JsonValue): string {
  return typeof value === 'string' && fixedValueOf(value) === value ? value : JSON.stringify(value);
}
