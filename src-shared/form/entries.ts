import type { JsonObject, JsonValue } from '../schema/task.ts';
import { defineKey } from '../task/merge-json.ts';
import { type FormField, pathText } from './form-fields.ts';
import type { ReadForm } from './read-form.ts';

/** All that was entered under a name: nothing, one text, or several for `choices`. */
export type ReadEntries = (name: string) => readonly string[];

/** The name of a field's controls in a page. */
export function controlName(path: readonly string[]): string {
  return `values${path.map((name) => `[${name}]`).join('')}`;
}

/**
 * What a page sent, all of it texts → values as the schema has them. What cannot be read stays a text, for the check to
 * find; what was left empty is absent.
 */
export function valuesOfEntries(form: ReadForm, read: ReadEntries): JsonObject {
  const values: JsonObject = {};
  for (const field of form.fields) {
    const entered = read(controlName(field.path));
    const value = valueOfField(field, entered);
    if (value !== undefined) put(values, field.path, value);
  }
  return values;
}

/** Only what the form lets links fill in, by path: `customer`, `address.city`. Nothing else of a query is looked at. */
export function valuesOfLink(form: ReadForm, read: ReadEntries): JsonObject {
  const values: JsonObject = {};
  for (const field of form.fields) {
    if (!form.prefill.has(pathText(field.path))) continue;
    const texts = read(pathText(field.path));
    if (texts.length === 0) continue;
    const value = valueOfField(field, field.kind === 'ticked' ? texts.filter((text) => /^(true|on|yes|1)$/i.test(text)) : texts);
    if (value !== undefined) put(values, field.path, value);
  }
  return values;
}

/** The value at a path, or undefined. */
export function valueAt(values: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = values;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** A value → what its control shows: texts to enter, or the keys of choices that are chosen. */
export function entriesOf(field: FormField, value: JsonValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  switch (field.kind) {
    case 'ticked':
      return value === true ? ['on'] : [];
    case 'choices':
      return [value].flat().map(textOf);
    case 'lines':
      return [[value].flat().map(textOf).join('\n')];
    case 'moment':
      return [localMoment(textOf(value))];
    default:
      return [textOf(value)];
  }
}

function valueOfField(field: FormField, entered: readonly string[]): JsonValue | undefined {
  const { kind, schema } = field;
  const [first = ''] = entered;
  switch (kind) {
    case 'ticked':
      // In a group, a box that was not ticked must not make the group look filled in.
      return entered.length === 0 && field.path.length > 1 && !field.required ? undefined : entered.length > 0;
    case 'choices':
      return entered.length === 0 && !field.required ? undefined : entered.map((key) => choiceOf(field, key));
    case 'lines':
      return linesOf(first, schema.items?.type !== 'string' && schema.items?.type !== undefined, field.required);
    case 'multiline': {
      const text = first.replaceAll(/\r\n?/g, '\n');
      return text.trim() === '' ? undefined : text;
    }
    case 'choice':
      return first === '' ? undefined : choiceOf(field, first);
    case 'number':
      return first.trim() === '' ? undefined : numberOf(first.trim());
    case 'moment':
      return first.trim() === '' ? undefined : withOffset(first.trim());
    default:
      return first.trim() === '' ? undefined : first.trim();
  }
}

function linesOf(text: string, areNumbers: boolean, required: boolean): JsonValue | undefined {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
  const entries = lines.filter((line) => line !== '');
  if (entries.length === 0 && !required) return undefined;
  return areNumbers ? entries.map(numberOf) : entries;
}

function choiceOf({ choices }: FormField, key: string): JsonValue {
  return choices.find((choice) => choice.key === key)?.value ?? key;
}

/** Digits that a number would round stay a text. */
function numberOf(text: string): number | string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}

/** A browser's date and time say no offset: the page's script adds the visitor's; without it they count as UTC. */
function withOffset(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  return match ? `${match[1]}${match[2] ?? ':00'}${match[3] ?? 'Z'}` : text;
}

/** As a browser's control takes it. */
function localMoment(text: string): string {
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? '' : new Date(millis).toISOString().slice(0, 16);
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function put(values: JsonObject, path: readonly string[], value: JsonValue): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    defineKey(values, name, value);
    return;
  }
  const inner = Object.hasOwn(values, name) ? values[name] : undefined;
  const group: JsonObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  if (group !== inner) defineKey(values, name, group);
  put(group, rest, value);
}
