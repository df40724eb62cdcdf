import type { JsonValue } from '../../../src-shared/schema/task.ts';

/** A field as people read and copy it: text as it is, lists of plain values in a row, the rest as indented JSON. */
export function fieldText(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) return value.map(fieldText).join(', ');
  return JSON.stringify(value, null, 2);
}
