import { t } from '../../../i18n/translate.ts';
import { type FieldDraft, type FieldKindName, nameOfField, newField } from './field-draft.ts';
import type { FormDraft } from './form-draft.ts';
import { nameOfLabel } from './form-problems.ts';

/** A task's title is its field of this name. */
const TITLE = 'title';
const NOTHING = '';
const FIXED = '=fixed';

/** Where the task's title comes from: the key of a field, a fixed text, or nowhere. */
export function sourceOfTitle({ fields, fixed }: FormDraft): string {
  if (fixed.some(([name]) => name === TITLE)) return FIXED;
  return fields.find(({ name }) => name === TITLE)?.key ?? NOTHING;
}

export function titleSources({ fields }: FormDraft): { value: string; label: string }[] {
  return [
    { value: NOTHING, label: t('forms.title.none') },
    { value: FIXED, label: t('forms.title.fixed') },
    ...fields
      .filter(({ kind }) => kind !== 'ticked' && kind !== 'choices' && kind !== 'lines')
      .map((field) => ({
        value: field.key,
        label: t('forms.title.field', { name: nameOfField(field) || t('forms.field.unnamed') }),
      })),
  ];
}

/** Another field of the form: its first line of text is the task's title, unless something else is. */
export function addedField(draft: FormDraft, key: string, kind: FieldKindName): FieldDraft {
  const field = newField(key, kind);
  const isFirstText = kind === 'text' && draft.fields.every((known) => known.kind !== 'text');
  return isFirstText && sourceOfTitle(draft) === NOTHING ? { ...field, name: TITLE } : field;
}

/** The chosen field is named `title`; the one that was goes back to the name of its label. */
export function withTitleFrom(draft: FormDraft, source: string): Partial<FormDraft> {
  const others = draft.fixed.filter(([name]) => name !== TITLE);
  const taken = new Set(draft.fields.map(({ name }) => name));
  const fields = draft.fields.map((field) => {
    if (field.key === source) return { ...field, name: TITLE, label: nameOfField(field) };
    if (field.name !== TITLE) return field;
    const wanted = nameOfLabel(field.label);
    return { ...field, name: wanted === '' || wanted === TITLE || taken.has(wanted) ? `${wanted || 'field'}_2` : wanted };
  });
  return { fields, fixed: source === FIXED ? [...others, [TITLE, draft.title] as const] : others };
}
