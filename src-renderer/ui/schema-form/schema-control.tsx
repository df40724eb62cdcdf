import { useState } from 'react';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { t } from '../../i18n/translate.ts';
import { CheckField, ChoiceList } from '../check-field.tsx';
import type { FieldTexts } from '../field-frame.tsx';
import { ListField } from '../list-field.tsx';
import { MapField } from '../map-field.tsx';
import { SecretField } from '../secret-field.tsx';
import { SelectField } from '../select-field.tsx';
import { TextAreaField } from '../text-area-field.tsx';
import { TextField } from '../text-field.tsx';
import type { SchemaField } from './read-schema.ts';
import { objectOf } from './schema-values.ts';

export interface SchemaControlProps {
  field: Exclude<SchemaField, { kind: 'group' }>;
  value: JsonValue | undefined;
  error: string | undefined;
  mark: string | undefined;
  /** The server has this secret. */
  isStored: boolean;
  /** Undefined takes the key out. */
  onChange: (value: JsonValue | undefined) => void;
}

const NONE = '';

/** The control for one field. */
export function SchemaControl({ field, value, error, mark, isStored, onChange }: SchemaControlProps) {
  const texts: FieldTexts = { label: field.label, hint: field.hint, error, mark };
  const text = typeof value === 'string' ? value : '';
  const values = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  switch (field.kind) {
    case 'text':
      if (field.isLong) return <TextAreaField {...texts} value={text} onChange={(next) => onChange(next === '' ? undefined : next)} />;
      return (
        <TextField
          {...texts}
          type={field.format}
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
        />
      );
    case 'secret':
      return <SecretField {...texts} value={text} isStored={isStored} texts={secretTexts()} onChange={onChange} />;
    case 'number':
      return <NumberField texts={texts} value={value} onChange={onChange} />;
    case 'boolean':
      return <CheckField label={field.label} hint={error ?? field.hint} checked={value === true} onChange={onChange} />;
    case 'choice': {
      const options = field.options.map((option) => ({ value: JSON.stringify(option.value), label: option.label }));
      const offered = field.isRequired && value !== undefined ? options : [{ value: NONE, label: t('form.choose') }, ...options];
      return (
        <SelectField
          {...texts}
          value={value === undefined ? NONE : JSON.stringify(value)}
          options={offered}
          onChange={(next) => onChange(field.options.find((option) => JSON.stringify(option.value) === next)?.value)}
        />
      );
    }
    case 'choices':
      return <ChoiceList {...texts} values={values} options={field.options} onChange={(next) => onChange([...next])} />;
    case 'list':
      return (
        <ListField
          {...texts}
          values={values}
          addLabel={t('form.add')}
          removeLabel={(name) => t('form.remove', { name })}
          onChange={onChange}
        />
      );
    case 'map':
      return <MapControl texts={texts} value={value} onChange={onChange} />;
  }
}

interface PartProps {
  texts: FieldTexts;
  value: JsonValue | undefined;
  onChange: (value: JsonValue | undefined) => void;
}

/** Keeps what is typed until it is a number: `1e`, `-`. What is none is handed on as text, for the check to name. */
function NumberField({ texts, value, onChange }: PartProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (typeof value === 'number' || typeof value === 'string' ? String(value) : '');
  const change = (next: string) => {
    setTyped(next);
    const number = Number(next);
    onChange(next.trim() === '' ? undefined : Number.isFinite(number) ? number : next);
  };
  return (
    <TextField
      {...texts}
      inputMode="decimal"
      value={shown}
      onChange={(event) => change(event.target.value)}
      onBlur={() => setTyped(null)}
    />
  );
}

/** Keeps half-typed entries to itself: names that are empty or alike cannot stand in an object. */
function MapControl({ texts, value, onChange }: PartProps) {
  const [typed, setTyped] = useState<readonly (readonly [string, string])[] | null>(null);
  const known = Object.entries(objectOf(value)).map(
    ([name, item]) => [name, typeof item === 'string' ? item : JSON.stringify(item)] as const,
  );
  const change = (entries: readonly (readonly [string, string])[]) => {
    setTyped(entries);
    onChange(Object.fromEntries(entries.filter(([name]) => name.trim() !== '')));
  };
  return (
    <MapField
      {...texts}
      entries={typed ?? known}
      nameLabel={t('form.mapName')}
      valueLabel={t('form.mapValue')}
      addLabel={t('form.add')}
      removeLabel={(name) => t('form.remove', { name })}
      onChange={change}
    />
  );
}

function secretTexts() {
  return {
    stored: t('form.secret.stored'),
    replace: t('form.secret.replace'),
    keep: t('form.secret.keep'),
    show: t('form.secret.show'),
    hide: t('form.secret.hide'),
  };
}
