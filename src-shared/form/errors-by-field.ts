import type { ValueIssue } from './check-values.ts';
import { type FormField, pathText } from './form-fields.ts';

/**
 * The first issue of each field, as a sentence, by the field's path: a problem with an entry of a list stands at the list,
 * that of a missing group at its first field. What belongs to no field is under an empty path. `say`: in another language.
 */
export function errorsByField(
  fields: readonly FormField[],
  issues: readonly ValueIssue[],
  say: (words: string) => string = (words) => words,
): Map<string, string> {
  const errors = new Map<string, string>();
  for (const { path, message } of issues) {
    const field = fieldAt(fields, path);
    const key = field ? pathText(field.path) : '';
    const name = field ? nameOf(field) : path.length === 0 ? say('The answers') : pathText(path);
    if (!errors.has(key)) errors.set(key, `${name} ${say(message)}.`);
  }
  // In the order in which somebody reads the page.
  const order = fields.map(({ path }) => pathText(path));
  return new Map([...errors].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}

/** A label may be a sentence of its own. */
function nameOf({ label }: FormField): string {
  return /[.?!:]$/.test(label) ? `“${label}”` : label;
}

function fieldAt(fields: readonly FormField[], path: readonly string[]): FormField | undefined {
  return fields.find((field) => isWithin(path, field.path)) ?? fields.find((field) => path.length > 0 && isWithin(field.path, path));
}

function isWithin(whole: readonly string[], part: readonly string[]): boolean {
  return part.every((name, index) => whole[index] === name);
}
