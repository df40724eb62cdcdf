import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';

/** A field as people read and copy it: text as it is, lists of plain values in a row, the rest as indented JSON. */
export function fieldText(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) return value.map(fieldText).join(', ');
  return JSON.stringify(value, null, 2);
}

/** Title and link stand above the fields already: here they come last. */
export function fieldOrder(fields: JsonObject): string[] {
  const isShownAbove = (name: string) => name === 'title' || name === 'url';
  const names = Object.keys(fields);
  return [...names.filter((name) => !isShownAbove(name)), ...names.filter(isShownAbove)];
}
