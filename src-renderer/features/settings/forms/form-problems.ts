import { Check } from 'typebox/value';
import { readForm } from '../../../../src-shared/form/read-form.ts';
import { FormSlug } from '../../../../src-shared/schema/form.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { schemaOfField } from './field-draft.ts';
import { definitionOf, dueInSeconds, type FormDraft, isReadable } from './form-draft.ts';

export interface FormProblems {
  /** By the field's key, and the part of it. */
  fields: ReadonlyMap<string, { part: 'name' | 'choices' | 'source' | 'other'; text: string }>;
  title: string | null;
  slug: string | null;
  dueIn: string | null;
  /** What is about no single field. */
  others: readonly string[];
}

const DUE_SECONDS_MAXIMUM = 10 * 366 * 86_400;

/** Why the form could not be saved as it is typed now. */
export function problemsOf(draft: FormDraft): FormProblems {
  const fields = new Map<string, { part: 'name' | 'choices' | 'source' | 'other'; text: string }>();
  const taken = new Set<string>();
  for (const field of draft.fields) {
    if (field.name === '') fields.set(field.key, { part: 'name', text: t('forms.problem.name') });
    else if (taken.has(field.name)) fields.set(field.key, { part: 'name', text: t('forms.problem.nameTaken') });
    else if (schemaOfField(field) === null) fields.set(field.key, { part: 'source', text: t('forms.problem.source') });
    else if (
      (field.kind === 'choice' || field.kind === 'choices') &&
      field.choices.every(({ value, label }) => value === '' && label === '')
    )
      fields.set(field.key, { part: 'choices', text: t('forms.problem.choices') });
    taken.add(field.name);
  }
  const others: string[] = [];
  if (!isReadable(draft)) others.push(t('forms.problem.rest'));
  if (draft.fields.length === 0) others.push(t('forms.problem.noField'));
  else if (fields.size === 0) {
    const read = readForm(definitionOf(draft));
    for (const { path, message } of read.ok ? [] : read.issues) {
      const [, name] = /^(?:schema\.properties|ui\.fields)\.([^.]+)/.exec(path) ?? [];
      const field = draft.fields.find((known) => known.name === name);
      if (field && !fields.has(field.key)) fields.set(field.key, { part: 'other', text: `${path.split('.').at(-1)} ${sayKnown(message)}` });
      else if (!field) others.push(`${path} ${sayKnown(message)}`);
    }
  }
  const seconds = dueInSeconds(draft);
  const isDue = seconds === null || (seconds >= 0 && seconds <= DUE_SECONDS_MAXIMUM);
  return {
    fields,
    title: draft.title.trim() === '' ? t('forms.problem.title') : null,
    slug: draft.slug.trim() === '' || Check(FormSlug, draft.slug.trim()) ? null : t('forms.problem.slug'),
    dueIn: isDue ? null : t('forms.problem.dueIn'),
    others,
  };
}

export function isSound({ fields, title, slug, dueIn, others }: FormProblems): boolean {
  return fields.size === 0 && title === null && slug === null && dueIn === null && others.length === 0;
}

/** A name for a field out of its label: `Late since` → late_since. */
export function nameOfLabel(label: string): string {
  return label
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 64);
}
