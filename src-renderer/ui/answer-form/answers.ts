import { controlName, entriesOf, valueAt, valuesOfEntries } from '../../../src-shared/form/entries.ts';
import { type FormField, pathText } from '../../../src-shared/form/form-fields.ts';
import type { ReadForm } from '../../../src-shared/form/read-form.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';

/** What stands in the controls of a form, by the field's path: texts, or the keys of what is chosen. */
export type Answers = Readonly<Record<string, readonly string[]>>;

/** What the controls show at first: the values that are known, else the form's defaults. */
export function answersOf(form: ReadForm, values: JsonObject): Answers {
  return Object.fromEntries(
    form.fields.map((field) => {
      const value = valueAt(values, field.path);
      return [pathText(field.path), shownEntries(field, entriesOf(field, value === undefined ? field.schema.default : value))];
    }),
  );
}

/** What was entered, as the form's schema has it; what cannot be read stays a text, for the check to find. */
export function valuesOfAnswers(form: ReadForm, answers: Answers): JsonObject {
  const entered = new Map(
    form.fields.map((field) => [controlName(field.path), sentEntries(field, answers[pathText(field.path)] ?? [])] as const),
  );
  return valuesOfEntries(form, (name) => entered.get(name) ?? []);
}

/** `entriesOf` says moments in UTC; people enter them as their own clock has them. */
function shownEntries({ kind }: FormField, entries: string[]): string[] {
  if (kind !== 'moment') return entries;
  return entries.flatMap((entry) => {
    const at = new Date(`${entry}Z`);
    if (Number.isNaN(at.getTime())) return [];
    return [new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)];
  });
}

function sentEntries({ kind }: FormField, entries: readonly string[]): readonly string[] {
  return kind === 'moment' ? entries.map((entry) => (entry === '' ? '' : `${entry}${offsetAt(entry)}`)) : entries;
}

/** This computer's offset at that time of the year, as +02:00; nothing where it is no time. */
function offsetAt(local: string): string {
  const minutes = -new Date(local).getTimezoneOffset();
  if (Number.isNaN(minutes)) return '';
  const digits = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${digits.join(':')}`;
}
