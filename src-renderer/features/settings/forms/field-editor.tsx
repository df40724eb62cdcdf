import { Plus, X } from 'lucide-react';
import { useId, useRef } from 'react';
import { FORM_LIMITS } from '../../../../src-shared/form/form-schema.ts';
import { t } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { controlClass, GroupFrame } from '../../../ui/field-frame.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextAreaField } from '../../../ui/text-area-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import {
  FIELD_KINDS,
  type FieldDraft,
  type FieldKindName,
  hintsOfField,
  keywordsBeyond,
  LIMITS,
  nameOfField,
  schemaOfField,
} from './field-draft.ts';
import type { FieldNotes } from './field-notes.ts';
import { type FormProblems, nameOfLabel } from './form-problems.ts';

export interface FieldEditorProps {
  field: FieldDraft;
  problem: ReturnType<FormProblems['fields']['get']>;
  onChange: (part: Partial<FieldDraft>) => void;
}

/** All that can be said about a field. */
export function FieldEditor({ field, problem, onChange }: FieldEditorProps) {
  const { kind } = field;
  const errorOf = (part: string) => (problem?.part === part ? problem.text : undefined);
  const relabel = (label: string) => {
    // The name follows the label until somebody names the field otherwise.
    const follows = field.name === nameOfLabel(field.label);
    onChange({ label, ...(follows ? { name: nameOfLabel(label) } : {}) });
  };
  return (
    <div className="@container flex flex-col gap-4">
      <div className="grid grid-cols-1 gap-4 @min-[440px]:grid-cols-2">
        <TextField
          label={t('forms.field.label')}
          value={field.label}
          placeholder={kind === 'source' ? nameOfField({ ...field, label: '' }) : undefined}
          maxLength={200}
          onChange={(event) => relabel(event.target.value)}
        />
        <TextField
          label={t('forms.field.name')}
          hint={t('forms.field.nameHint')}
          value={field.name}
          maxLength={FORM_LIMITS.nameCharacters}
          spellCheck={false}
          error={errorOf('name')}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <SelectField
          label={t('forms.field.kind')}
          value={kind}
          options={FIELD_KINDS.map((value) => ({ value, label: t(`forms.kind.${value}`) }))}
          onChange={(next) => onChange(asKind(field, next))}
        />
        <TextField
          label={t('forms.field.help')}
          mark={t('form.optional')}
          value={field.help}
          maxLength={1_000}
          onChange={(event) => onChange({ help: event.target.value })}
        />
      </div>
      {kind === 'choice' || kind === 'choices' ? <Choices field={field} error={errorOf('choices')} onChange={onChange} /> : null}
      {kind === 'source' ? (
        <TextAreaField
          label={t('forms.field.source')}
          hint={sourceHint(field)}
          value={field.source}
          rows={8}
          spellCheck={false}
          className="font-mono"
          error={errorOf('source')}
          onChange={(source) => onChange({ source })}
        />
      ) : (
        <Limits field={field} onChange={onChange} />
      )}
      {problem?.part === 'other' ? <p className="text-small text-danger">{problem.text}</p> : null}
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <CheckField label={t('forms.field.require')} checked={field.required} onChange={(required) => onChange({ required })} />
        <CheckField
          label={t('forms.field.prefill')}
          hint={t('forms.field.prefillHint')}
          checked={field.prefill}
          onChange={(prefill) => onChange({ prefill })}
        />
      </div>
    </div>
  );
}

/** Why it is written as JSON, and that nothing of it is lost. */
function sourceHint(field: FieldDraft): string {
  const keywords = keywordsBeyond(field);
  return keywords.length === 0 ? t('forms.field.sourceHint') : t('forms.field.sourceBecause', { keywords: keywords.join(', ') });
}

/** Of another kind, with what both kinds know. */
function asKind(field: FieldDraft, kind: FieldKindName): Partial<FieldDraft> {
  if (kind === 'source') {
    const { label = '', help = '', placeholder = '', widget } = hintsOfField(field);
    const notes = { hasTitle: false, hasDescription: false, others: {}, ...(widget === undefined ? {} : { widget }) };
    return { kind, source: JSON.stringify(schemaOfField(field) ?? {}, null, 2), label, help, placeholder, notes };
  }
  const keepsLimits = LIMITS[kind]?.[0] === LIMITS[field.kind]?.[0];
  const hasChoices = kind === 'choice' || kind === 'choices';
  return {
    kind,
    initial: '',
    // Of two ways to show a kind; the other kind has its own.
    ...(field.notes ? { notes: ofAnyKind(field.notes) } : {}),
    ...(keepsLimits ? {} : { minimum: '', maximum: '' }),
    ...(kind === 'text' ? {} : { pattern: '' }),
    ...(hasChoices && field.choices.length === 0 ? { choices: [{ value: '', label: '' }] } : {}),
  };
}

/** What does not depend on the kind. */
function ofAnyKind({ hasTitle, hasDescription, others }: FieldNotes): FieldNotes {
  return { hasTitle, hasDescription, others };
}

function Limits({ field, onChange }: Pick<FieldEditorProps, 'field' | 'onChange'>) {
  const { kind, minimum, maximum, pattern, placeholder } = field;
  const limits = LIMITS[kind];
  const unit = limits?.[0] === 'minLength' ? 'length' : limits?.[0] === 'minItems' ? 'entries' : 'value';
  const hasPlaceholder = ['text', 'multiline', 'number', 'integer', 'email', 'web'].includes(kind);
  if (!limits && !hasPlaceholder) return null;
  return (
    <div className="grid grid-cols-2 gap-4 @min-[440px]:grid-cols-4">
      {limits ? (
        <>
          <TextField
            label={t(`forms.field.min.${unit}`)}
            value={minimum}
            inputMode="decimal"
            onChange={(event) => onChange({ minimum: event.target.value })}
          />
          <TextField
            label={t(`forms.field.max.${unit}`)}
            value={maximum}
            inputMode="decimal"
            onChange={(event) => onChange({ maximum: event.target.value })}
          />
        </>
      ) : null}
      {kind === 'text' ? (
        <TextField
          label={t('forms.field.pattern')}
          value={pattern}
          spellCheck={false}
          placeholder="^[A-Z]{2}\d+$"
          onChange={(event) => onChange({ pattern: event.target.value })}
        />
      ) : null}
      {hasPlaceholder ? (
        <TextField
          label={t('forms.field.placeholder')}
          value={placeholder}
          maxLength={200}
          onChange={(event) => onChange({ placeholder: event.target.value })}
        />
      ) : null}
    </div>
  );
}

function Choices({ field: { choices }, error, onChange }: Pick<FieldEditorProps, 'field' | 'onChange'> & { error: string | undefined }) {
  const group = useRef<HTMLDivElement>(null);
  const id = useId();
  const change = (index: number, part: Partial<FieldDraft['choices'][number]>) =>
    onChange({ choices: choices.map((known, at) => (at === index ? { ...known, ...part } : known)) });
  const add = () => {
    onChange({ choices: [...choices, { value: '', label: '' }] });
    requestAnimationFrame(() => [...(group.current?.querySelectorAll<HTMLInputElement>('[data-choice]') ?? [])].at(-1)?.focus());
  };
  return (
    <GroupFrame label={t('forms.field.choices')} hint={t('forms.field.choicesHint')} error={error}>
      <div ref={group} className="flex flex-col gap-1.5">
        {choices.map((choice, index) => (
          // Choices have no identity but their place.
          <div key={`${id}-${index.toString()}`} className="flex items-center gap-1.5">
            <input
              data-choice
              aria-label={t('forms.field.choiceValue', { place: index + 1 })}
              aria-invalid={error ? true : undefined}
              value={choice.value}
              placeholder={t('forms.field.value')}
              onChange={(event) => change(index, { value: event.target.value })}
              className={classNames(controlClass(error !== undefined), 'h-8 min-w-0 flex-1')}
            />
            <input
              aria-label={t('forms.field.choiceLabel', { place: index + 1 })}
              value={choice.label}
              placeholder={choice.value || t('forms.field.shownAs')}
              onChange={(event) => change(index, { label: event.target.value })}
              className={classNames(controlClass(false), 'h-8 min-w-0 flex-1')}
            />
            <IconButton
              icon={X}
              label={t('form.remove', { name: choice.label || choice.value })}
              onClick={() => onChange({ choices: choices.filter((_choice, at) => at !== index) })}
            />
          </div>
        ))}
        <Button size="small" icon={Plus} onClick={add} className="w-fit">
          {t('forms.field.addChoice')}
        </Button>
      </div>
    </GroupFrame>
  );
}
