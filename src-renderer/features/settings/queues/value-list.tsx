import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { ConditionScalar } from '../../../../src-shared/queue/condition-grammar.ts';
import { valueLabel } from '../../../i18n/condition-sentence.ts';
import { t } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuCheckItem } from '../../../ui/menu.tsx';
import { SuggestField } from '../../../ui/suggest-field.tsx';
import { choicesOf, type ScalarInputProps } from './scalar-input.tsx';
import type { FieldValues } from './use-field-values.ts';
import { readTyped } from './value-kind.ts';

export interface ValueListProps extends Omit<ScalarInputProps, 'value' | 'onChange'> {
  field: FieldValues;
  values: readonly ConditionScalar[];
  onChange: (values: readonly ConditionScalar[]) => void;
}

/** Any number of values. Enter adds what was typed, several with commas. */
export function ValueList({ field, values, onChange, ...texts }: ValueListProps) {
  const choices = choicesOf(field);
  const remove = (value: ConditionScalar) => onChange(values.filter((known) => known !== value));
  return (
    <div className="flex min-w-40 flex-1 flex-wrap items-center gap-1">
      {values.map((value) => {
        const label = valueLabel(field.field, value, field.nameOf);
        return (
          <span
            key={JSON.stringify(value)}
            className="inline-flex h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-canvas pr-0.5 pl-2 text-small"
          >
            <span className="truncate">{label}</span>
            <button
              type="button"
              aria-label={t('form.remove', { name: label })}
              onClick={() => remove(value)}
              className="flex size-5 items-center justify-center rounded-sm text-ink-muted hover:bg-hover hover:text-ink"
            >
              <X aria-hidden="true" size={12} />
            </button>
          </span>
        );
      })}
      {choices ? (
        <Menu
          trigger={
            <Button size="small" icon={Plus} aria-invalid={texts.invalid || undefined} aria-describedby={texts.describedBy}>
              {t('builder.addValue')}
            </Button>
          }
        >
          {choices.map(({ value, label }) => (
            <MenuCheckItem
              key={JSON.stringify(value)}
              checked={values.includes(value)}
              onChange={(checked) => (checked ? onChange([...values, value]) : remove(value))}
            >
              {label}
            </MenuCheckItem>
          ))}
        </Menu>
      ) : (
        <AddValue {...texts} field={field} values={values} onChange={onChange} />
      )}
    </div>
  );
}

function AddValue({ label, invalid, describedBy, field, values, onChange }: ValueListProps) {
  const [text, setText] = useState('');
  const add = (typed: string) => {
    setText('');
    // A value that tasks have may have commas itself.
    const isSeen = field.suggest().some((known) => known.text === typed.trim());
    const added = (isSeen ? [typed] : typed.split(',')).flatMap((part) => readTyped(part.trim(), field.kind) ?? []);
    const all = [...new Set([...values, ...added])];
    if (all.length > values.length) onChange(all);
  };
  return (
    <SuggestField
      label={label}
      value={text}
      placeholder={t('builder.addValue')}
      suggest={field.suggest}
      invalid={invalid}
      describedBy={describedBy}
      className="min-w-28 flex-1"
      onChange={setText}
      onPick={add}
      onEnter={() => add(text)}
      // What was typed and not added is meant all the same.
      onLeave={() => add(text)}
    />
  );
}
